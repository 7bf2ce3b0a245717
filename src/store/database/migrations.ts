import {readFile} from 'node:fs/promises'
import {foreignDatabase, newerSchema} from '../../errors/databases.js'
import {RATING_TOTALS, STORED_RESULT_COLUMNS} from '../../records/result.js'
import {packageFile} from '../../text/package-file.js'
import {firstDesign, has, isFirstDesign, type SchemaObject} from './first-design.js'
import type {Database, Statement} from './database.js'
import {number, text, textOrNull} from './rows.js'

/** The version of schema.sql. */
export const SCHEMA_VERSION = 4

/**
 * A step from version `to - 1` to `to`. `statements` change the existing tables; missing tables and indexes
 * then come from schema.sql; `fill` gives new columns their values; the triggers come last, so that no fill
 * is a change that would have to be synced.
 */
export interface Migration {
  to: number
  name: string
  statements: string[]
  /** Whether the table of results is made again from schema.sql: ALTER TABLE cannot change UNIQUE. */
  makesResultsAnew?: boolean
  fill?: string[]
}

/** The content of a database. */
export type SchemaState =
  | {kind: 'empty'}
  | {kind: 'current' | 'older'; version: number}
  /** The three tables of the time before bench, with their indexes. */
  | {kind: 'first design'; objects: SchemaObject[]}

// As a PRAGMA, servers refuse it to clients that may only read.
const VERSION = 'SELECT user_version FROM pragma_user_version'
const SCORES = [1, 2, 3, 4, 5]
const TABLES = [
  ['run', 'runs', 'started_at'],
  ['result', 'results', 'created_at'],
  ['call', 'calls', 'created_at'],
  ['rating', 'ratings', 'created_at'],
  ['repeat', 'rating_repeats', 'created_at'],
  ['note', 'notes', 'created_at'],
] as const

// Parents before children, older before newer, so that no child has a lower number than its parent.
const NOTE_EVERYTHING = `INSERT INTO changes (kind, id, seq, updated_at)
  SELECT kind, id, row_number() OVER (ORDER BY generation, made_at, id), coalesce(CAST(round(unixepoch(made_at, 'subsec') * 1000) AS INTEGER), 0)
  FROM (
    ${TABLES.map(([kind, table, made], at) => `SELECT '${kind}' AS kind, id, ${made} AS made_at, ${at} AS generation FROM ${table}`).join(' UNION ALL ')}
  )`

const CHANGE_COLUMNS = 'kind, id, seq, updated_at, updated_by, rev, deleted'
const CHANGES_TABLE = `(
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT,
  rev INTEGER,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  PRIMARY KEY (kind, id)
) WITHOUT ROWID`

/** `changes` without the CHECK of its kind, filled in the order of `seq`: in slices, or in one step. */
export const CHANGES_COPY = `CREATE TABLE IF NOT EXISTS changes_4 ${CHANGES_TABLE}`
const COPIED = '(SELECT coalesce(max(seq), 0) FROM changes_4)'
const COPY_CHANGES = `INSERT OR REPLACE INTO changes_4 (${CHANGE_COLUMNS})
  SELECT ${CHANGE_COLUMNS} FROM changes WHERE seq > ${COPIED}`
/** The next entries; an entry that changes after it was copied gets a later `seq`, and so comes again. */
export const COPY_SLICE = `${COPY_CHANGES}
  AND seq < (SELECT min(seq) FROM changes WHERE seq > ${COPIED}) + 20000`

const NOTES_TABLE = `(
  id TEXT PRIMARY KEY,
  result_id TEXT NOT NULL REFERENCES results (id),
  user_id TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  flagged INTEGER NOT NULL DEFAULT 0 CHECK (flagged IN (0, 1)),
  created_at TEXT NOT NULL,
  UNIQUE (result_id, user_id)
)`

const TRIGGERS_OF_3 = [
  'change_noted',
  ...['ratings_inserted', 'ratings_updated', 'ratings_deleted'],
  ...['runs', 'results', 'calls', 'ratings', 'rating_repeats', 'notes'].flatMap((table) =>
    ['inserted', 'updated', 'deleted'].map((what) => `${table}_${what}_noted`),
  ),
]

/** Released migrations never change; new migrations are appended. */
export const MIGRATIONS: readonly Migration[] = [
  {
    to: 2,
    name: 'how often each score was given, and whether it was given blind',
    statements: [
      ...SCORES.map((score) => `ALTER TABLE results ADD COLUMN rated_${score} INTEGER NOT NULL DEFAULT 0`),
      'ALTER TABLE ratings ADD COLUMN blind INTEGER CHECK (blind IN (0, 1))',
      'DROP INDEX results_model',
      ...['inserted', 'updated', 'deleted'].map((what) => `DROP TRIGGER ratings_${what}`),
    ],
    fill: SCORES.map(
      (score) => `UPDATE results SET rated_${score} =
        (SELECT count(*) FROM ratings WHERE result_id = results.id AND rating = ${score}) WHERE rating_count > 0`,
    ),
  },
  {
    to: 3,
    name: 'the last change of every row, and leases of shards',
    // Leases are signs of life: old leases mean nothing to a new version.
    statements: ['DROP TABLE run_leases', 'DROP INDEX results_run'],
    fill: [NOTE_EVERYTHING],
  },
  {
    to: 4,
    name: 'versions of what was asked, rubrics, judges, books that survive deletions, recounted totals',
    statements: [
      ...TRIGGERS_OF_3.map((name) => `DROP TRIGGER IF EXISTS ${name}`),
      'DROP VIEW IF EXISTS noted_changes',
      ...['results_figures', 'ratings_result'].map((name) => `DROP INDEX IF EXISTS ${name}`),
      ...columns('results', ['style_version TEXT', 'persona_version TEXT', 'system_version TEXT']),
      ...columns('results', ['reasoning_tokens INTEGER', 'cached_tokens INTEGER']),
      ...columns('calls', ['reasoning_tokens INTEGER', 'cached_tokens INTEGER']),
      ...columns('calls', ['answered_by TEXT', 'system_fingerprint TEXT']),
      ...columns('ratings', ['seconds REAL', 'rubric_version TEXT']),
      // Version 1 had no notes, versions 1 and 2 no changes: then there is nothing to copy.
      `CREATE TABLE IF NOT EXISTS changes ${CHANGES_TABLE}`,
      CHANGES_COPY,
      COPY_CHANGES,
      'DROP TABLE changes',
      'ALTER TABLE changes_4 RENAME TO changes',
      `CREATE TABLE IF NOT EXISTS notes ${NOTES_TABLE}`,
      ...columns('notes', ["tags TEXT NOT NULL DEFAULT '[]'", "bad_chips TEXT NOT NULL DEFAULT '[]'"]),
      ...columns('notes', ['seen_at TEXT']),
    ],
  },
]

function columns(table: string, definitions: string[]): string[] {
  return definitions.map((definition) => `ALTER TABLE ${table} ADD COLUMN ${definition}`)
}

/**
 * Brings a database to this tool's schema, all in one transaction; a new database gets schema.sql. Two
 * processes may do so at the same time. `guards` are statements that fail, and the whole transaction with
 * them, where a migration must not happen now.
 * @throws BenchError for a database of a newer bench, or of another program; it is left as it was.
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[] = MIGRATIONS,
  guards: readonly Statement[] = [],
): Promise<void> {
  const target = migrations.at(-1)?.to ?? SCHEMA_VERSION
  const state = await schemaState(database, target)
  await database.useWal()
  if (state.kind === 'current') return
  const statements = await migrationStatements(state, migrations)
  try {
    await database.write([
      ...guards,
      ...[...statements, `PRAGMA user_version = ${target}`].map((sql): Statement => ({sql})),
    ])
  } catch (error) {
    // Another process may have migrated the database first.
    if ((await versionOf(database)) !== target) throw error
  }
}

async function migrationStatements(state: SchemaState, migrations: readonly Migration[]): Promise<string[]> {
  const schema = await schemaStatements()
  const isTrigger = (sql: string) => sql.startsWith('CREATE TRIGGER')
  const tables = schema.filter((sql) => !isTrigger(sql))
  const triggers = schema.filter(isTrigger)
  if (state.kind === 'first design') {
    const {before, fill} = firstDesign(state.objects)
    return [...before, ...tables, ...fill, NOTE_EVERYTHING, ...triggers]
  }

  const missing = state.kind === 'older' ? migrations.filter(({to}) => to > state.version) : []
  const isAnew = missing.some(({makesResultsAnew}) => makesResultsAnew)
  return [
    ...missing.flatMap((migration) => migration.statements),
    ...(isAnew ? RESULTS_ASIDE : []),
    ...tables,
    ...(isAnew ? RESULTS_BACK : []),
    ...missing.flatMap(({fill = []}) => fill),
    ...triggers,
  ]
}

const RESULT_NAMES = [...STORED_RESULT_COLUMNS, ...RATING_TOTALS].join(', ')
/** The rows of results stand aside while their table is made; without triggers, a move is no change. */
const RESULTS_ASIDE = [
  'PRAGMA defer_foreign_keys = ON',
  'CREATE TABLE results_aside AS SELECT * FROM results',
  'DROP TABLE results',
]
const RESULTS_BACK = [
  `INSERT INTO results (${RESULT_NAMES}) SELECT ${RESULT_NAMES} FROM results_aside ORDER BY rowid`,
  'DROP TABLE results_aside',
]

/**
 * The content of a database, found without a change to it.
 * @throws BenchError for a database of a newer bench, or of another program.
 */
export async function schemaState(database: Database, newest = SCHEMA_VERSION): Promise<SchemaState> {
  const version = await versionOf(database)
  const {display} = database.location
  if (version > newest) throw newerSchema(display, version, newest)
  // The usual case reads no more rows than it needs, as servers charge for rows that are read.
  if (version === newest && version > 0 && isOurs(await marksOfOurs(database)))
    return {kind: 'current', version}
  const objects = await schemaObjects(database)
  // Servers make system tables that begin with `_`.
  const tables = objects.filter(({type, name}) => type === 'table' && !/^(_|sqlite_)/.test(name))
  if (version === 0) return unversioned(database, objects, tables, newest)
  // Checked before the version is believed: other programs count their schemas from 1 too.
  if (!isOurs(tables)) throw foreignDatabase(display)
  return {kind: version === newest ? 'current' : 'older', version}
}

/** The content of a database that had no version at the first look. */
async function unversioned(
  database: Database,
  objects: SchemaObject[],
  tables: readonly SchemaObject[],
  newest: number,
): Promise<SchemaState> {
  if (tables.length === 0) return {kind: 'empty'}
  if (isFirstDesign(tables)) return {kind: 'first design', objects}
  // Between the two looks another process may have made the tables, with the version.
  if (isOurs(tables) && (await versionOf(database)) > 0) return schemaState(database, newest)
  throw foreignDatabase(database.location.display)
}

async function versionOf(database: Database): Promise<number> {
  return Number((await database.query(VERSION))[0]?.['user_version'] ?? 0)
}

async function schemaObjects(database: Database): Promise<SchemaObject[]> {
  const rows = await database.query(
    `SELECT type, name, tbl_name, sql IS NULL AS is_automatic,
       (SELECT group_concat(columns.name) FROM pragma_table_info(objects.name) AS columns) AS columns
     FROM sqlite_master AS objects`,
  )
  return rows.map((row) => ({
    type: text(row, 'type'),
    name: text(row, 'name'),
    table: text(row, 'tbl_name'),
    isAutomatic: number(row, 'is_automatic') === 1,
    columns: (textOrNull(row, 'columns') ?? '').split(','),
  }))
}

/** The tables by which this tool's databases are recognised, with their columns. */
async function marksOfOurs(database: Database): Promise<SchemaObject[]> {
  const columnsOf = (table: string) =>
    `SELECT '${table}' AS name, (SELECT group_concat(name) FROM pragma_table_info('${table}')) AS columns`
  const rows = await database.query(['runs', 'results', 'calls'].map(columnsOf).join(' UNION ALL '))
  return rows.map((row) => ({
    type: 'table',
    name: text(row, 'name'),
    table: text(row, 'name'),
    isAutomatic: false,
    columns: (textOrNull(row, 'columns') ?? '').split(','),
  }))
}

function isOurs(tables: readonly SchemaObject[]): boolean {
  return (
    has(tables, 'runs', ['id', 'started_at', 'config']) &&
    has(tables, 'results', ['id', 'run_id', 'trial', 'rating_count', 'final_chips']) &&
    has(tables, 'calls', ['id', 'request_hash'])
  )
}

/** The statements of schema.sql, which blank lines separate. */
export async function schemaStatements(): Promise<string[]> {
  const schema = await readFile(packageFile('schema.sql'), 'utf8')
  return schema
    .split(/\n\s*\n/)
    .map((block) => block.replaceAll(/^--.*$/gm, '').trim())
    .filter((block) => block !== '')
}
