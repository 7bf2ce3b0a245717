import {FACTORS, HIDDEN_FACTORS, SETTINGS, type FactorColumn} from '../suite/model/factors.js'
import {namesOf, type Columns, type RowOf} from './columns.js'
import {RESULT_STATUSES, type ResultStatus} from './statuses.js'

export {RESULT_STATUSES, type ResultStatus} from './statuses.js'
export {FACTOR_COLUMNS, type FactorColumn} from '../suite/model/factors.js'

/** Orders of a list of results: dearest, slowest, best and worst rated first. */
export const RESULT_SORTS = ['newest', 'oldest', 'cost', 'latency', 'rating', 'worst', 'model'] as const
export type ResultSort = (typeof RESULT_SORTS)[number]

const REPORTED = {type: 'integer', nullable: true, min: 0, described: 'null: nobody reported it'} as const
const STEP = {type: 'chips', nullable: true, described: 'null: the step was not taken'} as const

/** The factors of a result and its repetition: with the same run they are unique. */
export const CASE_PART = {
  ...FACTORS,
  trial: {
    type: 'integer',
    meaning: 'repetition, from 1',
    described: '1 for the first time a case is run, 2 for the second …',
  },
} as const satisfies Columns

/** What is asked, with the run and the names of its persona, in the order of the columns. */
export const ASKED_PART = {
  id: {type: 'text', meaning: 'id of the result'},
  run_id: {type: 'text', meaning: 'run it belongs to'},
  model: FACTORS.model,
  persona_id: FACTORS.persona_id,
  sector: {type: 'text', meaning: 'sector of the persona'},
  desired_role: {type: 'text', meaning: 'role of the persona'},
  ...SETTINGS,
  trial: CASE_PART.trial,
} as const satisfies Columns

/** How the case ended, and its time, tokens and cost. */
export const OUTCOME_PART = {
  status: {type: 'text', levels: RESULT_STATUSES, meaning: 'completed, or failed: a call got no answer'},
  latency_ms: {
    type: 'integer',
    nullable: true,
    meaning: "milliseconds of the tested model's answering attempts",
    described: "milliseconds of the tested model's own calls, waits left out; null: unknown",
  },
  input_tokens: {...REPORTED, meaning: 'tokens sent to the tested model'},
  output_tokens: {...REPORTED, meaning: 'tokens it answered'},
  cost_usd: {
    type: 'real',
    nullable: true,
    meaning: "US dollars of the tested model's calls",
    described: "US dollars of the tested model's own calls; null: unknown",
  },
  created_at: {
    type: 'text',
    meaning: 'when it was finished, ISO 8601 in UTC',
    described: 'ISO 8601, UTC',
  },
} as const satisfies Columns

/** The answers, step by step. */
export const ANSWER_PART = {
  final_chips: {type: 'chips', meaning: 'the chips as JSON'},
  step1_chips: {...STEP, meaning: 'chips offered for selection, JSON; empty in the basic flow'},
  selected_chips: {...STEP, meaning: 'chips the simulated user selected, JSON'},
  step2_chips: {...STEP, meaning: 'what the model answered in step 2, JSON'},
  fill_chips: {...STEP, meaning: 'what fill calls answered, JSON'},
  errors: {
    type: 'texts',
    meaning: 'what had to be repaired or was invalid, JSON',
    described: 'what was wrong with the answers, or why none came',
  },
} as const satisfies Columns

/** The ratings so far; triggers keep the totals that these columns are computed from. */
export const RATED_PART = {
  avg_rating: {
    type: 'real',
    nullable: true,
    min: 1,
    max: 5,
    meaning: 'mean of the ratings, 1 to 5; empty without any',
    described: 'mean of the ratings; null: nobody rated it',
  },
  rating_count: {type: 'integer', min: 0, meaning: 'ratings'},
} as const satisfies Columns

const {id, run_id, sector, desired_role} = ASKED_PART
/** A result without its chips, in the order of its JSON. */
export const RESULT_HEAD = {id, run_id, ...CASE_PART, sector, desired_role, ...OUTCOME_PART} as const

/**
 * The versions of what was asked, as ids of definitions; null in older rows, whose versions their run tells.
 */
export const VERSION_PART = {
  style_version: {type: 'text', nullable: true, meaning: "id of the style's definition"},
  persona_version: {type: 'text', nullable: true, meaning: "id of the persona's definition"},
  system_version: {type: 'text', nullable: true, meaning: "id of the system's definition"},
} as const satisfies Columns

/** Tokens in detail. */
export const TOKEN_PART = {
  reasoning_tokens: {...REPORTED, meaning: 'tokens of reasoning among those it answered'},
  cached_tokens: {...REPORTED, meaning: 'tokens among those sent that the provider had cached'},
} as const satisfies Columns

/** The stored columns of a result but the totals of its ratings. */
export const RESULT_TABLE = {...RESULT_HEAD, ...ANSWER_PART, ...VERSION_PART, ...TOKEN_PART} as const
export const STORED_RESULT_COLUMNS = namesOf(RESULT_TABLE)

/** The totals that triggers keep of a result's ratings: count, sum, and how often each score was given. */
export const RATING_TOTALS = [
  'rating_count',
  'rating_sum',
  ...[1, 2, 3, 4, 5].map((score) => `rated_${score}`),
]

/** The columns of a case. */
export const CASE_COLUMNS = namesOf(CASE_PART)
/** What a result is an answer to: every factor but the model, without the run. */
export const CONFIGURATION_COLUMNS = CASE_COLUMNS.filter((column) => column !== 'model')

/** Levels of factors, by column; a column that is left out allows every level. */
export type FactorFilter = {
  [Column in FactorColumn]?:
    readonly ((typeof FACTORS)[Column]['type'] extends 'integer' ? number : string)[] | undefined
}

export type ResultFactors = RowOf<typeof CASE_PART>

/**
 * The outcome of one case, in the same shape in the database, in `--json` and over HTTP.
 * Latency, tokens and cost are the tested model's calls alone; null where the provider did not report them.
 * A step that was not taken is null; a step that gave nothing is an empty list.
 */
export type ResultRecord = RowOf<typeof RESULT_TABLE>

type HiddenFactor = {
  [Column in FactorColumn]: (typeof FACTORS)[Column]['isHidden'] extends true ? Column : never
}[FactorColumn]

/**
 * What raters do not see before they rate: the model, and what would reveal the model, or what the answer
 * took.
 */
export type Identity = Pick<ResultRecord, HiddenFactor | 'cost_usd' | 'latency_ms' | 'run_id'>
export const IDENTITY_COLUMNS = [
  ...(HIDDEN_FACTORS as HiddenFactor[]),
  'cost_usd',
  'latency_ms',
  'run_id',
] as const

type Rated = RowOf<typeof RATED_PART>

/** A result in a list, with its ratings so far. */
export type ListedResult = RowOf<typeof RESULT_HEAD> & Rated

/** As a listed result, with the number of its chips. */
export type ResultSummary = ListedResult & {chips: number}

/** A result in full, with its ratings so far. */
export type RatedResult = ResultRecord & Rated

/** What the remarks of a failed result say when the provider does not have the model (any more). */
export const MODEL_NOT_FOUND = 'the model was not found'

/** A case and how it ended. */
export type EndedCase = ResultFactors & {status: ResultStatus}

/** Whether a column of groups holds numbers. */
export function isNumeric(column: FactorColumn | 'run_id' | 'day'): boolean {
  return column !== 'run_id' && column !== 'day' && FACTORS[column].type === 'integer'
}
