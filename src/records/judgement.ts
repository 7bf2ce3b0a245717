import {CALL_STATUSES} from './call.js'
import {namesOf, type Columns, type RowOf} from './columns.js'

const REPORTED = {type: 'integer', nullable: true} as const
const MONEY = {type: 'real', nullable: true} as const
const OPTIONAL_TEXT = {type: 'text', nullable: true} as const

/** What a judge says of a result: one question, with all that was paid until it was settled. */
export const JUDGEMENT_TABLE = {
  id: {type: 'text', meaning: 'id of the judgement; follows from result, judge, rubric and repeat'},
  run_id: {type: 'text', meaning: 'pass of the judge that made it'},
  result_id: {type: 'text', meaning: 'result that was judged'},
  judge_version: {type: 'text', meaning: 'definition of the judge'},
  rubric_version: {type: 'text', meaning: 'definition of what it judged by'},
  repeat: {type: 'integer', min: 1, meaning: 'how often the judge was asked the same; 1 counts in figures'},
  status: {
    type: 'text',
    levels: CALL_STATUSES,
    meaning:
      'answered: with a score; failed: no answer, or one that cannot be read; sent: on its way, or lost',
  },
  score: {type: 'integer', nullable: true, min: 1, max: 5, meaning: '1 to 5 as people rate; empty: none'},
  reasons: {...OPTIONAL_TEXT, meaning: 'why, in the words of the judge'},
  bad_chips: {type: 'texts', meaning: 'keys of the chips that the judge calls bad, JSON'},
  request_hash: {type: 'text', meaning: 'digest of what was sent last'},
  attempts: {type: 'integer', meaning: 'attempts made'},
  latency_ms: {...REPORTED, meaning: 'milliseconds of the attempt that answered'},
  input_tokens: {...REPORTED, meaning: 'tokens sent'},
  output_tokens: {...REPORTED, meaning: 'tokens answered'},
  cost_usd: {...MONEY, meaning: 'US dollars, of all questions; empty when unknown'},
  charged_usd: {...MONEY, meaning: 'US dollars the budget counts'},
  finish_reason: {...OPTIONAL_TEXT, meaning: 'why the model stopped'},
  error: {...OPTIONAL_TEXT, meaning: 'why there is no score'},
  answer: {...OPTIONAL_TEXT, meaning: 'the raw answer'},
  created_at: {type: 'text', meaning: 'when, ISO 8601 in UTC'},
} as const satisfies Columns
export const STORED_JUDGEMENT_COLUMNS = namesOf(JUDGEMENT_TABLE)

export type JudgementRecord = RowOf<typeof JUDGEMENT_TABLE>

/** A judgement as far as it is settled, and what it has cost so far. */
export type JudgementState = Pick<
  JudgementRecord,
  'id' | 'status' | 'error' | 'attempts' | 'input_tokens' | 'output_tokens' | 'cost_usd' | 'charged_usd'
>

/** How the errors begin of a judgement that could not be read: once, and for good. */
export const UNREADABLE = 'not readable'
export const UNREADABLE_TWICE = 'not readable, twice'

/** Whether a judge is not asked again: a score is there, or two answers that cannot be read. */
export function isSettled({status, error}: Pick<JudgementRecord, 'status' | 'error'>): boolean {
  return status === 'answered' || (error?.startsWith(UNREADABLE_TWICE) ?? false)
}

/** A judge by its rubric, and how much of it there is. */
export interface JudgeUse {
  /** The id of the system that judges. */
  judge: string
  judge_version: string
  rubric_version: string
  /** Results with a score. */
  judged: number
  /** Judgements that could not be read, and that got no answer. */
  unreadable: number
  unanswered: number
  cost_usd: number | null
  /** Scores whose cost nobody knows. */
  unknown_costs: number
  last_at: string
}
