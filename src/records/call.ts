/** The steps of a case, in order. */
export const STEPS = ['step1', 'selection', 'step2', 'fill'] as const
export type Step = (typeof STEPS)[number]
/** How remarks on a result name them: `Step 2: …`. */
export const STEP_NAMES: Record<Step, string> = {
  step1: 'Step 1',
  selection: 'Selection',
  step2: 'Step 2',
  fill: 'Fill',
}

/**
 * `sent`: on its way, or lost with the process; `answered`: paid for and kept; `failed`: no answer came.
 */
export const CALL_STATUSES = ['sent', 'answered', 'failed'] as const
export type CallStatus = (typeof CALL_STATUSES)[number]

/** One LLM call with all its attempts. */
export interface CallRecord {
  id: string
  run_id: string
  result_id: string
  step: Step
  model: string
  /** Digest of everything that was sent, so that a stored answer is used only for the same question. */
  request_hash: string
  status: CallStatus
  attempts: number
  /** Milliseconds of the attempt that answered. */
  latency_ms: number | null
  input_tokens: number | null
  output_tokens: number | null
  /** US dollars, as reported or computed from tokens; null when unknown. */
  cost_usd: number | null
  /** US dollars the budget counts: the cost, or the highest possible cost where the cost is unknown. */
  charged_usd: number | null
  finish_reason: string | null
  error: string | null
  answer: string | null
  created_at: string
}

/** What the calls of a run, or of a part of it, add up to. Money is US dollars. */
export interface CallTotals {
  /** Known costs. */
  spent: number
  /** What a budget counts. */
  charged: number
  /** Calls that were answered, and how many of them at a cost nobody knows. */
  answered: number
  unknown_costs: number
  /** The highest known cost of a call, by model that answered. */
  highest: ReadonlyMap<string, number>
}
