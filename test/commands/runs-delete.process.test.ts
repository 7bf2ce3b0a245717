import {expect} from 'chai'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore} from '../../src/store/store.js'
import {bench, startSqld, tempFolder} from '../support/processes.js'
import {aRun} from '../support/records.js'
import {openTerminal} from '../support/terminal.js'

describe('bench runs delete and show', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let runId: string
  beforeEach(async () => {
    folder = await tempFolder()
    const {stdout} = await bench(
      ['run', '-m', 'builtin/random', '-m', 'builtin/lexicon', '-p', 'tech_pm', '--json'],
      {cwd: folder.path},
    )
    runId = (JSON.parse(stdout) as {run_id: string}).run_id
  })
  afterEach(() => folder.remove())

  const runsLeft = async (db = 'file:bench.db') => {
    const {stdout} = await bench(['runs', '--json', '--db', db], {cwd: folder.path})
    return (JSON.parse(stdout) as {runs: unknown[]}).runs.length
  }

  it('asks first: anything but yes deletes nothing', async () => {
    for (const [answer, left] of [
      ['\r', 1],
      ['n\r', 1],
      ['yes please\r', 1],
      ['y\r', 0],
    ] as const) {
      const screen = openTerminal(['runs', 'delete', runId.slice(0, 12)], {cwd: folder.path})
      await screen.waitFor('[y/N]')
      await screen.waitFor('32 results')
      screen.press(answer)
      expect(await screen.exited).to.equal(0)
      expect(await runsLeft(), answer).to.equal(left)
    }
  }).timeout(60_000)

  it('refuses without a terminal or --yes, for an unknown run, and for one that is at work', async () => {
    const refused = await bench(['runs', 'delete', runId], {cwd: folder.path})
    expect(refused.code).to.equal(2)
    expect(refused.stderr).to.contain('--yes')
    expect((await bench(['runs', 'delete', 'nothing', '--yes'], {cwd: folder.path})).code).to.equal(2)
    const store = await openStore(databaseLocation(`file:${folder.file('bench.db')}`, {}), {create: false})
    await store.leases.claim(runId, 'worker', {index: 2, count: 4})
    const inUse = await bench(['runs', 'delete', runId, '--yes', '--json'], {cwd: folder.path})
    expect([inUse.code, (JSON.parse(inUse.stdout) as {error: {code: string}}).error.code]).to.deep.equal([
      1,
      'RUN_IN_USE',
    ])
    await store.close()
    expect(await runsLeft()).to.equal(1)
  })

  it('refuses what was made on demand, whose id nothing else can have', async () => {
    const store = await openStore(databaseLocation(`file:${folder.file('bench.db')}`, {}), {create: false})
    await store.runs.create(aRun({id: 'on-demand-1', status: 'completed', config: {on_demand: true}}))
    await store.close()
    const refused = await bench(['runs', 'delete', 'on-demand-1', '--yes', '--json'], {cwd: folder.path})
    expect([refused.code, (JSON.parse(refused.stdout) as {error: {code: string}}).error.code]).to.deep.equal([
      2,
      'ON_DEMAND_STAYS',
    ])
    expect(await runsLeft()).to.equal(2)
  })

  it('takes everything of the run along, through sync everywhere, and the id stays used up', async () => {
    const sqld = await startSqld(folder.file('sqld'))
    // A run is much to delete, so a sync asks first; here the answer is yes.
    const sync = (db: string) =>
      bench(['sync', '--remote', sqld.url, '--db', db, '--accept-deletions', '--json'], {cwd: folder.path})
    const [here, there] = ['file:bench.db', 'file:there.db']
    await sync(here)
    await sync(there)
    const {stdout} = await bench(['results', '--json', '--limit', '1'], {cwd: folder.path})
    const resultId = (JSON.parse(stdout) as {results: {id: string}[]}).results[0]!.id
    await bench(
      ['rate', resultId, '--score', '4', '--user', 'ann', '--note', 'made elsewhere', '--db', there],
      {cwd: folder.path},
    )
    expect((await bench(['runs', 'delete', runId, '--yes'], {cwd: folder.path})).code).to.equal(0)
    const preview = async (db: string) => {
      const {stdout: text} = await bench(['sync', '--dry-run', '--remote', sqld.url, '--db', db, '--json'], {
        cwd: folder.path,
      })
      return (JSON.parse(text) as {tables: {runs: object}}).tables.runs
    }
    expect(await preview(here)).to.deep.equal({pulled: 0, pushed: 1, deletions: 1, conflicts: 0})
    await sync(here)
    expect(await preview(there)).to.deep.equal({pulled: 1, pushed: 0, deletions: 1, conflicts: 0})
    const shown = await bench(['sync', '--dry-run', '--remote', sqld.url, '--db', there], {cwd: folder.path})
    expect(shown.stdout).to.contain('deletions among them')
    const told = await sync(there)
    expect((JSON.parse(told.stdout) as {tables: {runs: object}}).tables.runs).to.deep.equal({
      pulled: 1,
      pushed: 0,
      deletions: 1,
      conflicts: 0,
    })
    await sync(here)
    for (const db of [here, there, sqld.url]) expect(await runsLeft(db), db).to.equal(0)
    const store = await openStore(databaseLocation(`file:${folder.file('there.db')}`, {}), {create: false})
    expect(await store.runs.contents(runId)).to.deep.equal({
      results: 0,
      ratings: 0,
      repeats: 0,
      notes: 0,
      calls: 0,
    })
    expect(await store.ratings.ofResult(resultId)).to.deep.equal({ratings: [], notes: []})
    await store.close()
    const again = await bench(['run', '-m', 'builtin/random', '--run-id', runId, '--json'], {
      cwd: folder.path,
    })
    expect([again.code, (JSON.parse(again.stdout) as {error: {code: string}}).error.code]).to.deep.equal([
      2,
      'RUN_DELETED',
    ])
    await sqld.close()
  }).timeout(60_000)

  it('show tells how far each shard is', async () => {
    const {stdout} = await bench(['runs', 'show', runId, '--shards', '3', '--json'], {cwd: folder.path})
    const {parts, contents} = JSON.parse(stdout) as {
      parts: {shard: string; cases: number; completed: number}[]
      contents: {results: number}
    }
    expect(contents.results).to.equal(32)
    expect(parts.map(({shard}) => shard)).to.deep.equal(['1/3', '2/3', '3/3'])
    expect(parts.reduce((sum, {completed}) => sum + completed, 0)).to.equal(32)
    for (const {cases, completed} of parts) expect(cases).to.equal(completed)
  })
})
