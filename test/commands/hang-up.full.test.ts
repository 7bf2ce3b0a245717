import {expect} from 'chai'
import {bench, startBench, startModelServerProcess, tempFolder} from '../support/processes.js'
import {openTerminal} from '../support/terminal.js'

const MODEL = 'openai/gpt-5-mini'

/** SIGHUP comes when ssh is dropped or a terminal is closed. */
describe('a terminal that goes away', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let server: Awaited<ReturnType<typeof startModelServerProcess>>
  beforeEach(async () => {
    folder = await tempFolder()
    server = await startModelServerProcess(150)
  })
  afterEach(async () => {
    server.close()
    await folder.remove()
  })

  const args = () => [
    'run',
    '--model',
    MODEL,
    '--persona',
    'tech_pm',
    '--seed',
    '1',
    '--concurrency',
    '4',
    '--base-url',
    server.url,
  ]
  const bought = async () => Object.values((await server.stats()).bought)
  const answered = async () => {
    const {stdout} = await bench(['export', 'calls', '--format', 'jsonl'], {cwd: folder.path})
    return stdout.split('\n').filter((line) => line.includes('"status":"answered"')).length
  }
  const status = async () => {
    const {stdout} = await bench(['runs', '--json'], {cwd: folder.path})
    return (JSON.parse(stdout) as {runs: {status: string}[]}).runs[0]?.status
  }

  it('ends a run as SIGTERM does: what is in flight is kept, exit 129', async () => {
    const sixRequests = await server.countdown(6)
    const {child, finished} = startBench(args(), {cwd: folder.path})
    await sixRequests()
    child.kill('SIGHUP')
    // The shell sends it once more; nobody is impatient.
    child.kill('SIGHUP')
    const {code, signal, stderr} = await finished
    expect([code, signal]).to.deep.equal([129, null])
    expect(stderr).to.contain('Stopping (SIGHUP)')
    expect(await status()).to.equal('interrupted')
    expect(await answered()).to.equal((await bought()).length)
  })

  it('ends a resume likewise, and SIGTERM after it leaves at once', async () => {
    const first = startBench(args(), {cwd: folder.path})
    await (
      await server.countdown(2)
    )()
    first.child.kill('SIGHUP')
    expect((await first.finished).code).to.equal(129)
    const moreRequests = await server.countdown(2)
    const {child, finished} = startBench(['resume'], {cwd: folder.path})
    await moreRequests()
    child.kill('SIGHUP')
    expect((await finished).code).to.equal(129)
    expect(await answered()).to.equal((await bought()).length)
    expect((await bought()).every((times) => times === 1)).to.equal(true)
  })

  it('keeps what is in flight when the terminal itself is closed', async () => {
    const sixRequests = await server.countdown(6)
    const screen = openTerminal(args(), {cwd: folder.path})
    await sixRequests()
    screen.hangUp()
    expect(await screen.exited).to.equal(129)
    expect(await status()).to.equal('interrupted')
    expect(await answered()).to.equal((await bought()).length)
  })

  it('ends a session of rating with 129, and a server with 0', async () => {
    await bench(['run', '--model', 'builtin/lexicon', '--persona', 'tech_pm'], {cwd: folder.path})
    const screen = openTerminal(['rate', '--user', 'ann'], {cwd: folder.path})
    await screen.waitFor('1 of')
    screen.kill('SIGHUP')
    expect(await screen.exited).to.equal(129)
    const {child, finished} = startBench(['serve', '--port', '0'], {cwd: folder.path})
    await new Promise((done) => child.stdout!.once('data', done))
    child.kill('SIGHUP')
    expect((await finished).code).to.equal(0)
  })
})
