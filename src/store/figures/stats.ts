import type {Row} from '@libsql/client'
import {FACTOR_COLUMNS, isNumeric} from '../../records/result.js'
import type {
  GroupColumn,
  GroupFigures,
  GroupLevels,
  Histogram,
  MeasuredCell,
  Occasion,
  RatedCell,
} from '../../records/stats.js'
import {cellShape} from './cells.js'
import type {Database} from '../database/database.js'
import {levelledResults, ratingsOf, type ResultFilter} from '../results.js'
import {number, numberOrNull, numbers, text, textOrNull} from '../database/rows.js'

/** What keeps cells apart besides their factors. */
export interface CellOptions {
  occasions?: readonly Occasion[]
}

/**
 * Aggregates over results. Ratings come as totals kept with each result, so they never multiply a result. All
 * queries read the index `results_figures` and never the rows with their chips.
 */
export class StatsRepository {
  constructor(private readonly database: Database) {}

  /**
   * One row a group, in the order of its levels. Failed cases are counted, with their cost, and never
   * averaged.
   */
  async groups(columns: readonly GroupColumn[], filter: ResultFilter): Promise<GroupFigures[]> {
    const completed = levelledResults({...filter, status: 'completed'})
    const failed = levelledResults({...filter, status: 'failed'}, {isRare: true})
    const by = columns.join(', ')
    const inner = innerGroups(columns, filter).join(', ')
    // Two scans without conditions inside are faster than one scan that checks the kind of every row and
    // figure. The inner groups follow the order of the index, so that no row has to be sorted.
    const rows = await this.database.query(
      `SELECT ${by}, 'completed' AS status, sum(results) AS results, sum(cost) AS cost, sum(known_costs) AS known_costs,
         sum(rated_count) AS rated_count, sum(rating_sum) AS rating_sum, sum(rated_results) AS rated_results,
         ${SCORES.map((score) => `sum(rated_${score}) AS rated_${score}`).join(', ')},
         ${MEASURED.map((column) => `sum(${column}) / nullif(sum(known_${column}), 0) AS avg_${column}`).join(', ')}
       FROM (
         SELECT ${inner}, count(*) AS results, sum(cost_usd) AS cost, count(cost_usd) AS known_costs,
           sum(rating_count) AS rated_count, sum(rating_sum) AS rating_sum, sum(rating_count > 0) AS rated_results,
           ${SCORES.map((score) => `sum(rated_${score}) AS rated_${score}`).join(', ')},
           ${MEASURED.map((column) => `total(${column}) AS ${column}, count(${column}) AS known_${column}`).join(', ')}
         FROM ${completed.sql} GROUP BY ${inner}
       ) GROUP BY ${by}
       UNION ALL
       SELECT ${by}, 'failed', count(*), sum(cost_usd), 0, 0, 0, 0, ${SCORES.map(() => '0').join(', ')}, NULL, NULL, NULL
       FROM ${failed.sql} GROUP BY ${by}
       ORDER BY ${by}, status`,
      [...completed.args, ...failed.args],
    )
    const groups = new Map<string, GroupFigures>()
    for (const row of rows) {
      const group = levels(row, columns)
      const key = JSON.stringify(group)
      const figures = groups.get(key) ?? {...NO_FIGURES, group}
      groups.set(
        key,
        text(row, 'status') === 'completed' ? completedFigures(figures, row) : failedFigures(figures, row),
      )
    }

    const empty = await this.#emptyAnswers(columns, filter)
    return [...groups].map(([key, figures]) => withUsable(figures, empty.get(key) ?? 0))
  }

  /** Completed results without a chip, by group. */
  async #emptyAnswers(columns: readonly GroupColumn[], filter: ResultFilter): Promise<Map<string, number>> {
    const {sql, args} = levelledResults({...filter, status: 'completed', without_chips: true})
    const by = columns.join(', ')
    const rows = await this.database.query(
      `SELECT ${by}, count(*) AS results FROM ${sql} GROUP BY ${by}`,
      args,
    )
    return new Map(rows.map((row) => [JSON.stringify(levels(row, columns)), number(row, 'results')]))
  }

  /**
   * The ratings within the filter as whole numbers, by model, configuration and rater, and by run or day if
   * asked. Trials and runs of one configuration are folded in.
   */
  async ratedCells(filter: ResultFilter, options: CellOptions = {}): Promise<RatedCell[]> {
    const {sql, args} = levelledResults({...filter, status: 'completed'})
    const {by, packed, factorsOf} = cellShape(filter, options.occasions)
    // One row a cell: several raters of it would each repeat its levels.
    const rows = await this.database.queryAll(
      `SELECT ${packed}, json_group_array(json_array(user_id, n, sum, squares)) AS raters FROM (
         SELECT ${by}, user_id, count(*) AS n, sum(rating) AS sum, sum(rating * rating) AS squares
         FROM (SELECT ${by}, ratings.user_id AS user_id, ratings.rating AS rating
           FROM ${sql} CROSS JOIN ratings ON ratings.result_id = results.id AND ${ratingsOf(filter)} WHERE rating_count > 0)
         GROUP BY ${by}, user_id
       ) GROUP BY ${by}`,
      args,
    )
    return rows.flatMap((row) => {
      const factors = factorsOf(row)
      const raters = JSON.parse(text(row, 'raters')) as [string, number, number, number][]
      return raters.map(([rater, n, sum, squares]) => ({factors, rater, n, sum, squares}))
    })
  }

  /** Means and latencies of all completed results within the filter, by model and configuration. */
  async measuredCells(filter: ResultFilter, options: CellOptions = {}): Promise<MeasuredCell[]> {
    const {sql, args} = levelledResults({...filter, status: 'completed'})
    const {by, packed, factorsOf} = cellShape(filter, options.occasions)
    // Latencies in this scan: ordered by latency, all results would be sorted in another.
    const rows = await this.database.queryAll(
      `SELECT ${packed}, avg(cost_usd) AS cost_usd, avg(latency_ms) AS latency_ms,
         avg(output_tokens) AS output_tokens, group_concat(latency_ms) AS latencies
       FROM ${sql} GROUP BY ${by} ORDER BY ${by}`,
      args,
    )
    return rows.map((row) => ({
      factors: factorsOf(row),
      cost_usd: numberOrNull(row, 'cost_usd'),
      latency_ms: numberOrNull(row, 'latency_ms'),
      output_tokens: numberOrNull(row, 'output_tokens'),
      latencies_ms: numbers(textOrNull(row, 'latencies')),
    }))
  }
}

const SCORES = [1, 2, 3, 4, 5] as const
/** The columns that lead the index `results_figures`. */
const LEADING: readonly GroupColumn[] = FACTOR_COLUMNS
const MEASURED = ['latency_ms', 'input_tokens', 'output_tokens'] as const

/**
 * The columns by which results are added up first: those that lead the index `results_figures` up to the last
 * that is asked. Where the index cannot give that order, as a level names its version or the column is
 * further behind, the columns that are asked.
 */
function innerGroups(columns: readonly GroupColumn[], {versions}: ResultFilter): readonly GroupColumn[] {
  const last = Math.max(...columns.map((column) => LEADING.indexOf(column)))
  const leading = LEADING.slice(0, last + 1)
  const isOrdered =
    columns.every((column) => leading.includes(column)) &&
    !versions?.labelled.some(({factor}) => leading.includes(factor))
  return isOrdered ? leading : columns
}

function levels(row: Row, columns: readonly GroupColumn[]): GroupLevels {
  return Object.fromEntries(
    columns.map((column) => [column, isNumeric(column) ? number(row, column) : text(row, column)]),
  )
}

const NO_FIGURES: Omit<GroupFigures, 'group'> = {
  result_count: 0,
  failed_count: 0,
  usable_count: 0,
  rated_results: 0,
  rated_count: 0,
  avg_rating: null,
  histogram: [0, 0, 0, 0, 0],
  total_cost_usd: null,
  known_cost_count: 0,
  cost_per_result_usd: null,
  cost_per_usable_usd: null,
  avg_latency_ms: null,
  avg_tokens: {input: null, output: null},
}

function completedFigures(figures: GroupFigures, row: Row): GroupFigures {
  const ratings = number(row, 'rated_count')
  const cost = numberOrNull(row, 'cost')
  const known = number(row, 'known_costs')
  return {
    ...figures,
    result_count: number(row, 'results'),
    rated_results: number(row, 'rated_results'),
    rated_count: ratings,
    avg_rating: ratings === 0 ? null : number(row, 'rating_sum') / ratings,
    histogram: SCORES.map((score) => number(row, `rated_${score}`)) as Histogram,
    total_cost_usd: cost,
    known_cost_count: known,
    cost_per_result_usd: cost === null ? null : cost / known,
    avg_latency_ms: numberOrNull(row, 'avg_latency_ms'),
    avg_tokens: {
      input: numberOrNull(row, 'avg_input_tokens'),
      output: numberOrNull(row, 'avg_output_tokens'),
    },
  }
}

/** Added after the completed results: the price of a result includes the failures on the way to it. */
function failedFigures(figures: GroupFigures, row: Row): GroupFigures {
  const cost = numberOrNull(row, 'cost')
  const {result_count, cost_per_result_usd} = figures
  return {
    ...figures,
    cost_per_result_usd:
      cost_per_result_usd === null ? null : cost_per_result_usd + (cost ?? 0) / result_count,
    failed_count: number(row, 'results'),
    total_cost_usd: cost === null ? figures.total_cost_usd : (figures.total_cost_usd ?? 0) + cost,
  }
}

/** An answer without a chip is paid for like any other, and of no use. */
function withUsable(figures: GroupFigures, empty: number): GroupFigures {
  const usable = figures.result_count - empty
  const {cost_per_result_usd: cost, result_count} = figures
  return {
    ...figures,
    usable_count: usable,
    cost_per_usable_usd: cost === null || usable === 0 ? null : (cost * result_count) / usable,
  }
}
