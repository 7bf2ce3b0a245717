import {FACTOR_COLUMNS, type FactorColumn} from '../records/result.js'
import type {Database} from './database/database.js'
import {text} from './database/rows.js'

/** The values a factor has in this database, as text. */
export async function levelsOf(database: Database, column: FactorColumn): Promise<string[]> {
  const rows = await database.query(`SELECT DISTINCT ${column} AS level FROM results ORDER BY level`)
  return rows.map((row) => text(row, 'level'))
}

/** The values that every factor has, from one scan of an index. */
export async function allLevels(database: Database): Promise<Record<FactorColumn, string[]>> {
  const rows = await database.queryAll(
    `WITH cells AS MATERIALIZED (SELECT DISTINCT ${FACTOR_COLUMNS.join(', ')} FROM results)
     ${FACTOR_COLUMNS.map((column) => `SELECT '${column}' AS factor, ${column} AS level FROM cells`).join(' UNION ')}
     ORDER BY factor, level`,
  )
  const levels = FACTOR_COLUMNS.map((column) => {
    const ofColumn = rows.filter((row) => text(row, 'factor') === column)
    return [column, ofColumn.map((row) => text(row, 'level'))] as const
  })
  return Object.fromEntries(levels) as Record<FactorColumn, string[]>
}

/** The days on which results were made, in UTC. */
export async function daysOf(database: Database): Promise<string[]> {
  const rows = await database.query(
    'SELECT DISTINCT substr(created_at, 1, 10) AS day FROM results ORDER BY day',
  )
  return rows.map((row) => text(row, 'day'))
}
