import {createHash, randomUUID} from 'node:crypto'
import {sentContent, systemOf, type CompletionRequest} from '../../providers/provider.js'
import type {AskedStep, ExecutedCall, Step} from '../../records/call.js'

/** A call that a case asks for. */
export interface CallRequest<S extends AskedStep = Step> {
  /** The call's id; a new id where the call does not follow from a case. */
  id?: string
  resultId: string
  step: S
  request: CompletionRequest<S>
  /** By the monotonic clock, in milliseconds: after the deadline the case may not send anything more. */
  deadline: number
  /** The answer before of the same case on its way to the disk. */
  earlier?: Promise<void>
}

/** An answer with its accounting, new or stored. */
export type CompletedCall<S extends AskedStep = Step> = ExecutedCall<S> & {answer: string}

/** A call before its first attempt. */
export function newCall<S extends AskedStep>(
  runId: string,
  {id, resultId, step, request}: CallRequest<S>,
  hash: string,
): ExecutedCall<S> {
  return {
    id: id ?? randomUUID(),
    run_id: runId,
    result_id: resultId,
    step,
    model: systemOf(request),
    request_hash: hash,
    status: 'sent',
    attempts: 0,
    latency_ms: null,
    input_tokens: null,
    output_tokens: null,
    reasoning_tokens: null,
    cached_tokens: null,
    cost_usd: null,
    charged_usd: null,
    finish_reason: null,
    error: null,
    answer: null,
    answered_by: null,
    system_fingerprint: null,
    created_at: new Date().toISOString(),
  }
}

/** Digest of everything that is sent: a stored answer is used only for the same request. */
export function requestHash(request: CompletionRequest): string {
  return createHash('sha256')
    .update(JSON.stringify(sentContent(request)))
    .digest('hex')
    .slice(0, 32)
}
