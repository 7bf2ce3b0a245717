import {expect} from 'chai'
import {readFile, readdir} from 'node:fs/promises'
import {
  CALL_COLUMNS,
  RATING_COLUMNS,
  RATING_COLUMNS_WITH_SECONDS,
  RESULT_COLUMNS,
} from '../../src/export/columns.js'
import {CALL_TABLE} from '../../src/records/call.js'
import {namesOf, type Columns} from '../../src/records/columns.js'
import {MARKS_PART, NOTE_TABLE, RATING_PROVENANCE_PART, RATING_TABLE} from '../../src/records/rating.js'
import {
  CASE_COLUMNS,
  RATED_PART,
  RATING_TOTALS,
  RESULT_HEAD,
  RESULT_TABLE,
  VERSION_PART,
} from '../../src/records/result.js'
import {Database} from '../../src/store/database/database.js'
import {databaseLocation} from '../../src/store/database/location.js'
import {migrate} from '../../src/store/database/migrations.js'
import {text} from '../../src/store/database/rows.js'
import {SYNC_TABLES} from '../../src/store/sync/sync-tables.js'
import {FACTOR_COLUMNS, SETTINGS} from '../../src/suite/model/factors.js'

const SQL = {
  text: 'TEXT',
  chips: 'TEXT',
  texts: 'TEXT',
  integer: 'INTEGER',
  boolean: 'INTEGER',
  real: 'REAL',
} as const
const TABLES: {table: string; described: Columns; totals?: readonly string[]}[] = [
  {table: 'results', described: RESULT_TABLE, totals: RATING_TOTALS},
  {table: 'calls', described: CALL_TABLE},
  {table: 'ratings', described: {...RATING_TABLE, ...RATING_PROVENANCE_PART}},
  {table: 'notes', described: {...NOTE_TABLE, ...MARKS_PART}},
]

interface OpenApi {
  components: {schemas: Record<string, {properties: Record<string, unknown>}>}
  paths: Record<string, {get: {parameters: {name: string; schema: {enum?: string[]}}[]}}>
}

describe('the descriptions of columns', () => {
  let database: Database
  beforeEach(async () => {
    database = await Database.open(databaseLocation(':memory:', {}))
    await migrate(database)
  })
  afterEach(() => database.close())

  /** `name TYPE`, with what else a column is, of each column of a table in the database. */
  async function stored(table: string): Promise<string[]> {
    const rows = await database.query(
      `SELECT name || ' ' || type || iif("notnull" OR pk, ' filled', ' nullable') AS column_of_table FROM pragma_table_info('${table}')`,
    )
    return rows.map((row) => text(row, 'column_of_table'))
  }

  const described = (columns: Columns, totals: readonly string[] = []) => [
    ...Object.entries(columns).map(
      ([name, {type, nullable}]) => `${name} ${SQL[type]} ${nullable ? 'nullable' : 'filled'}`,
    ),
    ...totals.map((name) => `${name} INTEGER filled`),
  ]

  for (const {table, described: columns, totals} of TABLES) {
    it(`are those of the table ${table} in schema.sql`, async () => {
      expect(await stored(table)).to.have.members(described(columns, totals))
    })
  }

  it('are missed where a table has more, or less', async () => {
    await database.write([
      {sql: 'ALTER TABLE results ADD COLUMN energy_wh REAL'},
      {sql: 'ALTER TABLE calls DROP COLUMN answer'},
    ])
    expect(await stored('results')).not.to.have.members(described(RESULT_TABLE, RATING_TOTALS))
    expect(await stored('calls')).not.to.have.members(described(CALL_TABLE))
  })

  it('name the levels that schema.sql allows', async () => {
    for (const {table, described: columns} of TABLES) {
      const [row] = await database.query(`SELECT sql FROM sqlite_master WHERE name = '${table}'`)
      for (const [, name, levels] of text(row!, 'sql').matchAll(/CHECK \((\w+) IN \(('.*?')\)\)/g))
        expect(columns[name!]?.levels?.map((level) => `'${level}'`).join(', '), name).to.equal(levels)
    }
  })

  it('make what is unique in a run, and the index of the leaderboard', async () => {
    const indexes = await database.query(
      `SELECT list.name, group_concat(info.name) AS columns
       FROM pragma_index_list('results') AS list, pragma_index_info(list.name) AS info GROUP BY list.name`,
    )
    const columns = indexes.map((row) => text(row, 'columns'))
    expect(columns).to.include(['run_id', ...CASE_COLUMNS].join(','))
    expect(columns.filter((list) => list.startsWith(`${CASE_COLUMNS.join(',')},status`))).to.have.length(1)
  })

  it('are all that is synchronised', async () => {
    for (const {table, columns} of Object.values(SYNC_TABLES)) {
      const totals = table === 'results' ? RATING_TOTALS : []
      const names = (await stored(table)).map((column) => column.split(' ')[0])
      expect([...columns, ...totals], table).to.have.members(names)
    }
  })

  it('are all exported', () => {
    const names = (columns: readonly {name: string}[]) => columns.map(({name}) => name)
    expect(names(RESULT_COLUMNS)).to.include.members([...namesOf(RESULT_TABLE), ...namesOf(RATED_PART)])
    expect(names(RATING_COLUMNS)).to.have.members([
      ...namesOf(RATING_TABLE),
      'note',
      'flagged',
      ...CASE_COLUMNS,
      'run_id',
      'tags',
      'bad_chips',
      'noted_at',
      'repeat_rating',
      'repeated_at',
      'rubric_version',
      ...namesOf(VERSION_PART),
    ])
    expect(names(RATING_COLUMNS_WITH_SECONDS)).to.deep.equal([...names(RATING_COLUMNS), 'seconds'])
    expect(names(CALL_COLUMNS)).to.have.members(namesOf(CALL_TABLE))
  })

  it('are all in the document of the API', async () => {
    const document = await readFile(new URL('../../docs/reference/openapi.json', import.meta.url), 'utf8')
    const {components, paths} = JSON.parse(document) as OpenApi
    const fields = (name: string) => Object.keys(components.schemas[name]!.properties)
    const rated = [...namesOf(RATED_PART), 'my_rating']
    expect(fields('Result')).to.have.members([...namesOf(RESULT_TABLE), ...rated, 'notes'])
    expect(fields('ResultListItem')).to.have.members([...namesOf(RESULT_HEAD), ...rated])
    expect(fields('Rating')).to.have.members(namesOf(RATING_TABLE))
    expect(fields('GenerateRequest')).to.have.members(FACTOR_COLUMNS)
    expect(fields('StatsRow')).to.include.members(FACTOR_COLUMNS)
    expect(fields('Options')).to.include.members(Object.values(SETTINGS).map(({plural}) => plural))
    const parameters = (path: string) => paths[path]!.get.parameters
    expect(parameters('/results').map(({name}) => name)).to.include.members(FACTOR_COLUMNS)
    expect(parameters('/stats').find(({name}) => name === 'group_by')?.schema.enum).to.have.members([
      ...FACTOR_COLUMNS,
      'run_id',
      'day',
    ])
  })

  it('are the one place that spells a factor', async () => {
    const src = new URL('../../src/', import.meta.url)
    const files = (await readdir(src, {recursive: true})).filter((name) => name.endsWith('.ts'))
    const spelling: string[] = []
    for (const name of files)
      // What was stored before, in the words of its time, is read by its own names.
      if (
        !/(?:first-design|migrations)\.ts$/.test(name) &&
        /constraint_?types?\b/i.test(await readFile(new URL(name, src), 'utf8'))
      )
        spelling.push(name)
    expect(spelling).to.deep.equal(['suite/model/factors.ts'])
  })
})
