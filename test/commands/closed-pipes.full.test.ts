import {expect} from 'chai'
import {execFile, spawn, type ChildProcess} from 'node:child_process'
import {openSync} from 'node:fs'
import {
  BENCH,
  bench,
  startBench,
  startModelServerProcess,
  startSqld,
  tempFolder,
} from '../support/processes.js'
import {startModelServer} from '../support/model-server.js'

const MODEL = 'openai/gpt-5-mini'
const EIGHT = ['run', '--model', MODEL, '--persona', 'tech_pm', '--input-type', 'basic', '--seed', '1']
const OFFLINE = ['run', '--model', 'builtin/lexicon', '--persona', 'tech_pm', '--input-type', 'basic']

/** A promise is kept for the work that a user asked for, whatever becomes of its output. */
describe('output that nobody reads, or that cannot be written', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(() => folder.remove())

  const environment = () => ({
    PATH: process.env['PATH'],
    HOME: folder.path,
    XDG_DATA_HOME: folder.path,
    NO_COLOR: '1',
  })
  /** Runs a line of bash, in which `bench` is the built CLI. */
  const shell = (line: string) =>
    new Promise<{code: number; stdout: string; stderr: string}>((done) => {
      const script = `bench() { "${process.execPath}" "${BENCH}" "$@"; }; ${line}`
      execFile('bash', ['-c', script], {cwd: folder.path, env: environment()}, (error, stdout, stderr) =>
        done({code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr}),
      )
    })
  const runs = async () => {
    const {stdout} = await bench(['runs', '--json'], {cwd: folder.path})
    return (
      JSON.parse(stdout) as {runs: {id: string; status: string; result_count: number; failed_count: number}[]}
    ).runs
  }
  const ended = (child: ChildProcess) =>
    new Promise<number | null>((done) => child.once('close', (code) => done(code)))

  for (const reader of ['head -2', 'true']) {
    it(`a run goes on without progress when \`${reader}\` has seen enough`, async () => {
      const {stdout} = await shell(
        `bench ${OFFLINE.join(' ')} 2>&1 | ${reader}; echo "exit \${PIPESTATUS[0]}"`,
      )
      expect(stdout).to.match(/exit 0\n$/)
      const [run] = await runs()
      expect(run).to.include({status: 'completed', result_count: 8, failed_count: 0})
    })
  }

  for (const stream of ['stderr', 'stdout', 'both'] as const) {
    it(`a run whose reader of ${stream} dies completes, and ends with its true exit code`, async () => {
      // Every attempt of one case fails, so that the true exit code is not that of success.
      const server = await startModelServer({
        delayMs: 20,
        script: (_request, index) => (index === 0 ? {kind: 'status', status: 400} : undefined),
      })
      const {child, finished} = startBench([...EIGHT, '--concurrency', '1', '--base-url', server.url], {
        cwd: folder.path,
      })
      child.stderr!.once('data', () => {
        if (stream !== 'stdout') child.stderr!.destroy()
        if (stream !== 'stderr') child.stdout!.destroy()
      })
      expect((await finished).code).to.equal(3)
      expect(server.requests).to.have.length(8)
      const [run] = await runs()
      expect(run).to.include({status: 'completed', result_count: 7, failed_count: 1})
      await server.close()
    })
  }

  it('a resume goes on too', async () => {
    const server = await startModelServerProcess(30)
    const threeRequests = await server.countdown(3)
    const first = startBench([...EIGHT, '--concurrency', '1', '--base-url', server.url], {cwd: folder.path})
    await threeRequests()
    first.child.kill('SIGKILL')
    await first.finished
    const {child, finished} = startBench(['resume', '--concurrency', '1'], {cwd: folder.path})
    child.stderr!.once('data', () => child.stderr!.destroy())
    expect((await finished).code).to.equal(0)
    expect((await runs())[0]).to.include({status: 'completed', result_count: 8})
    server.close()
  })

  it('a server whose log collector dies still answers', async () => {
    await bench(OFFLINE, {cwd: folder.path})
    const {child, finished} = startBench(['serve', '--port', '0'], {cwd: folder.path})
    const url = await new Promise<string>((done) => {
      let text = ''
      child.stdout!.on('data', (part: Buffer) => {
        text += part.toString()
        const found = /at (http:\S+)/.exec(text)
        if (found) done(found[1]!)
      })
    })
    child.stderr!.destroy()
    child.stdout!.destroy()
    for (let request = 0; request < 3; request++) expect((await fetch(`${url}/health`)).status).to.equal(200)
    child.kill('SIGTERM')
    expect((await finished).code).to.equal(0)
  })

  it('a sync whose reader dies brings both sides in step', async () => {
    await bench(OFFLINE, {cwd: folder.path})
    const sqld = await startSqld(folder.file('sqld'))
    const {stdout} = await shell(`bench sync --remote ${sqld.url} 2>&1 | true; echo "exit \${PIPESTATUS[0]}"`)
    expect(stdout).to.contain('exit 0')
    const again = await bench(['sync', '--remote', sqld.url], {cwd: folder.path})
    expect(again.stdout).to.contain('both hold the same')
    await sqld.close()
  })

  it('reading commands end quietly, and a threshold that is not met is still told', async () => {
    await bench(OFFLINE, {cwd: folder.path})
    for (const command of ['export results', 'stats --json', '--help']) {
      const {stdout, stderr} = await shell(`bench ${command} | true; echo "exit \${PIPESTATUS[0]}"`)
      expect([command, stdout, stderr]).to.deep.equal([command, 'exit 0\n', ''])
    }

    const {stdout} = await shell(`bench stats --min-rating 3 2>&1 | true; echo "exit \${PIPESTATUS[0]}"`)
    expect(stdout).to.equal('exit 4\n')
  })

  it('a full disk behind stdout is a sentence and exit 1; what was bought is kept', async () => {
    for (const command of [OFFLINE.join(' '), 'stats --json', 'export results', '--help']) {
      const {code, stderr} = await shell(`bench ${command} > /dev/full`)
      expect([command, code]).to.deep.equal([command, 1])
      expect(stderr)
        .to.contain('Error: the output cannot be written: ENOSPC')
        .and.not.match(/\n\s+at /)
    }

    expect((await runs())[0]).to.include({status: 'completed', result_count: 8})
  })

  it('a full disk behind stderr changes nothing', async () => {
    const full = openSync('/dev/full', 'w')
    const child = spawn(process.execPath, [BENCH, ...OFFLINE], {
      cwd: folder.path,
      env: environment(),
      stdio: ['ignore', 'ignore', full],
    })
    expect(await ended(child)).to.equal(0)
    expect((await runs())[0]).to.include({status: 'completed', result_count: 8})
  })
})
