import {createClient} from '@libsql/client'
import {expect} from 'chai'
import {existsSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {databaseLocation} from '../../src/store/database/location.js'
import {SCHEMA_VERSION} from '../../src/store/database/migrations.js'
import {takeSystemLock} from '../../src/store/database/system-lock.js'
import {openStore, type Store} from '../../src/store/store.js'
import {skewWarnings, syncFile, type SyncFileOptions} from '../../src/sync/sync-file.js'
import {tempFolder} from '../support/processes.js'
import {aCall, aResult, aRun} from '../support/records.js'

describe('the sync of a file', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  beforeEach(async () => (folder = await tempFolder()))
  afterEach(() => folder.remove())

  // A file stands for the team's database.
  const at = (name: string) => databaseLocation(folder.file(`${name}.db`), {})
  const sync = (change: Partial<SyncFileOptions> = {}, name = 'here') =>
    syncFile(at(name), at('team'), {
      ...{dataDir: folder.file('data'), dryRun: false, pull: true, push: true, calls: true},
      ...{acceptRemote: false, ...change},
    })

  async function within<T>(name: string, work: (store: Store) => Promise<T>): Promise<T> {
    const store = await openStore(at(name), {create: true})
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  }

  async function sql(name: string, statement: string): Promise<unknown[]> {
    const client = createClient({url: `file:${folder.file(`${name}.db`)}`})
    try {
      return (await client.execute(statement)).rows.map((row) => row[0])
    } finally {
      client.close()
    }
  }

  /** A run here, with so many results and a call. */
  const aRunHere = (count: number) =>
    within('here', async (store) => {
      const run = aRun({config: {cases: 100}})
      await store.runs.create(run)
      const results = Array.from({length: count}, () => aResult(run.id))
      for (const result of results) await store.results.save(result)
      await store.calls.save(aCall(run.id, results[0]!.id))
      return {run, results}
    })
  const NOTHING = {pulled: 0, pushed: 0, deletions: 0, conflicts: 0}

  it('makes both databases where they are missing, and names them', async () => {
    const {tables, clock_ahead_ms, ...rest} = await sync()
    expect(rest).to.deep.equal({
      ...{database: at('here').display, remote: at('team').display, dry_run: false, upgraded: null},
      ...{conflicts: [], passed_over: [], unsent: 0, warnings: []},
    })
    expect(Math.abs(clock_ahead_ms!)).to.be.below(60_000)
    expect(tables['results']).to.deep.equal(NOTHING)
    expect(existsSync(at('here').path!) && existsSync(at('team').path!)).to.equal(true)
  })

  it('tells what it moves, and a dry run what it would move, without a change', async () => {
    await aRunHere(2)
    const before = await sync({dryRun: true})
    expect(existsSync(at('team').path!)).to.equal(false)
    expect(before).to.deep.include({
      ...{database: at('here').display, remote: at('team').display, dry_run: true, upgraded: null},
      ...{conflicts: [], passed_over: [], unsent: 0, clock_ahead_ms: null, warnings: []},
    })
    expect(before.tables).to.deep.include({
      ...{runs: {...NOTHING, pushed: 1}, results: {...NOTHING, pushed: 2}, calls: {...NOTHING, pushed: 1}},
    })
    const withoutCalls = await sync({dryRun: true, calls: false})
    expect(withoutCalls.tables).to.deep.include({results: {...NOTHING, pushed: 2}, calls: NOTHING})
    expect((await sync({dryRun: true, push: false})).tables['results']).to.deep.equal(NOTHING)

    const told: [string, number, number][] = []
    const {tables} = await sync({progress: (...moved) => told.push(moved)})
    expect(tables).to.deep.equal(before.tables)
    expect(told).to.deep.include(['results', 0, 2]).and.deep.include(['calls', 0, 1])

    // For another device all of that comes the other way, whether its file is there yet or not.
    for (const prepare of [() => Promise.resolve(), () => within('there', () => Promise.resolve())]) {
      await prepare()
      expect((await sync({dryRun: true}, 'there')).tables).to.deep.include({
        ...{runs: {...NOTHING, pulled: 1}, results: {...NOTHING, pulled: 2}, calls: {...NOTHING, pulled: 1}},
      })
      const bare = await sync({dryRun: true, calls: false}, 'there')
      expect(bare.tables).to.deep.include({results: {...NOTHING, pulled: 2}, calls: NOTHING})
      expect((await sync({dryRun: true, pull: false}, 'there')).tables['results']).to.deep.equal(NOTHING)
    }

    expect((await sync({}, 'there')).tables['results']).to.deep.equal({...NOTHING, pulled: 2})
    for (const dryRun of [true, false])
      expect((await sync({dryRun}, 'there')).tables['results']).to.deep.equal(NOTHING)
  })

  it('counts deletions and conflicts before, as after', async () => {
    const {results} = await aRunHere(2)
    const rate = (name: string, rating: number, second: number) =>
      within(name, (store) =>
        store.ratings.save({
          ...{result_id: results[0]!.id, user_id: 'ann', rating, blind: true},
          created_at: `2026-11-24T10:00:0${second}.000Z`,
        }),
      )
    await rate('here', 3, 1)
    await sync()
    await sync({}, 'there')
    await rate('here', 4, 2)
    await rate('there', 5, 3)
    await within('here', (store) => store.runs.create(aRun({id: 'gone'})))
    await sync()
    await within('here', (store) => store.runs.delete('gone'))
    const dry = await sync({dryRun: true})
    expect(dry.tables['runs']).to.deep.equal({...NOTHING, pushed: 1, deletions: 1})
    expect((await sync()).tables['runs']).to.deep.equal({...NOTHING, pushed: 1, deletions: 1})
    const disputed = await sync({dryRun: true}, 'there')
    expect(disputed.tables['ratings']).to.include({conflicts: 1})
    await within('team', (store) => store.ratings.withdraw(results[0]!.id, 'ann'))
    expect((await sync({dryRun: true})).tables['ratings']).to.deep.equal({
      ...NOTHING,
      pulled: 1,
      deletions: 1,
    })
    expect((await sync()).tables['ratings']).to.deep.equal({...NOTHING, pulled: 1, deletions: 1})
    await rate('here', 4, 4)
    await sync()
    const {conflicts, tables} = await sync({}, 'there')
    expect(tables['runs']).to.deep.equal(disputed.tables['runs'])
    expect(conflicts.map(({table, kept}) => [table, kept])).to.deep.equal([['ratings', 'there']])
  })

  it('asks before many deletions, and a dry run says so', async () => {
    const {run} = await aRunHere(21)
    await sync()
    await sync({}, 'there')
    await within('here', (store) => store.runs.delete(run.id))
    const asked = (where: string) =>
      `21 of 21 results would be deleted ${where}: the sync will stop and ask for --accept-deletions.`
    expect((await sync({dryRun: true})).warnings).to.deep.equal([asked('in the team database')])
    const failure = await sync().catch((error: unknown) => error)
    expect(failure).to.be.an('error').with.property('message').that.contains('21')
    await sync({acceptDeletions: true})
    expect((await sync({dryRun: true}, 'there')).warnings).to.deep.equal([asked('here')])
  })

  it('lets one sync of a file go on at a time', async () => {
    const release = await takeSystemLock(`${at('here').path!}.sync-lock.db`)
    const failure = await sync().catch((error: unknown) => error)
    expect(failure).to.have.property('code', 'SYNC_RUNNING')
    release!()
    expect((await sync()).warnings).to.deep.equal([])
    // And lets go of the lock itself.
    expect((await sync()).warnings).to.deep.equal([])
  })

  it('names twenty rows that cannot be moved, and counts the others', async () => {
    const {results} = await aRunHere(22)
    const created_at = '2026-11-24T10:00:00.000Z'
    const rate = (user_id: string) =>
      within('here', (store) =>
        store.ratings.save({result_id: results[0]!.id, user_id, rating: 3, blind: true, created_at}),
      )
    await rate('ann')
    await sync({push: false})
    await sql(
      'team',
      `CREATE TRIGGER no_more BEFORE INSERT ON results BEGIN SELECT RAISE(ABORT, 'no room'); END`,
    )
    const {passed_over, warnings, tables} = await sync()
    expect(passed_over).to.have.length(22)
    expect(tables['results']).to.include({pushed: 0})
    expect(warnings).to.have.length(23)
    expect(warnings[0]).to.match(/^Not moved: result .*: no room\.$/)
    expect(warnings.slice(20)).to.deep.equal([
      'Not moved: 2 more rows; --json names them all.',
      '1 row that belong to these wait here with them.',
      'Everything else was moved; each sync tries these again.',
    ])
    await rate('bob')
    const more = (await sync()).warnings
    expect(more.at(-2)).to.equal('2 rows that belong to these wait here with them.')
    await sql('team', 'DROP TRIGGER no_more')
    expect((await sync()).tables['results']).to.include({pushed: 22})
  })

  it('says how many rows belong to a run that is deleted there', async () => {
    const {run} = await aRunHere(1)
    await sync()
    await within('team', (store) => store.runs.delete(run.id))
    await within('here', (store) => store.results.save(aResult(run.id)))
    expect(await sync({pull: false})).to.deep.include({
      ...{unsent: 1, warnings: ['1 row belongs to a run that is deleted there; it was not sent.']},
    })
    await within('here', (store) => store.results.save(aResult(run.id)))
    const {warnings} = await sync({pull: false})
    expect(warnings).to.deep.equal(['2 rows belong to a run that is deleted there; they were not sent.'])
  })

  for (const [people, warning] of [
    [['ann'], '1 rating or note of people who were removed from the team database was deleted here too.'],
    [
      ['ann', 'bob'],
      '2 ratings, repeats and notes of people who were removed from the team database were deleted here too.',
    ],
  ] as const)
    it(`deletes what is here of ${people.length} who were removed there, and says so`, async () => {
      const {results} = await aRunHere(1)
      const [result_id, created_at] = [results[0]!.id, '2026-11-24T10:00:00.000Z']
      await sync()
      for (const name of people) {
        await within('team', (store) => store.raters.remove(name, created_at))
        await within('here', (store) =>
          store.ratings.save({result_id, user_id: name, rating: 3, blind: true, created_at}),
        )
      }

      expect((await sync()).warnings).to.deep.equal([warning])
      expect(await sql('here', 'SELECT count(*) FROM ratings')).to.deep.equal([0])
      expect((await sync()).warnings).to.deep.equal([])
    })

  it('brings the team database to this schema where it is asked to, and says who else must', async () => {
    const upgraded = await sync({upgradeTeam: true})
    // A new database has nothing that an older bench could not read.
    expect(upgraded).to.deep.include({upgraded: {from: 'nothing', devices: 0}, warnings: []})
    expect((await sync({upgradeTeam: true})).upgraded).to.equal(null)
  })

  for (const [devices, others] of [
    [0, 'Everybody who syncs with it needs'],
    [1, '1 device has written into it; each needs'],
    [2, '2 devices have written into it; each needs'],
  ] as const)
    it(`names the schema before, where ${devices} devices have written`, async () => {
      const client = createClient({url: `file:${folder.file('team.db')}`})
      const dump = await readFile(new URL('../store/schema-v3.sql', import.meta.url), 'utf8')
      await client.executeMultiple(dump.replace('PRAGMA foreign_keys=OFF;', ''))
      await client.execute('DELETE FROM changes')
      for (let device = 0; device < devices; device++)
        await client.execute({
          sql: `INSERT INTO changes (kind, id, seq, deleted, updated_at, updated_by) VALUES ('run', ?1, ?1, 1, 0, ?1)`,
          args: [String(device)],
        })
      client.close()
      const refused = await sync({dryRun: true}).catch((error: unknown) => error)
      expect(refused).to.be.an('error').with.property('message').that.contains('older')
      const {upgraded, warnings} = await sync({upgradeTeam: true, push: false, pull: false})
      expect(upgraded).to.deep.equal({from: 'schema 3', devices})
      expect(warnings).to.deep.equal([
        `The team database was brought from schema 3 to schema ${SCHEMA_VERSION}. ${others} this bench, or a newer one, for the next sync.`,
      ])
    })
})

describe('clocks that are apart', () => {
  it('are named beyond five minutes, either way', () => {
    const minute = 60_000
    for (const ms of [0, 5 * minute, -5 * minute]) expect(skewWarnings(ms), String(ms)).to.deep.equal([])
    for (const ms of [5 * minute + 1, -5 * minute - 1]) {
      const [warning, ...others] = skewWarnings(ms)
      expect(warning).to.contain('are 5 minutes apart').and.contain('set the clock of this machine.')
      expect(others).to.deep.equal([])
    }

    expect(skewWarnings(-90 * minute)[0]).to.contain('are 90 minutes apart')
  })
})
