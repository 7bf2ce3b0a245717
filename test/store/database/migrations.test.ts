import {createClient} from '@libsql/client'
import {expect} from 'chai'
import {readFile} from 'node:fs/promises'
import {BenchError} from '../../../src/errors/bench-error.js'
import {Database} from '../../../src/store/database/database.js'
import {databaseLocation} from '../../../src/store/database/location.js'
import {
  migrate,
  schemaState,
  schemaStatements,
  SCHEMA_VERSION,
  type Migration,
} from '../../../src/store/database/migrations.js'
import {openStore} from '../../../src/store/store.js'
import {tempFolder} from '../../support/processes.js'
import {aResult, aRun} from '../../support/records.js'

const NEXT = SCHEMA_VERSION + 1
const STEPS: Migration[] = [
  {to: NEXT, name: 'a note for each run', statements: ['ALTER TABLE runs ADD COLUMN note TEXT']},
  {
    to: NEXT + 1,
    name: 'notes are never empty',
    statements: [`UPDATE runs SET note = 'none' WHERE note IS NULL`],
  },
]

describe('migrations', () => {
  it('know a database that another process made between two looks', async () => {
    const store = await openStore(location('meanwhile.db'), {create: true})
    await store.close()
    const database = await Database.open(location('meanwhile.db'))
    let looks = 0
    const seen = {
      location: database.location,
      query: (sql: string, args?: never[]) =>
        sql.includes('user_version') && looks++ === 0
          ? Promise.resolve([{user_version: 0}])
          : database.query(sql, args),
    } as unknown as Database
    expect(await schemaState(seen)).to.deep.equal({kind: 'current', version: SCHEMA_VERSION})
    await database.close()
  })

  let folder: Awaited<ReturnType<typeof tempFolder>>
  let number = 0
  before(async () => {
    folder = await tempFolder()
  })
  after(() => folder.remove())

  const location = (name: string) => databaseLocation(`file:${folder.file(name)}`, {})

  /** A database of this version that holds a run, open. */
  async function withRun() {
    const where = location(`${++number}.db`)
    const store = await openStore(where, {create: true})
    const run = aRun()
    await store.runs.create(run)
    await store.close()
    return {run, where, database: await Database.open(where)}
  }

  const versionOf = async (database: Database) =>
    (await database.query('PRAGMA user_version'))[0]?.['user_version']
  const schemaOf = async (database: Database) =>
    (await database.query('SELECT type, name, sql FROM sqlite_master ORDER BY type, name')).map((row) => ({
      ...row,
    }))

  /** All that a database is, whatever the order of its columns and the words it was made with. */
  const normalSchema = async (database: Database) => {
    const rows = await database.query(
      `SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name`,
    )
    const parts = []
    for (const {type, name, sql} of rows.map((row) => row as unknown as Record<string, string>)) {
      if (type !== 'table') {
        parts.push([type, name, sql?.replaceAll(/\s+/g, ' ')])
        continue
      }

      const inner = async (pragma: string, order: string) =>
        (await database.query(`SELECT * FROM ${pragma}('${name}') ORDER BY ${order}`)).map((row) =>
          JSON.stringify({...row, cid: 0, seq: 0}),
        )
      const checks = [...(sql ?? '').matchAll(/CHECK \([^)]*\)/g)].map(([check]) => check).sort()
      parts.push([
        name,
        await inner('pragma_table_xinfo', 'name'),
        await inner('pragma_foreign_key_list', '"from"'),
        (await inner('pragma_index_list', 'name')).length,
        checks,
        sql?.includes('WITHOUT ROWID'),
      ])
    }

    return parts
  }
  const columnOrder = async (database: Database) =>
    (
      await database.query(
        `SELECT m.name AS "table", group_concat(c.name) AS columns FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
         WHERE m.type = 'table' GROUP BY m.name ORDER BY m.name`,
      )
    ).map((row) => ({...row}))

  it('bring an older database forward step by step, and keep what is in it', async () => {
    const {run, database} = await withRun()
    await migrate(database, STEPS)
    expect(await versionOf(database)).to.equal(NEXT + 1)
    expect((await database.query('SELECT id, note FROM runs')).map((row) => ({...row}))).to.deep.equal([
      {id: run.id, note: 'none'},
    ])
    await database.close()
  })

  it('bring version 1 forward: ratings keep, totals are counted, and follow from then on', async () => {
    const where = location('v1.db')
    const client = createClient({url: where.url})
    const old = await readFile(new URL('../schema-v1.sql', import.meta.url), 'utf8')
    await client.executeMultiple(`${old}; PRAGMA user_version = 1`)
    await client.executeMultiple(`INSERT INTO runs (id, started_at) VALUES ('r', '2026-11-23T10:00:00.000Z');
      INSERT INTO results (id, run_id, model, persona_id, sector, desired_role, style, input_type, constraint_type, chip_count, created_at)
        VALUES ('x', 'r', 'm', 'p', 's', 'd', 'terse', 'basic', 'no_constraint', 15, '2026-11-23T10:00:00.000Z');
      INSERT INTO ratings VALUES ('1', 'x', 'ann', 2, 'then'), ('2', 'x', 'bob', 5, 'then')`)
    client.close()
    const store = await openStore(where, {create: false})
    await store.ratings.save({result_id: 'x', user_id: 'ann', rating: 3, created_at: 'now', blind: true})
    await store.ratings.save({result_id: 'x', user_id: 'cem', rating: 5, created_at: 'now', blind: true})
    const {ratings} = await store.ratings.ofResult('x')
    expect(
      ratings.map(({id, user_id, rating, blind}) => [id === '1' || id === '2', user_id, rating, blind]),
    ).to.have.deep.members([
      // Whether the older rating was blind is unknown, and a correction does not make it blind.
      [true, 'ann', 3, null],
      [true, 'bob', 5, null],
      [false, 'cem', 5, true],
    ])
    expect(
      (await store.changes.since(0)).map(({kind, id, seq}) => [kind, id.slice(0, 1), seq]).slice(0, 3),
    ).to.deep.equal([
      ['run', 'r', 1],
      ['result', 'x', 2],
      ['rating', '2', 4],
    ])
    const [group] = await store.stats.groups(['model'], {})
    expect(group).to.deep.include({histogram: [0, 0, 1, 0, 2], rated_count: 3, rated_results: 1})
    await store.close()
    const [migrated, fresh] = [await Database.open(where), (await withRun()).database]
    const names = async (database: Database) =>
      (await schemaOf(database)).map(({type, name}) => JSON.stringify([type, name]))
    expect(await names(migrated)).to.deep.equal(await names(fresh))
    await migrated.close()
    await fresh.close()
  })

  for (const [version, fixture] of [
    [1, '../schema-v1.sql'],
    [3, '../schema-v3.sql'],
  ] as const) {
    it(`make of a database of schema ${version} the same as a new one`, async () => {
      const where = location(`same-${version}.db`)
      const client = createClient({url: where.url})
      await client.executeMultiple(await readFile(new URL(fixture, import.meta.url), 'utf8'))
      await client.execute(`PRAGMA user_version = ${version}`)
      client.close()
      await (await openStore(where, {create: false, notice: () => {}})).close()
      const [migrated, fresh] = [await Database.open(where), (await withRun()).database]
      expect(await normalSchema(migrated)).to.deep.equal(await normalSchema(fresh))
      // A file of schema 1 has the columns that came with 2 where they were added.
      if (version === 3) expect(await columnOrder(migrated)).to.deep.equal(await columnOrder(fresh))
      await migrated.close()
      await fresh.close()
    })
  }

  it('keep every row, number and stamp of schema 3, so that a sync has nothing to move', async () => {
    const where = location('kept.db')
    const client = createClient({url: where.url})
    await client.executeMultiple(await readFile(new URL('../schema-v3.sql', import.meta.url), 'utf8'))
    const rowsOf = async (table: string, columns: string) =>
      (await client.execute(`SELECT ${columns} FROM ${table} ORDER BY id`)).rows.map((row) => ({...row}))
    const changes = 'kind, id, seq, updated_at, updated_by, rev, deleted'
    const tables = [
      ['runs', '*'],
      ['ratings', 'id, result_id, user_id, rating, created_at, blind'],
      ['notes', 'id, result_id, user_id, note, flagged, created_at'],
      ['calls', 'id, run_id, result_id, step, model, request_hash, status, cost_usd, answer, created_at'],
      [
        'results',
        'id, run_id, model, trial, final_chips, errors, rating_count, rating_sum, rated_4, rated_5',
      ],
      ['changes', changes],
    ] as const
    const before = []
    for (const [table, columns] of tables) before.push(await rowsOf(table, columns))
    expect(before.map((rows) => rows.length)).to.deep.equal([1, 3, 1, 8, 4, 17])
    const said: string[] = []
    await (await openStore(where, {create: false, notice: (line) => said.push(line)})).close()
    for (const [at, [table, columns]] of tables.entries())
      expect(await rowsOf(table, columns), table).to.deep.equal(before[at])
    expect(said.join()).to.match(
      /kept\.db was brought from schema 3 to schema 4; .* kept in kept\.db\.schema-3 /,
    )
    const copy = createClient({url: location('kept.db.schema-3').url})
    expect((await copy.execute('PRAGMA user_version')).rows[0]?.['user_version']).to.equal(3)
    expect((await copy.execute('SELECT count(*) AS n FROM results')).rows[0]?.['n']).to.equal(4)
    copy.close()
    client.close()
  })

  it('take only the steps that are missing, and none twice', async () => {
    const {database} = await withRun()
    await migrate(database, STEPS.slice(0, 1))
    await database.write([{sql: `UPDATE runs SET note = 'kept'`}])
    for (let i = 0; i < 2; i++) await migrate(database, STEPS)
    expect(await versionOf(database)).to.equal(NEXT + 1)
    expect((await database.query('SELECT note FROM runs'))[0]?.['note']).to.equal('kept')
    await database.close()
  })

  it('leave everything as it was when one of them fails', async () => {
    const {database} = await withRun()
    const before = await schemaOf(database)
    const broken: Migration = {
      to: NEXT + 1,
      name: 'broken',
      statements: ['CREATE TABLE extras (id)', 'UPDATE nowhere SET a = 1'],
    }
    let failed = false
    await migrate(database, [...STEPS.slice(0, 1), broken]).catch(() => (failed = true))
    expect(failed).to.equal(true)
    expect(await versionOf(database)).to.equal(SCHEMA_VERSION)
    expect(await schemaOf(database)).to.deep.equal(before)
    await database.close()
  })

  it('make the table of results anew with all that belongs to it, and note no change', async () => {
    const {run, where, database} = await withRun()
    await database.close()
    const store = await openStore(where, {create: false})
    const result = aResult(run.id)
    await store.results.save(result)
    const rating = {result_id: result.id, user_id: 'ann', created_at: '2026-11-23T10:00:00.000Z', blind: true}
    await store.ratings.save({...rating, rating: 4})
    const before = {result: await store.results.get(result.id), changes: await store.changes.since(0)}
    await store.close()
    const older = await Database.open(where)
    const schema = await schemaOf(older)
    await migrate(older, [{to: NEXT, name: 'anew', statements: [], makesResultsAnew: true}])
    expect(await schemaOf(older)).to.deep.equal(schema)
    await older.write([{sql: `PRAGMA user_version = ${SCHEMA_VERSION}`}])
    await older.close()
    const migrated = await openStore(where, {create: false})
    expect({
      result: await migrated.results.get(result.id),
      changes: await migrated.changes.since(0),
    }).to.deep.equal(before)
    // Triggers follow from then on, and the rating still belongs to its result.
    await migrated.ratings.save({...rating, rating: 2})
    expect((await migrated.results.get(result.id))?.avg_rating).to.equal(2)
    await migrated.results.save(aResult(run.id))
    expect(await migrated.changes.since(before.changes.at(-1)!.seq)).to.have.length(2)
    await migrated.close()
  })

  it('leave a database that is up to date as it is', async () => {
    const {where, database} = await withRun()
    const before = await schemaOf(database)
    await database.close()
    await (await openStore(where, {create: false})).close()
    const again = await Database.open(where)
    expect(await schemaOf(again)).to.deep.equal(before)
    await again.close()
  })

  it('find in schema.sql whole statements, safe to repeat', async () => {
    const statements = await schemaStatements()
    for (const statement of statements)
      expect(statement).to.match(
        /^(CREATE (TABLE|INDEX|VIEW|TRIGGER) IF NOT EXISTS|INSERT OR IGNORE INTO) [\s\S]+;$/,
      )
    const {database} = await withRun()
    const before = await schemaOf(database)
    await database.write(statements.map((sql) => ({sql})))
    expect(await schemaOf(database)).to.deep.equal(before)
    await database.close()
  })

  for (const version of [0, SCHEMA_VERSION]) {
    it(`refuse another program's database, though it calls itself version ${version} too`, async () => {
      const where = location(`foreign-${version}.db`)
      const client = createClient({url: where.url})
      await client.execute('CREATE TABLE songs (id)')
      await client.execute(`PRAGMA user_version = ${version}`)
      let error: unknown
      await openStore(where, {create: false}).catch((refusal: unknown) => (error = refusal))
      expect(error).to.be.instanceOf(BenchError).and.to.include({code: 'FOREIGN_DATABASE', exit: 2})
      client.close()
    })
  }
})
