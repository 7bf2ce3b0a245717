import type {Chip} from '../chips/chip.js'
import type {ConstraintType, InputType} from '../suite/suite.js'

export const RESULT_STATUSES = ['completed', 'failed'] as const
export type ResultStatus = (typeof RESULT_STATUSES)[number]

/** The factors that results can be filtered and grouped by: columns, in this order. */
export const FACTOR_COLUMNS = ['model', 'persona_id', 'style', 'input_type', 'constraint_type', 'chip_count'] as const
export type FactorColumn = (typeof FACTOR_COLUMNS)[number]

/** Orders of a list of results: dearest, slowest, best and worst rated first. */
export const RESULT_SORTS = ['newest', 'oldest', 'cost', 'latency', 'rating', 'worst', 'model'] as const
export type ResultSort = (typeof RESULT_SORTS)[number]

/** What a result is an answer to: everything but the model and the run. */
export const CONFIGURATION_COLUMNS = ['persona_id', 'style', 'input_type', 'constraint_type', 'chip_count', 'trial'] as const

/** The factors of a result: with the same run they are unique. */
export interface ResultFactors {
  model: string
  persona_id: string
  style: string
  input_type: InputType
  constraint_type: ConstraintType
  chip_count: number
  trial: number
}

/**
 * What one case gave, in the same shape in the database, in `--json` and over HTTP.
 * Latency, tokens and cost are the tested model's own calls; null where nobody reported them.
 * A step that was not taken is null; one that gave nothing is an empty list.
 */
export interface ResultRecord extends ResultFactors {
  id: string
  run_id: string
  sector: string
  desired_role: string
  status: ResultStatus
  final_chips: Chip[]
  step1_chips: Chip[] | null
  selected_chips: Chip[] | null
  step2_chips: Chip[] | null
  fill_chips: Chip[] | null
  errors: string[]
  latency_ms: number | null
  input_tokens: number | null
  output_tokens: number | null
  cost_usd: number | null
  created_at: string
}

/** A result in a list, with what raters said so far. */
export interface ResultSummary
  extends Omit<ResultRecord, 'final_chips' | 'step1_chips' | 'selected_chips' | 'step2_chips' | 'fill_chips' | 'errors'> {
  chips: number
  avg_rating: number | null
  rating_count: number
}

/** A result in full, with what raters said so far. */
export type RatedResult = ResultRecord & Pick<ResultSummary, 'avg_rating' | 'rating_count'>
