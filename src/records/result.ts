import type {z} from 'zod'
import type {
  listedResultSchema,
  ratedResultSchema,
  resultFactorsSchema,
  resultRecordSchema,
  resultSummarySchema,
} from './schemas.js'
import type {ResultStatus} from './statuses.js'

export {RESULT_STATUSES, type ResultStatus} from './statuses.js'

/** The factors that results can be filtered and grouped by: columns, in this order. */
export const FACTOR_COLUMNS = [
  'model',
  'persona_id',
  'style',
  'input_type',
  'constraint_type',
  'chip_count',
] as const
export type FactorColumn = (typeof FACTOR_COLUMNS)[number]

/** Orders of a list of results: dearest, slowest, best and worst rated first. */
export const RESULT_SORTS = ['newest', 'oldest', 'cost', 'latency', 'rating', 'worst', 'model'] as const
export type ResultSort = (typeof RESULT_SORTS)[number]

/** What a result is an answer to: everything but the model and the run. */
export const CONFIGURATION_COLUMNS = [
  'persona_id',
  'style',
  'input_type',
  'constraint_type',
  'chip_count',
  'trial',
] as const

/** The factors of a result: with the same run they are unique. */
export type ResultFactors = z.infer<typeof resultFactorsSchema>

/**
 * What one case gave, in the same shape in the database, in `--json` and over HTTP.
 * Latency, tokens and cost are the tested model's own calls; null where nobody reported them.
 * A step that was not taken is null; one that gave nothing is an empty list.
 */
export type ResultRecord = z.infer<typeof resultRecordSchema>

/** Whose a result is, and what it took: what raters do not see before they rate. */
export type Identity = Pick<
  ResultRecord,
  'model' | 'style' | 'input_type' | 'cost_usd' | 'latency_ms' | 'run_id'
>

/** A result in a list, with what raters said so far. */
export type ListedResult = z.infer<typeof listedResultSchema>

/** As a listed result, with the number of its chips. */
export type ResultSummary = z.infer<typeof resultSummarySchema>

/** A result in full, with what raters said so far. */
export type RatedResult = z.infer<typeof ratedResultSchema>

/** A case and how it ended. */
export type EndedCase = ResultFactors & {status: ResultStatus}
