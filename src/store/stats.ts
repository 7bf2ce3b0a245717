import type {InValue, Row} from '@libsql/client'
import {CONFIGURATION_COLUMNS} from '../records/result.js'
import type {GroupColumn, GroupFigures, GroupLevels, Histogram, LatencyCount, MeasuredCell, RatedCell} from '../records/stats.js'
import type {Database} from './database.js'
import {whereOf, type ResultFilter} from './results.js'
import {factors, number, numberOrNull, text} from './rows.js'

/**
 * Means of ratings are added up as whole numbers of this part of a point, so that no order of rows and no
 * engine can change a digit: it is divisible by every number of raters up to 16.
 */
const PART = 720_720
const SQUARES = '(rated_1 + 4 * rated_2 + 9 * rated_3 + 16 * rated_4 + 25 * rated_5)'
const FACTORS = ['model', ...CONFIGURATION_COLUMNS] as const

export interface CellOptions {
  byRun?: boolean
  /** Further trials count towards the first ones in turn, so that a very large database gives a bounded answer. */
  trials?: number | undefined
}

/**
 * Aggregates over results. Ratings come as totals kept with each result, so they never multiply it. All of
 * this reads the index `results_figures` and never the rows with their chips.
 */
export class StatsRepository {
  constructor(private readonly database: Database) {}

  /** One row a group, in the order of its levels. Failed cases are counted and never averaged. */
  async groups(columns: readonly GroupColumn[], filter: ResultFilter): Promise<GroupFigures[]> {
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
         ${[1, 2, 3, 4, 5].map((score) => `total(rated_${score}) FILTER (WHERE status = 'completed') AS rated_${score}`).join(', ')},
         sum(cost_usd) AS total_cost_usd,
         avg(cost_usd) FILTER (WHERE status = 'completed') AS cost_per_result_usd,
         avg(latency_ms) FILTER (WHERE status = 'completed') AS avg_latency_ms,
         avg(input_tokens) FILTER (WHERE status = 'completed') AS avg_input_tokens,
         avg(output_tokens) FILTER (WHERE status = 'completed') AS avg_output_tokens
       FROM results ${where} GROUP BY ${by} ORDER BY ${by}`,
      args,
    )
    return rows.map((row) => toGroup(row, columns))
  }

  /**
   * The rated results within the filter, by model and configuration, and by run if asked.
   */
  async ratedCells(filter: ResultFilter, {byRun = false, trials}: CellOptions = {}): Promise<RatedCell[]> {
    const {where, args} = whereOf({...filter, status: 'completed'})
    const {by, select} = cellColumns({byRun, trials})
    const rows = await this.database.queryAll(
      `SELECT ${select}, count(*) AS results, sum(rating_count) AS ratings, sum(rating_sum * ${PART} / rating_count) AS value_sum,
         sum(${SQUARES} * ${PART} - rating_sum * rating_sum * ${PART} / rating_count) AS squares,
         sum(rating_count - 1) AS degrees
       FROM results ${where} AND rating_count > 0 GROUP BY ${by} ORDER BY ${by}`,
      args,
    )
    return rows.map((row) => ({
      factors: {...factors(row), ...(byRun && {run_id: text(row, 'run_id')})},
      results: number(row, 'results'),
      ratings: number(row, 'ratings'),
      value: number(row, 'value_sum') / (PART * number(row, 'results')),
      within: {squares: number(row, 'squares') / PART, degrees: number(row, 'degrees')},
    }))
  }

  /** Means of all completed results within the filter, by the same cells. */
  async measuredCells(filter: ResultFilter, {byRun = false, trials}: CellOptions = {}): Promise<MeasuredCell[]> {
    const {where, args} = whereOf({...filter, status: 'completed'})
    const {by, select} = cellColumns({byRun, trials})
    const rows = await this.database.queryAll(
      `SELECT ${select}, sum(rating_sum * ${PART} / nullif(rating_count, 0)) AS value_sum,
         count(*) FILTER (WHERE rating_count > 0) AS rated,
         avg(cost_usd) AS cost_usd, avg(latency_ms) AS latency_ms, avg(output_tokens) AS output_tokens
       FROM results ${where} GROUP BY ${by} ORDER BY ${by}`,
      args,
    )
    return rows.map((row) => {
      const rated = number(row, 'rated')
      return {
        factors: {...factors(row), ...(byRun && {run_id: text(row, 'run_id')})},
        rating: rated === 0 ? null : number(row, 'value_sum') / (PART * rated),
        cost_usd: numberOrNull(row, 'cost_usd'),
        latency_ms: numberOrNull(row, 'latency_ms'),
        output_tokens: numberOrNull(row, 'output_tokens'),
      }
    })
  }

  /** How long the completed results of each group took, shortest first. */
  async latencies(columns: readonly GroupColumn[], filter: ResultFilter): Promise<LatencyCount[]> {
    const {where, args} = whereOf({...filter, status: 'completed'})
    const by = columns.join(', ')
    const rows = await this.database.queryAll(
      `SELECT ${by}, latency_ms, count(*) AS results FROM results ${where} AND latency_ms IS NOT NULL
       GROUP BY ${by}, latency_ms ORDER BY ${by}, latency_ms`,
      args,
    )
    return rows.map((row) => ({group: levels(row, columns), latency_ms: number(row, 'latency_ms'), results: number(row, 'results')}))
  }

  /** Who has rated something of each group. Asks for one rating of each rater, instead of reading all. */
  async raters(columns: readonly GroupColumn[], filter: ResultFilter, raters: readonly string[]): Promise<{group: GroupLevels; raters: string[]}[]> {
    const {where, args} = whereOf({...filter, status: 'completed'})
    const groups = await this.database.query(
      `SELECT DISTINCT ${columns.join(', ')} FROM results ${where} AND rating_count > 0`,
      args,
    )
    const same = columns.map((column) => `AND results.${column} = wanted.${column}`).join(' ')
    const wanted: InValue[] = groups.map((row) => JSON.stringify(levels(row, columns)))
    const rows = await this.database.query(
      `SELECT ${columns.map((column) => `wanted.${column}`).join(', ')}, rater.value AS rater
       FROM (SELECT ${columns.map((column) => `value ->> '${column}' AS ${column}`).join(', ')} FROM json_each(?)) AS wanted,
         json_each(?) AS rater
       WHERE EXISTS (
         SELECT 1 FROM ratings JOIN results ON results.id = ratings.result_id ${where} ${same} AND ratings.user_id = rater.value)`,
      [`[${wanted.join(',')}]`, JSON.stringify(raters), ...args],
    )
    const found = new Map<string, {group: GroupLevels; raters: string[]}>()
    for (const row of rows) {
      const group = levels(row, columns)
      const key = JSON.stringify(group)
      const known = found.get(key)
      if (known) known.raters.push(text(row, 'rater'))
      else found.set(key, {group, raters: [text(row, 'rater')]})
    }

    return [...found.values()]
  }
}

function cellColumns({byRun, trials}: CellOptions): {by: string; select: string} {
  const trial = trials === undefined ? 'trial' : `(trial - 1) % ${Math.trunc(trials)} + 1`
  const plain = FACTORS.filter((column) => column !== 'trial')
  const run = byRun ? ['run_id'] : []
  return {by: [...plain, trial, ...run].join(', '), select: [...plain, `${trial} AS trial`, ...run].join(', ')}
}

function levels(row: Row, columns: readonly GroupColumn[]): GroupLevels {
  return Object.fromEntries(
    columns.map((column) => [column, column === 'chip_count' ? number(row, column) : text(row, column)]),
  )
}

function toGroup(row: Row, columns: readonly GroupColumn[]): GroupFigures {
  return {
    group: levels(row, columns),
    result_count: number(row, 'result_count'),
    failed_count: number(row, 'failed_count'),
    rated_results: number(row, 'rated_results'),
    rated_count: number(row, 'rated_count'),
    avg_rating: numberOrNull(row, 'avg_rating'),
    histogram: [1, 2, 3, 4, 5].map((score) => number(row, `rated_${score}`)) as Histogram,
    total_cost_usd: numberOrNull(row, 'total_cost_usd'),
    cost_per_result_usd: numberOrNull(row, 'cost_per_result_usd'),
    avg_latency_ms: numberOrNull(row, 'avg_latency_ms'),
    avg_tokens: {input: numberOrNull(row, 'avg_input_tokens'), output: numberOrNull(row, 'avg_output_tokens')},
  }
}
