import type {Row} from '@libsql/client'
import type {FactorColumn} from '../records/result.js'
import type {GroupStats} from '../records/stats.js'
import type {Database} from './database.js'
import {whereOf, type ResultFilter} from './results.js'
import {number, numberOrNull, text} from './rows.js'

/** Aggregates over results. Ratings come as totals kept with each result, so they never multiply it. */
export class StatsRepository {
  constructor(private readonly database: Database) {}

  /** One row a group, best rated first, unrated last. Failed cases are counted and never averaged. */
  async groups(columns: readonly FactorColumn[], filter: ResultFilter): Promise<GroupStats[]> {
    const {where, args} = whereOf(filter)
    const by = columns.join(', ')
    const rows = await this.database.query(
      `SELECT ${by},
         count(*) FILTER (WHERE status = 'completed') AS result_count,
         count(*) FILTER (WHERE status = 'failed') AS failed_count,
         total(rating_count) FILTER (WHERE status = 'completed') AS rated_count,
         sum(rating_sum) FILTER (WHERE status = 'completed') * 1.0
           / nullif(sum(rating_count) FILTER (WHERE status = 'completed'), 0) AS avg_rating,
         count(*) FILTER (WHERE status = 'completed' AND rating_count > 0) AS rated_results,
         sum(cost_usd) AS total_cost_usd,
         avg(cost_usd) FILTER (WHERE status = 'completed') AS cost_per_result_usd,
         avg(latency_ms) FILTER (WHERE status = 'completed') AS avg_latency_ms,
         avg(input_tokens) FILTER (WHERE status = 'completed') AS avg_input_tokens,
         avg(output_tokens) FILTER (WHERE status = 'completed') AS avg_output_tokens,
         avg(json_array_length(final_chips)) FILTER (WHERE status = 'completed') AS avg_chips
       FROM results ${where} GROUP BY ${by} ORDER BY avg_rating DESC NULLS LAST, ${by}`,
      args,
    )
    return rows.map((row) => toGroup(row, columns))
  }
}

function toGroup(row: Row, columns: readonly FactorColumn[]): GroupStats {
  return {
    group: Object.fromEntries(
      columns.map((column) => [column, column === 'chip_count' ? number(row, column) : text(row, column)]),
    ),
    result_count: number(row, 'result_count'),
    failed_count: number(row, 'failed_count'),
    rated_results: number(row, 'rated_results'),
    rated_count: number(row, 'rated_count'),
    avg_rating: numberOrNull(row, 'avg_rating'),
    total_cost_usd: numberOrNull(row, 'total_cost_usd'),
    cost_per_result_usd: numberOrNull(row, 'cost_per_result_usd'),
    avg_latency_ms: numberOrNull(row, 'avg_latency_ms'),
    avg_tokens: {input: numberOrNull(row, 'avg_input_tokens'), output: numberOrNull(row, 'avg_output_tokens')},
    avg_chips: numberOrNull(row, 'avg_chips'),
  }
}
