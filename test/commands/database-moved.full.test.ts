import {expect} from 'chai'
import {readdir, rename, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore} from '../../src/store/store.js'
import {
  bench,
  listeningUrl,
  startBench,
  startModelServerProcess,
  startSqld,
  tempFolder,
  type Finished,
} from '../support/processes.js'
import {openTerminal} from '../support/terminal.js'

const FACTORS = ['--constraint', 'no_constraint', '--chip-count', '15', '--input-type', 'basic']

interface Failure {
  error?: {code: string}
  completed?: number
}

/** The database is taken away in another window while a command works on it. */
describe('a database that is removed or replaced under a command', function () {
  this.timeout(240_000)
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let models: Awaited<ReturnType<typeof startModelServerProcess>>
  before(async () => {
    models = await startModelServerProcess(60)
  })
  after(() => models.close())
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(() => folder.remove())

  const options = () => ({
    cwd: folder.path,
    env: {BENCH_API_KEY: 'test', BENCH_DATABASE_URL: 'file:bench.db'},
  })
  const runArgs = (...more: string[]) => [
    'run',
    '--model',
    'openai/gpt-5-mini',
    '--base-url',
    models.url,
    '--concurrency',
    '1',
    ...more,
  ]
  const remove = async () => {
    for (const suffix of ['', '-wal', '-shm']) await rm(folder.file(`bench.db${suffix}`), {force: true})
  }
  const codeOf = ({stdout}: Finished) => (JSON.parse(stdout) as Failure).error?.code

  async function rescuedResults(where = folder.path): Promise<number> {
    const [name] = (await readdir(where)).filter((file) => file.includes('.rescued-'))
    if (name === undefined) throw new Error(`no rescue in ${(await readdir(where)).join(', ')}`)
    const store = await openStore(databaseLocation(`file:${join(where, name)}`, {}), {create: false})
    const {total} = await store.results.list({}, {limit: 1, offset: 0})
    await store.close()
    return total
  }

  it('ends a run with a sentence and exit 1, and what was counted is in the copy', async () => {
    const {child, finished} = startBench(runArgs('--json'), options())
    await (
      await models.countdown(6)
    )()
    await remove()
    const report = await finished
    expect(report.code, report.stderr).to.equal(1)
    expect(codeOf(report)).to.equal('DATABASE_MOVED')
    expect(report.stdout).to.include('.rescued-')
    expect(await rescuedResults()).to.be.at.least((JSON.parse(report.stdout) as Failure).completed ?? 0)
    expect(await readdir(folder.path)).to.not.include('bench.db')
    expect(child.killed).to.equal(false)
  })

  it('ends a resume whose file was replaced by another, which stays as it is', async () => {
    const first = startBench(runArgs(), options())
    await (
      await models.countdown(6)
    )()
    first.child.kill('SIGTERM')
    expect((await first.finished).code).to.equal(143)
    await bench(['run', '--model', 'builtin/lexicon', '-p', 'tech_pm', ...FACTORS], {
      ...options(),
      env: {BENCH_DATABASE_URL: 'file:other.db'},
    })
    const before = await bench(['results', '--json', '--db', 'file:other.db'], options())
    const {finished} = startBench(['resume', '--json'], options())
    await (
      await models.countdown(4)
    )()
    await rename(folder.file('other.db'), folder.file('bench.db'))
    const report = await finished
    expect(report.code, report.stderr).to.equal(1)
    expect(codeOf(report)).to.equal('DATABASE_MOVED')
    const after = await bench(['results', '--json'], options())
    expect(after.stdout).to.equal(before.stdout)
    expect(await rescuedResults()).to.be.at.least(5)
  })

  it('ends a rating session at the next key', async () => {
    await bench(['run', '--model', 'builtin/lexicon', '-p', 'tech_pm'], options())
    const screen = openTerminal(['rate', '--user', 'ana'], {cwd: folder.path})
    // The examples of a first session are left out.
    await screen.waitFor('example 1 of 3')
    await new Promise((done) => setTimeout(done, 250))
    screen.press('c')
    await screen.waitFor(/^1 of /m)
    await new Promise((done) => setTimeout(done, 250))
    screen.press('4')
    await screen.waitFor('2 of ')
    await remove()
    await new Promise((done) => setTimeout(done, 250))
    screen.press('3')
    expect(await screen.exited).to.equal(1)
    expect(screen.raw()).to.include('was removed, moved or replaced')
    expect(await rescuedResults()).to.equal(16)
  })

  it('makes the server answer 503, to ratings, lists and /health', async () => {
    await bench(['run', '--model', 'builtin/lexicon', '-p', 'tech_pm', ...FACTORS], options())
    const {child} = startBench(['serve', '--port', '0', '--json'], options())
    const url = await listeningUrl(child)
    const {results} = (await (await fetch(`${url}/results`)).json()) as {results: {id: string}[]}
    const rate = () =>
      fetch(`${url}/results/${results[0]!.id}/ratings`, {
        method: 'POST',
        headers: {'content-type': 'application/json', 'x-user-id': 'ana'},
        body: '{"rating":4}',
      })
    expect((await rate()).status).to.equal(200)
    await remove()
    const statuses = [
      (await rate()).status,
      (await fetch(`${url}/results`)).status,
      (await fetch(`${url}/health`)).status,
    ]
    child.kill('SIGKILL')
    expect(statuses).to.deep.equal([503, 503, 503])
    expect(await rescuedResults()).to.equal(2)
  })

  it('ends a run into a team database when its outbox is taken away', async () => {
    const sqld = await startSqld(folder.file('sqld'))
    const {finished} = startBench(runArgs('--json', '--db', sqld.url), options())
    await (
      await models.countdown(8)
    )()
    const outbox = folder.file('bench/spool')
    for (const name of await readdir(outbox)) await rm(join(outbox, name))
    const report = await finished
    await sqld.close()
    expect(report.code, report.stderr).to.equal(1)
    expect(`${report.stdout}${report.stderr}`).to.include('DATABASE_MOVED')
    expect((await readdir(outbox)).filter((name) => name.includes('.rescued-'))).to.have.length(1)
  })
})
