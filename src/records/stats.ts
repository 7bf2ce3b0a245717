import type {UNKNOWN_RUNS, VersionedFactor} from './version.js'
import {FACTOR_COLUMNS, type FactorColumn, type ResultFactors} from './result.js'

/** How often each score 1, 2, 3, 4, 5 was given. */
export type Histogram = [number, number, number, number, number]

/** What else than factors results are grouped by: their run, and the day they were made, in UTC. */
export const OCCASIONS = ['run_id', 'day'] as const
export type Occasion = (typeof OCCASIONS)[number]

/** The columns that make groups. */
export type GroupColumn = FactorColumn | Occasion
export const GROUP_COLUMNS = [...FACTOR_COLUMNS, ...OCCASIONS] as const

/** The levels that make a group, by column. */
export type GroupLevels = Record<string, string | number>

/**
 * The factors of a cell, its run or day where these are kept apart, and the runs of unknown versions.
 */
export type CellFactors = Omit<ResultFactors, 'trial'> & {run_id?: string; day?: string} & Partial<
    Record<(typeof UNKNOWN_RUNS)[VersionedFactor], string>
  >

/**
 * Counts and sums of one group of results, as the database gives them. Money is US dollars; null: unknown.
 */
export interface GroupFigures {
  group: GroupLevels
  /** Completed results, each once. */
  result_count: number
  failed_count: number
  /** Completed results with at least one chip. */
  usable_count: number
  /** Results with at least one rating. */
  rated_results: number
  /** Ratings. */
  rated_count: number
  /** Mean over all ratings: a result that was rated twice counts twice. */
  avg_rating: number | null
  /** How often each score 1, 2, 3, 4, 5 was given. */
  histogram: Histogram
  /** Known costs, of failed cases too. */
  total_cost_usd: number | null
  /** Completed results whose cost is known. */
  known_cost_count: number
  /** Mean known cost of a completed result, with its share of the cost of failed cases. */
  cost_per_result_usd: number | null
  /** All that was paid for the group, failed cases included, for each usable answer. */
  cost_per_usable_usd: number | null
  avg_latency_ms: number | null
  avg_tokens: {input: number | null; output: number | null}
}

/**
 * The ratings of one model on one configuration by one rater, as whole numbers: how many, their sum, and the
 * sum of their squares. Trials and runs are folded in.
 */
export interface RatedCell {
  factors: CellFactors
  rater: string
  n: number
  sum: number
  squares: number
}

/** Means over the completed results of one model on one configuration; null: unknown. */
export interface MeasuredCell {
  factors: CellFactors
  cost_usd: number | null
  latency_ms: number | null
  output_tokens: number | null
  /** Milliseconds of each result whose latency is known, in no order. */
  latencies_ms: readonly number[]
}
