import {countByType} from '../chips/chip-set.js'
import type {Chip} from '../chips/chip.js'
import type {CsvValue} from '../text/csv.js'
import {safeJson} from '../text/json.js'
import type {CallRecord} from '../records/call.js'
import type {ExportedRating} from '../records/rating.js'
import type {RatedResult} from '../records/result.js'

/** A column of an exported table. */
export interface ExportColumn<Row> {
  name: string
  /** What it holds, for the documentation. */
  meaning: string
  value: (row: Row) => CsvValue
}

function same<Row>(meanings: Partial<Record<keyof Row & string, string>>): ExportColumn<Row>[] {
  return Object.entries(meanings).map(([name, meaning]) => ({
    name,
    meaning: meaning as string,
    value: (row) => row[name as keyof Row] as CsvValue,
  }))
}

const chips = (list: readonly Chip[] | null) => (list === null ? null : safeJson(list))

/** One row a result. */
export const RESULT_COLUMNS: readonly ExportColumn<RatedResult>[] = [
  ...same<RatedResult>({
    id: 'id of the result',
    run_id: 'run it belongs to',
    status: 'completed, or failed: a call got no answer',
    model: 'tested model',
    persona_id: 'persona the chips are for',
    sector: 'sector of the persona',
    desired_role: 'role of the persona',
    style: 'prompt style',
    input_type: 'basic, or enriched: with chips the simulated user selected',
    constraint_type: 'with_constraint: at least 2 chips of each type were demanded',
    chip_count: 'chips asked for in step 2',
    trial: 'repetition, from 1',
    created_at: 'when it was finished, ISO 8601 in UTC',
    latency_ms: "milliseconds of the tested model's answering attempts",
    input_tokens: 'tokens sent to the tested model',
    output_tokens: 'tokens it answered',
    cost_usd: "US dollars of the tested model's calls",
    rating_count: 'ratings',
    avg_rating: 'mean of the ratings, 1 to 5; empty without any',
  }),
  {name: 'chips', meaning: 'chips in the end', value: ({final_chips}) => final_chips.length},
  ...(['situation', 'jargon', 'role_task', 'environment'] as const).map((type) => ({
    name: `chips_${type}`,
    meaning: `of them of type ${type}`,
    value: ({final_chips}: RatedResult) => countByType(final_chips)[type],
  })),
  {
    name: 'chips_filled',
    meaning: 'chips a fill call added; 0 when none was needed',
    value: ({fill_chips}) => fill_chips?.length ?? 0,
  },
  {name: 'final_chips', meaning: 'the chips as JSON', value: ({final_chips}) => chips(final_chips)},
  {
    name: 'step1_chips',
    meaning: 'chips offered for selection, JSON; empty in the basic flow',
    value: ({step1_chips}) => chips(step1_chips),
  },
  {
    name: 'selected_chips',
    meaning: 'chips the simulated user selected, JSON',
    value: ({selected_chips}) => chips(selected_chips),
  },
  {
    name: 'step2_chips',
    meaning: 'what the model answered in step 2, JSON',
    value: ({step2_chips}) => chips(step2_chips),
  },
  {name: 'fill_chips', meaning: 'what fill calls answered, JSON', value: ({fill_chips}) => chips(fill_chips)},
  {
    name: 'errors',
    meaning: 'what had to be repaired or was invalid, JSON',
    value: ({errors}) => safeJson(errors),
  },
]

/** One row a rating. */
export const RATING_COLUMNS: readonly ExportColumn<ExportedRating>[] = same<ExportedRating>({
  id: 'id of the rating',
  result_id: 'result that was rated',
  user_id: 'who rated',
  rating: '1 (unusable) to 5 (excellent)',
  created_at: 'when, ISO 8601 in UTC; of the last change',
  blind: 'true: the rater could not see whose it is; empty: unknown (scripts, imports)',
  note: "the rater's remark on the result",
  flagged: 'true: the rater flagged the result',
  model: 'tested model',
  persona_id: 'persona the chips are for',
  style: 'prompt style',
  input_type: 'basic or enriched',
  constraint_type: 'with_constraint or no_constraint',
  chip_count: 'chips asked for',
  trial: 'repetition, from 1',
})

/** One row an LLM call. */
export const CALL_COLUMNS: readonly ExportColumn<CallRecord>[] = same<CallRecord>({
  id: 'id of the call',
  run_id: 'run it belongs to',
  result_id: 'result it was made for',
  step: 'step1, selection, step2 or fill',
  model: 'model that was asked; the selector in the step selection',
  status: 'answered, failed, or sent: on its way, or lost with its process',
  attempts: 'attempts made',
  latency_ms: 'milliseconds of the attempt that answered',
  input_tokens: 'tokens sent',
  output_tokens: 'tokens answered',
  cost_usd: 'US dollars; empty when unknown',
  charged_usd: 'US dollars the budget counts',
  finish_reason: 'why the model stopped',
  error: 'why no answer came, or what was wrong with how it came',
  answer: 'the raw answer',
  request_hash: 'digest of what was sent',
  created_at: 'when, ISO 8601 in UTC',
})
