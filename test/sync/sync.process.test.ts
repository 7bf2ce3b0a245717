import {createClient, type Client} from '@libsql/client'
import {expect} from 'chai'
import {SYNC_TABLES} from '../../src/store/sync/sync-tables.js'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore, type Store} from '../../src/store/store.js'
import {synchronize, type SyncOptions} from '../../src/sync/sync.js'
import {startSqld, tempFolder} from '../support/processes.js'
import {aCall, aResult, aRun} from '../support/records.js'

interface Device {
  name: string
  store: Store
  raw: Client
}

describe('sync', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let team: Device
  let a: Device
  let b: Device
  let count = 0
  const open: Device[] = []

  async function device(name: string, url = `file:${folder.file(`${name}-${++count}.db`)}`): Promise<Device> {
    const one = {
      name,
      store: await openStore(databaseLocation(url, {}), {create: true}),
      raw: createClient({url, timeout: 5000}),
    }
    open.push(one)
    return one
  }

  before(async () => {
    folder = await tempFolder()
  })
  after(() => folder.remove())
  // A file stands for the team's database here: the rules are the same, and each test has its own.
  beforeEach(async () => {
    ;[team, a, b] = [await device('team'), await device('a'), await device('b')]
  })
  afterEach(async () => {
    for (const {store, raw} of open.splice(0)) {
      raw.close()
      await store.close()
    }
  })

  const sync = async ({name, store}: Device, more: Partial<SyncOptions> = {}) =>
    (
      await synchronize(store, team.store, {
        device: name,
        pull: true,
        push: true,
        calls: true,
        acceptRemote: false,
        ...more,
      })
    ).tables
  const syncAll = async () => {
    for (const one of [a, b, a]) await sync(one)
  }

  async function column({raw}: Device, sql: string): Promise<unknown[]> {
    return (await raw.execute(sql)).rows.map((row) => row[0])
  }

  /** A completed result that all have. */
  async function shared(change = {}) {
    const run = aRun()
    const result = aResult(run.id, change)
    await a.store.runs.create(run)
    await a.store.results.save(result)
    await syncAll()
    return {run, result}
  }

  const rate = ({store}: Device, result_id: string, rating: number) =>
    store.ratings.save({result_id, user_id: 'ann', rating, created_at: 'now', blind: true})
  const everywhere = async (sql: string) => Promise.all([team, a, b].map((one) => column(one, sql)))
  const shift = ({raw}: Device, kind: string, ms: number) =>
    raw.execute({
      sql: 'UPDATE changes SET updated_at = updated_at + ? WHERE kind = ? AND rev IS NULL',
      args: [ms, kind],
    })

  it('moves every column of every table but the totals of ratings', async () => {
    for (const {table, columns} of Object.values(SYNC_TABLES)) {
      const all = (await column(a, `SELECT name FROM pragma_table_info('${table}')`)).map(String)
      expect(columns, table).to.have.members(
        all.filter((name) => !/^(rating_(count|sum)|rated_\d)$/.test(name)),
      )
    }
  })

  it('lets the later of two changes count, whoever syncs first, and says that there were two', async () => {
    const {result} = await shared()
    for (const [first, second] of [
      [a, b],
      [b, a],
    ] as const) {
      await rate(first, result.id, 5)
      await shift(first, 'rating', 60_000)
      await rate(second, result.id, 2)
      await sync(second)
      expect((await sync(first)).rating.conflicts).to.equal(1)
      await syncAll()
      expect(await everywhere('SELECT rating FROM ratings')).to.deep.equal([[5], [5], [5]])
      expect(await everywhere('SELECT rating_sum FROM results')).to.deep.equal([[5], [5], [5]])
      // Whoever changes what was seen is later, though the clock is a minute behind.
      await rate(second, result.id, 1)
      await syncAll()
      expect(await everywhere('SELECT rating FROM ratings')).to.deep.equal([[1], [1], [1]])
    }
  })

  it('lets a rating come again after it was withdrawn elsewhere', async () => {
    const {result} = await shared()
    await rate(a, result.id, 5)
    await syncAll()
    await b.store.ratings.withdraw(result.id, 'ann')
    await sync(b)
    await rate(a, result.id, 4)
    await syncAll()
    expect(await everywhere('SELECT rating FROM ratings')).to.deep.equal([[4], [4], [4]])
  })

  it('never turns a completed result into a failed one, whatever the clocks say', async () => {
    const {result} = await shared({status: 'failed'})
    await a.store.results.save({...result, status: 'completed'})
    await shift(a, 'result', -3_600_000)
    await b.store.results.save({...result, errors: ['failed again']})
    await shift(b, 'result', 3_600_000)
    for (const one of [b, a, b, a]) await sync(one)
    expect(await everywhere('SELECT status FROM results')).to.deep.equal([
      ['completed'],
      ['completed'],
      ['completed'],
    ])
    expect((await sync(a)).result).to.include({pulled: 0, pushed: 0})
  })

  it('of two answers to the same case keeps the one that reached the team first; ratings stay', async () => {
    const {result} = await shared({status: 'failed'})
    await a.store.results.save({...result, status: 'completed', errors: ['by a']})
    await b.store.results.save({...result, status: 'completed', errors: ['by b']})
    await shift(b, 'result', -3_600_000)
    await rate(a, result.id, 3)
    await sync(b)
    await syncAll()
    expect(await everywhere('SELECT errors FROM results')).to.deep.equal([
      ['["by b"]'],
      ['["by b"]'],
      ['["by b"]'],
    ])
    expect(await everywhere('SELECT rating_sum FROM results')).to.deep.equal([[3], [3], [3]])
  })

  it('makes one rating of two that other programs made under ids of their own', async () => {
    const {result} = await shared()
    for (const [one, id, rating, ms] of [
      [a, 'x', 2, 0],
      [b, 'y', 4, 5000],
    ] as const) {
      await one.raw.execute({
        sql: `INSERT INTO ratings (id, result_id, user_id, rating, created_at) VALUES (?, ?, 'ann', ?, 'now')`,
        args: [id, result.id, rating],
      })
      await shift(one, 'rating', ms)
    }

    for (const one of [b, a, b, a]) await sync(one)
    expect(await everywhere('SELECT id || rating FROM ratings')).to.deep.equal([['y4'], ['y4'], ['y4']])
    expect(await everywhere('SELECT rating_count FROM results')).to.deep.equal([[1], [1], [1]])
    for (const one of [a, b])
      for (const moved of Object.values(await sync(one))) expect(moved).to.include({pulled: 0, pushed: 0})
  })

  it('fetches what other programs write into the team database, also with OR REPLACE', async () => {
    const {run, result} = await shared()
    await team.raw.execute(`UPDATE runs SET status = 'interrupted'`)
    await team.raw.execute({
      sql: `INSERT OR REPLACE INTO notes (id, result_id, user_id, note, flagged, created_at) VALUES ('n', ?, 'ann', 'one', 0, 'now')`,
      args: [result.id],
    })
    await sync(a)
    await team.raw.execute({
      sql: `INSERT OR REPLACE INTO notes (id, result_id, user_id, note, flagged, created_at) VALUES ('n', ?, 'ann', 'two', 1, 'now')`,
      args: [result.id],
    })
    await syncAll()
    expect(await everywhere('SELECT note FROM notes')).to.deep.equal([['two'], ['two'], ['two']])
    expect((await b.store.runs.get(run.id))?.status).to.equal('interrupted')
  })

  it('leaves calls out when it is told to, and brings them later', async () => {
    const {run, result} = await shared()
    const call = aCall(run.id, result.id)
    await a.store.calls.save(call)
    await rate(a, result.id, 3)
    expect((await sync(a, {calls: false})).call).to.include({pushed: 0})
    expect((await sync(a, {calls: false})).rating).to.include({pushed: 0})
    expect((await sync(a)).call).to.include({pushed: 1})
    expect((await sync(b, {calls: false})).call).to.include({pulled: 0})
    await sync(b, {calls: false})
    expect((await sync(b)).call).to.include({pulled: 1})
    expect(await b.store.calls.ofResult(result.id)).to.deep.equal([call])
  })

  it('only sends or only fetches when it is told to', async () => {
    const {result} = await shared()
    await rate(a, result.id, 3)
    await b.store.runs.create(aRun({id: 'of b'}))
    await sync(b, {pull: false})
    await sync(a, {push: false})
    expect(await column(team, 'SELECT count(*) FROM ratings')).to.deep.equal([0])
    expect(await column(a, `SELECT count(*) FROM runs WHERE id = 'of b'`)).to.deep.equal([1])
    await sync(a, {pull: false})
    expect(await column(team, 'SELECT rating FROM ratings')).to.deep.equal([3])
    expect(await column(b, 'SELECT count(*) FROM ratings')).to.deep.equal([0])
  })

  it('deletes what others have said meanwhile of a deleted run, and lets nobody bring it back', async () => {
    const {run, result} = await shared()
    await a.store.runs.delete(run.id)
    await rate(b, result.id, 5)
    await b.store.runs.setStatus(run.id, 'failed', null)
    await b.store.results.save(aResult(run.id))
    await shift(b, 'run', 3_600_000)
    for (const one of [a, b, a, b]) await sync(one)
    for (const table of ['runs', 'results', 'ratings'])
      expect(await everywhere(`SELECT count(*) FROM ${table}`), table).to.deep.equal([[0], [0], [0]])
    for (const one of [a, b])
      for (const moved of Object.values(await sync(one))) expect(moved).to.include({pulled: 0, pushed: 0})
  })

  it('completes a run whose shards were made in separate files', async () => {
    const run = aRun({config: {cases: 2}, status: 'interrupted'})
    for (const one of [a, b]) {
      await one.store.runs.create(run)
      await one.store.results.save(aResult(run.id))
    }

    await sync(a)
    expect(await column(team, 'SELECT status FROM runs')).to.deep.equal(['interrupted'])
    await sync(b)
    await sync(a)
    expect(await everywhere('SELECT status FROM runs')).to.deep.equal([
      ['completed'],
      ['completed'],
      ['completed'],
    ])
  })

  it('moves texts and numbers exactly, and more than a server answers at once', async () => {
    const server = await startSqld(folder.file('sqld'))
    team = await device('server', server.url)
    const run = aRun()
    await a.store.runs.create(run)
    const calls = Array.from({length: 24}, (_, i) =>
      aCall(run.id, 'r', {
        answer: `${'\u0000\u2028"\\ ü 🍟 '.repeat(60_000)}${i}`,
        cost_usd: 0.1 * (i + 0.7),
        charged_usd: Math.PI ** -i,
      }),
    )
    for (const call of calls) await a.store.calls.save(call)
    await sync(a)
    await sync(b)
    const there = await b.store.calls.ofResult('r')
    const byId = (list: typeof there) => [...list].sort((x, y) => (x.id < y.id ? -1 : 1))
    expect(
      byId(there).map((call, i) => [
        call.answer === byId(calls)[i]!.answer?.replaceAll('\0', '\uFFFD'),
        call.cost_usd,
        call.charged_usd,
      ]),
    ).to.deep.equal(byId(calls).map(({cost_usd, charged_usd}) => [true, cost_usd, charged_usd]))
    team.raw.close()
    await team.store.close()
    open.splice(open.indexOf(team), 1)
    await server.close()
  }).timeout(60_000)
})
