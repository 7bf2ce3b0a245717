import {createClient} from '@libsql/client'
import {expect} from 'chai'
import {startProxy} from '../support/faulty-proxy.js'
import {
  bench,
  startBench,
  startModelServerProcess,
  startSqld,
  tempFolder,
  type Finished,
} from '../support/processes.js'

const MODEL = 'openai/gpt-5-mini'

interface Report {
  run_id: string
  status: string
  completed: number
  left: number
  error?: {code: string; next: string[]; message: string}
}

const reportOf = ({stdout}: Finished) => JSON.parse(stdout) as Report

describe('a run into a team database', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let models: Awaited<ReturnType<typeof startModelServerProcess>>
  let sqld: Awaited<ReturnType<typeof startSqld>>
  before(async () => {
    models = await startModelServerProcess(40)
  })
  after(() => models.close())
  beforeEach(async () => {
    folder = await tempFolder()
    sqld = await startSqld(folder.file('sqld'))
  })
  afterEach(async () => {
    await sqld.close()
    await folder.remove()
  })

  /** 64 cases. */
  const args = (...more: string[]) => [
    'run',
    '--model',
    MODEL,
    '--model',
    'mistralai/mistral-nemo',
    '-p',
    'tech_pm',
    '-p',
    'tech_swe',
    '--seed',
    '3',
    '-c',
    '4',
    '--base-url',
    models.url,
    '--db',
    sqld.url,
    '--json',
    ...more,
  ]

  async function counts(url = sqld.url) {
    const client = createClient({url})
    const {rows} =
      await client.execute(`SELECT (SELECT count(*) FROM results WHERE status = 'completed') AS results,
      (SELECT count(*) FROM (SELECT DISTINCT model, persona_id, style, input_type, constraint_type, chip_count FROM results)) AS cases,
      (SELECT group_concat(status) FROM runs) AS runs, (SELECT count(*) FROM calls WHERE status = 'answered') AS calls, (SELECT count(*) FROM run_leases) AS leases`)
    client.close()
    return {...rows[0]}
  }

  async function killServerAfter(requests: number): Promise<void> {
    const enough = await models.countdown(requests)
    await enough()
    await sqld.close()
  }

  it('keeps everything, and leaves no outbox behind', async () => {
    const finished = await bench(args(), {cwd: folder.path})
    expect(reportOf(finished)).to.include({status: 'completed', completed: 64, left: 0})
    expect(finished.code).to.equal(0)
    expect(await counts()).to.include({results: 64, cases: 64, runs: 'completed', leases: 0})
  })

  it('goes on when the server is killed and comes again, and nothing is lost', async () => {
    const {finished} = startBench(args(), {cwd: folder.path})
    await killServerAfter(40)
    await new Promise((done) => setTimeout(done, 500))
    sqld = await startSqld(folder.file('sqld'), sqld.port)
    const ended = await finished
    expect(reportOf(ended)).to.include({status: 'completed', completed: 64, left: 0})
    expect(ended.code).to.equal(0)
    expect(await counts()).to.include({results: 64, cases: 64, runs: 'completed'})
  }).timeout(120_000)

  it('keeps the rest in an outbox when the server stays away; one command sends it', async () => {
    const {finished} = startBench(args(), {cwd: folder.path, env: {BENCH_REMOTE_PATIENCE: '1'}})
    await killServerAfter(40)
    const ended = await finished
    const {error} = reportOf(ended)
    expect(ended.code).to.equal(1)
    expect(error?.code).to.equal('UNDELIVERED')
    sqld = await startSqld(folder.file('sqld'), sqld.port)
    expect((await counts())['results']).to.be.below(64)
    const [, command] = /^Bring them home: bench (.*)$/.exec(error!.next[0]!)!
    const home = await bench(command!.replaceAll("'", '').split(' '), {cwd: folder.path})
    expect(home.code, home.stderr).to.equal(0)
    expect(await counts()).to.include({results: 64, cases: 64, runs: 'completed'})
  }).timeout(120_000)

  it('a process that is paused, taken over and woken buys nothing more, and loses no outbox', async () => {
    const paused = startBench(args(), {cwd: folder.path})
    await (
      await models.countdown(20)
    )()
    paused.child.kill('SIGSTOP')
    const stopped = performance.now()
    const client = createClient({url: sqld.url})
    // Another machine takes the run over once the claim is old: here it is made so.
    await client.execute("UPDATE run_leases SET heartbeat_at = heartbeat_at - 60000, host = 'elsewhere'")
    const {rows} = await client.execute('SELECT id FROM runs')
    const runId = rows[0]!['id'] as string
    const resumed = await bench(['resume', runId, '--json', '--db', sqld.url], {cwd: folder.path})
    expect(resumed.code, resumed.stdout + resumed.stderr).to.equal(0)
    expect(reportOf(resumed)).to.include({status: 'completed', left: 0})
    const bought = (await models.stats()).requests
    // A claim can be taken over after 30 seconds of silence; the process asks from 10 seconds on.
    await new Promise((done) => setTimeout(done, Math.max(0, 11_000 - (performance.now() - stopped))))
    paused.child.kill('SIGCONT')
    const woken = await paused.finished
    expect(woken.code, woken.stderr).to.equal(1)
    expect(woken.stdout + woken.stderr).to.include('RUN_TAKEN_OVER')
    expect((await models.stats()).requests).to.equal(bought)
    expect(await counts()).to.include({results: 64, cases: 64, runs: 'completed'})
    client.close()
  }).timeout(240_000)

  it('after kill -9 resumes on this machine with what had not been delivered, and buys only what was in flight', async () => {
    const before = (await models.stats()).bought
    const proxy = await startProxy(sqld.url, {latencyMs: 300})
    const through = args().map((arg) => (arg === sqld.url ? proxy.url : arg))
    const thirty = await models.countdown(30)
    const {child, finished} = startBench(through, {cwd: folder.path})
    await thirty()
    child.kill('SIGKILL')
    await finished
    const again = await bench(['resume', '--db', sqld.url, '--json'], {cwd: folder.path})
    expect(reportOf(again)).to.include({status: 'completed', completed: 64, left: 0})
    expect(await counts()).to.include({results: 64, cases: 64, runs: 'completed'})
    const bought = Object.entries((await models.stats()).bought).map(
      ([hash, count]) => count - (before[hash] ?? 0),
    )
    expect(bought.reduce((sum, count) => sum + Math.max(0, count - 1), 0)).to.be.at.most(4)
    await proxy.close()
  }).timeout(120_000)

  it('four shards at once make 960 rows, none twice, and one completed run', async () => {
    const fast = await startModelServerProcess(0)
    const shard = (index: number) =>
      bench(
        [
          'run',
          '--all',
          '--seed',
          '1',
          '-c',
          '8',
          '--base-url',
          fast.url,
          '--db',
          sqld.url,
          '--run-id',
          'monday',
          '--shard',
          `${index}/4`,
          '--json',
        ],
        {cwd: folder.path},
      )
    const ended = await Promise.all([1, 2, 3, 4].map(shard))
    fast.close()
    expect(
      ended.map(({code}) => code),
      ended.map(({stdout}) => stdout).join(),
    ).to.deep.equal([0, 0, 0, 0])
    expect(ended.map(reportOf).reduce((sum, {completed}) => sum + completed, 0)).to.equal(960)
    expect(await counts()).to.include({results: 960, cases: 960, runs: 'completed', leases: 0})
    const again = await shard(2)
    expect(reportOf(again)).to.include({completed: ended.map(reportOf)[1]!.completed, left: 0})
  }).timeout(240_000)

  it('refuses a shard of another run under the same id', async () => {
    await bench(args('--run-id', 'monday', '--shard', '1/2'), {cwd: folder.path})
    const other = await bench(args('--run-id', 'monday', '--shard', '2/2', '--trials', '2'), {
      cwd: folder.path,
    })
    expect([other.code, reportOf(other).error?.code]).to.deep.equal([2, 'RUN_EXISTS'])
    const whole = await bench(args('--run-id', 'monday'), {cwd: folder.path})
    expect([whole.code, reportOf(whole).error?.code]).to.deep.equal([2, 'RUN_EXISTS'])
    expect(await counts()).to.include({runs: 'interrupted'})
  }).timeout(120_000)
})
