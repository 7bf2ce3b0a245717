import type {CallTotals} from '../records/call.js'
import type {Database} from './database/database.js'
import {number, numberOrNull, text} from './database/rows.js'

/** Where paid answers are kept, and the column that names who gave them. */
const SOURCES = {calls: 'model', judgements: 'judge_version'} as const

export interface PaidAnswers {
  runId: string
  /** Without them, those of the whole run. */
  resultIds?: readonly string[] | undefined
}

/** The sums over what a run, or a judge's pass, paid; `nameOf` is the name of a model for `highest`. */
export async function callTotals(
  database: Database,
  table: keyof typeof SOURCES,
  {runId, resultIds}: PaidAnswers,
  nameOf: (column: string) => string = (model) => model,
): Promise<CallTotals> {
  const by = SOURCES[table]
  const rows = await database.query(
    `SELECT ${by} AS answered_by, total(cost_usd) AS spent, total(charged_usd) AS charged, max(cost_usd) AS highest,
       sum(status = 'answered') AS answered, sum(status = 'answered' AND cost_usd IS NULL) AS unknown_costs
     FROM ${table} WHERE run_id = ? ${resultIds ? 'AND result_id IN (SELECT value FROM json_each(?))' : ''}
     GROUP BY ${by}`,
    resultIds ? [runId, JSON.stringify(resultIds)] : [runId],
  )
  const sum = (column: string) => rows.reduce((total, row) => total + number(row, column), 0)
  return {
    spent: sum('spent'),
    charged: sum('charged'),
    answered: sum('answered'),
    unknown_costs: sum('unknown_costs'),
    highest: new Map(
      rows
        .filter((row) => number(row, 'answered') > 0)
        .map((row) => [nameOf(text(row, 'answered_by')), numberOrNull(row, 'highest') ?? 0]),
    ),
  }
}
