import {namesOf, type Columns, type RowOf} from './columns.js'

/** The steps of a case, in order. */
export const STEPS = ['step1', 'selection', 'step2', 'fill'] as const
export type Step = (typeof STEPS)[number]
/** Everything that a call may be made for: the steps of a case, and the judgement of a result. */
export type AskedStep = Step | 'judge'
/** How messages on a result name the steps: `Step 2: …`. */
export const STEP_NAMES: Record<AskedStep, string> = {
  step1: 'Step 1',
  selection: 'Selection',
  step2: 'Step 2',
  fill: 'Fill',
  judge: 'Judgement',
}

/**
 * `sent`: on its way, or lost with the process; `answered`: paid for and kept; `failed`: no answer came.
 */
export const CALL_STATUSES = ['sent', 'answered', 'failed'] as const

const REPORTED = {type: 'integer', nullable: true} as const
const MONEY = {type: 'real', nullable: true} as const
const OPTIONAL_TEXT = {type: 'text', nullable: true} as const

/** One LLM call with all its attempts. */
export const CALL_TABLE = {
  id: {type: 'text', meaning: 'id of the call'},
  run_id: {type: 'text', meaning: 'run it belongs to'},
  result_id: {type: 'text', meaning: 'result it was made for'},
  step: {type: 'text', levels: STEPS, meaning: 'step1, selection, step2 or fill'},
  model: {type: 'text', meaning: 'system that was asked; the selector in the step selection'},
  // Digest of everything that was sent, so that a stored answer is used only for the same request.
  request_hash: {type: 'text', meaning: 'digest of what was sent'},
  status: {
    type: 'text',
    levels: CALL_STATUSES,
    meaning: 'answered, failed, or sent: on its way, or lost with its process',
  },
  attempts: {type: 'integer', meaning: 'attempts made'},
  latency_ms: {...REPORTED, meaning: 'milliseconds of the attempt that answered'},
  input_tokens: {...REPORTED, meaning: 'tokens sent'},
  output_tokens: {...REPORTED, meaning: 'tokens answered'},
  // As reported or computed from tokens.
  cost_usd: {...MONEY, meaning: 'US dollars; empty when unknown'},
  // The cost, or the highest possible cost where the cost is unknown.
  charged_usd: {...MONEY, meaning: 'US dollars the budget counts'},
  finish_reason: {...OPTIONAL_TEXT, meaning: 'why the model stopped'},
  error: {...OPTIONAL_TEXT, meaning: 'why no answer came, or what was wrong with how it came'},
  answer: {...OPTIONAL_TEXT, meaning: 'the raw answer'},
  created_at: {type: 'text', meaning: 'when, ISO 8601 in UTC'},
  // The model and the servers that answered: a change of them is a change under one name.
  reasoning_tokens: {...REPORTED, meaning: 'tokens of reasoning among those answered'},
  cached_tokens: {...REPORTED, meaning: 'tokens among those sent that the provider had cached'},
  answered_by: {...OPTIONAL_TEXT, meaning: 'the model that the provider names'},
  system_fingerprint: {...OPTIONAL_TEXT, meaning: 'the fingerprint that the provider names'},
} as const satisfies Columns
export const STORED_CALL_COLUMNS = namesOf(CALL_TABLE)

export type CallRecord = RowOf<typeof CALL_TABLE>

/** A call as the executor makes it: one of a case, or one that is kept elsewhere. */
export type ExecutedCall<S extends AskedStep = Step> = Omit<CallRecord, 'step'> & {step: S}

/** The sums over the calls of a run, or of a part of a run. Money is US dollars. */
export interface CallTotals {
  /** Known costs. */
  spent: number
  /** The sum that a budget counts. */
  charged: number
  /** Calls that were answered, and how many of them at an unknown cost. */
  answered: number
  unknown_costs: number
  /** The highest known cost of a call, by the model that answered. */
  highest: ReadonlyMap<string, number>
}
