import type {Row} from '@libsql/client'
import {CASE_COLUMNS, isNumeric} from '../records/result.js'
import type {
  CellFactors,
  GroupColumn,
  GroupFigures,
  GroupLatencies,
  GroupLevels,
  Histogram,
  LatencyCount,
  MeasuredCell,
  Occasion,
  RatedCell,
} from '../records/stats.js'
import {UNKNOWN_RUNS} from '../records/version.js'
import type {Database} from './database/database.js'
import {levelledResults, whereOf, type ResultFilter} from './results.js'
import {factors, number, numberOrNull, text} from './database/rows.js'

/**
 * Means of ratings are added up as whole numbers of this part of a point, so that no order of rows and no
 * engine can change a digit: the number is divisible by every number of raters up to 16.
 */
const PART = 720_720

const UNKNOWN_COLUMNS = Object.values(UNKNOWN_RUNS)

export interface CellOptions {
  /** What keeps cells apart besides their factors. */
  occasions?: readonly Occasion[]
  /**
   * Further trials count towards the first trials in turn, so that a very large database gives a bounded
   * answer.
   */
  trials?: number | undefined
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
    const failed = levelledResults({...filter, status: 'failed'})
    const by = columns.join(', ')
    // Two scans without conditions inside are faster than one scan that checks the kind of every row and
    // figure.
    const rows = await this.database.query(
      `SELECT ${by}, 'completed' AS status, count(*) AS results, sum(cost_usd) AS cost, count(cost_usd) AS known_costs,
         sum(rating_count) AS rated_count, sum(rating_sum) AS rating_sum, sum(rating_count > 0) AS rated_results,
         avg(latency_ms) AS avg_latency_ms, avg(input_tokens) AS avg_input_tokens, avg(output_tokens) AS avg_output_tokens
       FROM ${completed.sql} GROUP BY ${by}
       UNION ALL
       SELECT ${by}, 'failed', count(*), sum(cost_usd), 0, 0, 0, 0, NULL, NULL, NULL
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

    return [...groups.values()]
  }

  /**
   * The rated results within the filter, by model and configuration, and by run if asked.
   */
  async ratedCells(filter: ResultFilter, options: CellOptions = {}): Promise<RatedCell[]> {
    const {sql, args} = levelledResults({...filter, status: 'completed'})
    const {by, select} = cellColumns(options)
    const rows = await this.database.queryAll(
      `SELECT ${select}, count(*) AS results, sum(rating_sum * ${PART} / rating_count) AS value_sum,
         sum(rating_sum * rating_sum * ${PART} / rating_count) AS square_of_means,
         ${[1, 2, 3, 4, 5].map((score) => `sum(rated_${score}) AS rated_${score}`).join(', ')}
       FROM ${sql} WHERE rating_count > 0 GROUP BY ${by} ORDER BY ${by}`,
      args,
    )
    return rows.map((row) => toCell(row, options))
  }

  /** Means of all completed results within the filter, by the same cells. */
  async measuredCells(filter: ResultFilter, options: CellOptions = {}): Promise<MeasuredCell[]> {
    const {sql, args} = levelledResults({...filter, status: 'completed'})
    const {by, select} = cellColumns(options)
    const rows = await this.database.queryAll(
      `SELECT ${select}, sum(rating_sum * ${PART} / nullif(rating_count, 0)) AS value_sum,
         count(*) FILTER (WHERE rating_count > 0) AS rated,
         avg(cost_usd) AS cost_usd, avg(latency_ms) AS latency_ms, avg(output_tokens) AS output_tokens
       FROM ${sql} GROUP BY ${by} ORDER BY ${by}`,
      args,
    )
    return rows.map((row) => {
      const rated = number(row, 'rated')
      return {
        factors: cellFactors(row, options),
        rating: rated === 0 ? null : number(row, 'value_sum') / (PART * rated),
        cost_usd: numberOrNull(row, 'cost_usd'),
        latency_ms: numberOrNull(row, 'latency_ms'),
        output_tokens: numberOrNull(row, 'output_tokens'),
      }
    })
  }

  /** How long the completed results of each group took, shortest first. */
  async latencies(columns: readonly GroupColumn[], filter: ResultFilter): Promise<GroupLatencies[]> {
    const {sql, args} = levelledResults({...filter, status: 'completed'})
    const by = columns.join(', ')
    // One row a group: tens of thousands of small rows would take longer than counting them.
    const rows = await this.database.query(
      `SELECT ${by}, group_concat(latency_ms || ':' || results) AS counts FROM (
         SELECT ${by}, latency_ms, count(*) AS results FROM ${sql} WHERE latency_ms IS NOT NULL GROUP BY ${by}, latency_ms
       ) GROUP BY ${by}`,
      args,
    )
    return rows.map((row) => ({group: levels(row, columns), counts: latencyCounts(text(row, 'counts'))}))
  }

  /** The highest trial within the filter; 0 without results. */
  async trials(filter: ResultFilter): Promise<number> {
    const {where, args} = whereOf(filter, {inFigures: true})
    const [row] = await this.database.query(`SELECT max(trial) AS trials FROM results ${where}`, args)
    return row ? (numberOrNull(row, 'trials') ?? 0) : 0
  }

  /** The raters of each group. Looks for one rating of each rater, instead of reading all ratings. */
  async raters(
    columns: readonly GroupColumn[],
    filter: ResultFilter,
    raters: readonly string[],
  ): Promise<{group: GroupLevels; raters: string[]}[]> {
    const {sql, args} = levelledResults({...filter, status: 'completed'})
    const groups = await this.database.query(
      `SELECT DISTINCT ${columns.join(', ')} FROM ${sql} WHERE rating_count > 0`,
      args,
    )
    const same = columns.map((column) => `AND results.${column} = wanted.${column}`).join(' ')
    const wanted = groups.map((row) => JSON.stringify(levels(row, columns)))
    const rows = await this.database.query(
      `SELECT ${columns.map((column) => `wanted.${column}`).join(', ')}, rater.value AS rater
       FROM (SELECT ${columns.map((column) => `value ->> '${column}' AS ${column}`).join(', ')} FROM json_each(?)) AS wanted,
         json_each(?) AS rater
       WHERE EXISTS (
         SELECT 1 FROM ratings JOIN ${sql} ON results.id = ratings.result_id WHERE TRUE ${same} AND ratings.user_id = rater.value)`,
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

function cellColumns({occasions = [], trials}: CellOptions): {by: string; select: string} {
  const trial = trials === undefined ? 'trial' : `(trial - 1) % ${Math.trunc(trials)} + 1`
  const plain = CASE_COLUMNS.filter((column) => column !== 'trial')
  return {
    by: [...plain, trial, ...occasions, ...UNKNOWN_COLUMNS].join(', '),
    select: [...plain, `${trial} AS trial`, ...occasions, ...UNKNOWN_COLUMNS].join(', '),
  }
}

function cellFactors(row: Row, {occasions = []}: CellOptions): CellFactors {
  const made = Object.fromEntries(occasions.map((column) => [column, text(row, column)]))
  const unknown = UNKNOWN_COLUMNS.flatMap((column) => {
    const run = text(row, column)
    return run === '' ? [] : [[column, run] as const]
  })
  return {...factors(row), ...made, ...Object.fromEntries(unknown)}
}

function latencyCounts(text: string): LatencyCount[] {
  const counts = text.split(',').map((entry) => entry.split(':').map(Number) as [number, number])
  return counts
    .map(([latency_ms, results]) => ({latency_ms, results}))
    .sort((a, b) => a.latency_ms - b.latency_ms)
}

function levels(row: Row, columns: readonly GroupColumn[]): GroupLevels {
  return Object.fromEntries(
    columns.map((column) => [column, isNumeric(column) ? number(row, column) : text(row, column)]),
  )
}

/** Sums of squares follow from how often each score was given. */
function toCell(row: Row, options: CellOptions): RatedCell {
  const histogram = [1, 2, 3, 4, 5].map((score) => number(row, `rated_${score}`)) as Histogram
  const results = number(row, 'results')
  const ratings = histogram.reduce((sum, count) => sum + count, 0)
  const squares = histogram.reduce((sum, count, at) => sum + count * (at + 1) ** 2, 0)
  return {
    factors: cellFactors(row, options),
    results,
    ratings,
    histogram,
    value: number(row, 'value_sum') / (PART * results),
    within: {squares: squares - number(row, 'square_of_means') / PART, degrees: ratings - results},
  }
}

const NO_FIGURES: Omit<GroupFigures, 'group'> = {
  result_count: 0,
  failed_count: 0,
  rated_results: 0,
  rated_count: 0,
  avg_rating: null,
  total_cost_usd: null,
  known_cost_count: 0,
  cost_per_result_usd: null,
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
