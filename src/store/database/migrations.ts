import {readFile} from 'node:fs/promises'
import {foreignDatabase, newerSchema} from '../../errors/catalogue.js'
import {namesOf} from '../../records/columns.js'
import {RATING_TOTALS, RESULT_TABLE} from '../../records/result.js'
import type {Database, Statement} from './database.js'
import {text} from './rows.js'

/** The version of schema.sql. */
export const SCHEMA_VERSION = 3

/**
 * A step from version `to - 1` to `to`. `statements` change what is there; tables, indexes and triggers that
 * are missing then come from schema.sql; `fill` gives new columns their values.
 */
export interface Migration {
  to: number
  name: string
  statements: string[]
  /** Whether the table of results is made anew as in schema.sql: ALTER TABLE cannot change what is unique. */
  makesResultsAnew?: boolean
  fill?: string[]
}

// As a PRAGMA, servers refuse it to whoever may only read.
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

/** Released versions change only by being appended to. */
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
    // Leases are signs of life: those of before mean nothing to a new version.
    statements: ['DROP TABLE run_leases', 'DROP INDEX results_run'],
    fill: [
      // Parents before children, older before newer, so that who follows the numbers meets no child first.
      `INSERT INTO changes (kind, id, seq, updated_at)
       SELECT kind, id, row_number() OVER (ORDER BY generation, made_at, id), coalesce(CAST(round(unixepoch(made_at, 'subsec') * 1000) AS INTEGER), 0)
       FROM (
         ${TABLES.map(([kind, table, made], at) => `SELECT '${kind}' AS kind, id, ${made} AS made_at, ${at} AS generation FROM ${table}`).join(' UNION ALL ')}
       )`,
    ],
  },
]

/**
 * Brings a database to this tool's schema, all in one transaction; a new one gets schema.sql.
 * Two processes may do so at once.
 * @throws BenchError for a database of a newer bench, or of another program; it is left as it was.
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  const target = migrations.at(-1)?.to ?? SCHEMA_VERSION
  const version = await schemaVersion(database, target)
  await database.useWal()
  if (version === target) return
  const missing = version === 0 ? [] : migrations.filter(({to}) => to > version)
  const schema = await schemaStatements()
  const statements = [
    ...missing.flatMap((migration) => migration.statements),
    ...(missing.some(({makesResultsAnew}) => makesResultsAnew) ? resultsAnew(schema) : []),
    ...schema,
    ...missing.flatMap(({fill = []}) => fill),
  ]
  try {
    await database.write([...statements, `PRAGMA user_version = ${target}`].map((sql): Statement => ({sql})))
  } catch (error) {
    // Another process may have done it first.
    const now = Number((await database.query(VERSION))[0]?.['user_version'] ?? 0)
    if (now !== target) throw error
  }
}

/** Its rows stand aside while the table is made; what comes back is no change, so no trigger may note it. */
function resultsAnew(schema: readonly string[]): string[] {
  const columns = [...namesOf(RESULT_TABLE), ...RATING_TOTALS].join(', ')
  return [
    'PRAGMA defer_foreign_keys = ON',
    'CREATE TABLE results_aside AS SELECT * FROM results',
    'DROP TABLE results',
    ...schema,
    'DROP TRIGGER results_inserted_noted',
    `INSERT INTO results (${columns}) SELECT ${columns} FROM results_aside ORDER BY rowid`,
    'DROP TABLE results_aside',
  ]
}

/**
 * The version of a database's schema; 0 when it is empty.
 * @throws BenchError for a database of a newer bench, or of another program.
 */
export async function schemaVersion(database: Database, newest = SCHEMA_VERSION): Promise<number> {
  const version = Number((await database.query(VERSION))[0]?.['user_version'] ?? 0)
  const {display} = database.location
  if (version > newest) throw newerSchema(display, version, newest)
  // Before the version is believed: other programs count their schemas from 1 too.
  if (await isForeign(database, version)) throw foreignDatabase(display)
  return version
}

/** Whether a database has tables, or a version, and is none of ours. Servers keep tables beginning with `_`. */
async function isForeign(database: Database, version: number): Promise<boolean> {
  const rows = await database.query(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
  )
  const names = rows.map((row) => text(row, 'name')).filter((name) => !name.startsWith('_'))
  const isOurs = names.includes('runs') && names.includes('results')
  return !isOurs && (version > 0 || names.length > 0)
}

/** The statements of schema.sql, which blank lines separate. */
export async function schemaStatements(): Promise<string[]> {
  const schema = await readFile(new URL('../../../schema.sql', import.meta.url), 'utf8')
  return schema
    .split(/\n\s*\n/)
    .map((block) => block.replaceAll(/^--.*$/gm, '').trim())
    .filter((block) => block !== '')
}
