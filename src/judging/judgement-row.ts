import type {ExecutedCall} from '../records/call.js'
import {
  UNREADABLE,
  UNREADABLE_TWICE,
  type JudgementRecord,
  type JudgementState,
} from '../records/judgement.js'
import type {Reading} from './read-judgement.js'
import type {JudgeTask} from './tasks.js'

/** Where a judgement belongs, and what was paid for it before this question. */
export interface RowContext {
  runId: string
  task: JudgeTask
  judgeVersion: string
  rubricVersion: string
  earlier: JudgementState | undefined
  /** The last answer could not be read. */
  isAgain: boolean
}

/**
 * The row of a judgement after a call. Money, tokens and attempts are those of all questions, so that a
 * budget counts each of them.
 * @param reading of an answered call.
 */
export function judgementRow(
  call: ExecutedCall<'judge'>,
  reading: Reading | {problem: string} | undefined,
  {runId, task, judgeVersion, rubricVersion, earlier, isAgain}: RowContext,
): JudgementRecord {
  const read = reading !== undefined && 'score' in reading ? reading : undefined
  return {
    id: task.id,
    run_id: runId,
    result_id: task.resultId,
    judge_version: judgeVersion,
    rubric_version: rubricVersion,
    repeat: task.repeat,
    status: call.status === 'answered' && !read ? 'failed' : call.status,
    score: read?.score ?? null,
    reasons: read?.reasons ?? null,
    bad_chips: read?.bad_chips ?? [],
    request_hash: call.request_hash,
    latency_ms: call.latency_ms,
    ...amountsOf(call, earlier),
    finish_reason: call.finish_reason,
    error: errorOf(call, reading, isAgain),
    answer: call.answer,
    created_at: call.created_at,
  }
}

function amountsOf(call: ExecutedCall<'judge'>, earlier: JudgementState | undefined) {
  const isUnknown = call.status === 'answered' && call.cost_usd === null
  return {
    attempts: call.attempts + (earlier?.attempts ?? 0),
    input_tokens: sum(earlier?.input_tokens, call.input_tokens),
    output_tokens: sum(earlier?.output_tokens, call.output_tokens),
    // An answer of unknown cost makes the whole unknown.
    cost_usd: isUnknown ? null : sum(earlier?.cost_usd, call.cost_usd),
    charged_usd: sum(earlier?.charged_usd, call.charged_usd),
  }
}

function errorOf(
  {error}: ExecutedCall<'judge'>,
  reading: Reading | {problem: string} | undefined,
  isAgain: boolean,
): string | null {
  if (reading !== undefined && 'problem' in reading)
    return `${isAgain ? UNREADABLE_TWICE : UNREADABLE}: ${reading.problem}`
  if (reading !== undefined || !isAgain) return error
  return `${UNREADABLE}, then ${error ?? 'asked again'}`
}

function sum(a: number | null | undefined, b: number | null): number | null {
  return a === null || a === undefined ? b : a + (b ?? 0)
}
