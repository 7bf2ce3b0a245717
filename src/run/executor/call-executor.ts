import {createHash, randomUUID} from 'node:crypto'
import {setTimeout as sleep} from 'node:timers/promises'
import {
  ProviderError,
  type Completion,
  type CompletionRequest,
  type Provider,
} from '../../providers/provider.js'
import type {CallRecord, Step} from '../../records/call.js'
import type {PricedModel} from '../../suite/model/suite.js'
import {costOf, mostInputTokens} from '../../suite/prices/price.js'
import type {Budget} from './budget.js'
import {deadlineTimer, monotonicMs} from '../clock.js'
import type {Listener} from '../events.js'
import type {RateLimiter} from './rate-limiter.js'
import {keepAnswer} from '../kept-answer.js'
import type {RunStore} from '../ports.js'
import {isRetryable, LONGEST_RETRY_AFTER_MS, retryDelayMs} from './retry-policy.js'
import type {Semaphore} from './semaphore.js'

/** A call that got no answer, after all its attempts. It is recorded. */
export class CallFailed extends Error {
  constructor(
    readonly step: Step,
    readonly error: ProviderError,
  ) {
    super(error.message)
    this.name = 'CallFailed'
  }
}

/** The model asks for a wait too long to sit out; the case stays as it is for a later resume. */
export class ModelDeferred extends Error {
  constructor(
    readonly model: string,
    readonly waitMs: number,
  ) {
    super(`${model} asks to wait ${Math.ceil(waitMs / 1000)} s`)
    this.name = 'ModelDeferred'
  }
}

/** The run is ending; the case stays as it is for a later resume. */
export class Stopped extends Error {}

export interface CallExecutorOptions {
  runId: string
  provider: (modelId: string) => Provider
  price: (modelId: string) => PricedModel
  rateLimiter: (modelId: string) => RateLimiter
  semaphore: Semaphore
  budget: Budget
  store: RunStore
  /** Answers that earlier sessions of this run paid for, by result id. */
  storedCompletions: ReadonlyMap<string, readonly CallRecord[]>
  /** Aborted when no new call may be made. */
  stopping: AbortSignal
  /** Aborted when calls in flight are given up. */
  aborting: AbortSignal
  maxRetries: number
  timeoutMs: number
  backoffBaseMs: number
  emit: Listener
}

/** A callRequest of a case. */
export interface CallRequest {
  resultId: string
  step: Step
  request: CompletionRequest
  /** By the monotonic clock, in milliseconds: after it the case may not send anything more. */
  deadline: number
}

/** An answer with its accounting, new or from the journal. */
export type CompletedCall = CallRecord & {answer: string}

/**
 * An answer, and the promise that it is durable. Nobody waits for the last answer of a case alone: it is
 * committed together with the case's result.
 */
export interface CallCompletion {
  call: CompletedCall
  saved: Promise<void>
}

/** Makes calls: from the journal where the answer is there already, else by attempts with all their rules. */
export class CallExecutor {
  constructor(private readonly options: CallExecutorOptions) {}

  /** @throws CallFailed | ModelDeferred | Stopped | BudgetExhausted, or the error of the store or of the recording. */
  async ask(callRequest: CallRequest): Promise<CallCompletion> {
    const hash = requestHash(callRequest.request)
    const kept = this.options.storedCompletions
      .get(callRequest.resultId)
      ?.find((call) => call.step === callRequest.step && call.request_hash === hash)
    if (kept) return {call: {...kept, answer: kept.answer ?? ''}, saved: Promise.resolve()}
    const call = newCall(this.options.runId, callRequest, hash)
    for (;;) {
      call.attempts++
      try {
        const {completion, latencyMs} = await this.#attempt(callRequest, call)
        const {answer, remark} = keepAnswer(completion.text, completion.remark)
        const completedCall: CompletedCall = {
          ...call,
          status: 'answered',
          latency_ms: latencyMs,
          input_tokens: completion.input_tokens,
          output_tokens: completion.output_tokens,
          cost_usd: this.#cost(callRequest, completion),
          finish_reason: completion.finish_reason,
          answer,
          error: remark,
        }
        const saved = this.options.store.saveCall(completedCall)
        // It is awaited later; until then a failure must not count as unhandled.
        saved.catch(() => {})
        if (completion.recordError !== undefined) {
          await saved
          throw completion.recordError
        }

        return {call: completedCall, saved}
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error
        call.error = error.message
        await this.#waitOrGiveUp(callRequest, call, error)
      }
    }
  }

  /** Returns when the next attempt is due. */
  async #waitOrGiveUp(callRequest: CallRequest, call: CallRecord, error: ProviderError): Promise<void> {
    const {options} = this
    const model = callRequest.request.model
    const waitMs = retryDelayMs(error, call.attempts, options.backoffBaseMs)
    const isDeferred = error.kind === 'rate_limit' && waitMs > LONGEST_RETRY_AFTER_MS
    const over = call.attempts > options.maxRetries || monotonicMs() + waitMs > callRequest.deadline
    if (!isRetryable(error) || isDeferred || over) {
      await options.store.saveCall({...call, status: 'failed'})
      throw isDeferred ? new ModelDeferred(model, waitMs) : new CallFailed(callRequest.step, error)
    }

    options.emit({type: 'retry-waiting', model, reason: error.message, wait_ms: waitMs})
    options.semaphore.release()
    try {
      await sleep(waitMs, undefined, {signal: options.stopping})
    } catch {
      throw new Stopped()
    } finally {
      await options.semaphore.retake()
      options.emit({type: 'retry-over', model})
    }
  }

  async #attempt(
    callRequest: CallRequest,
    call: CallRecord,
  ): Promise<{completion: Completion; latencyMs: number}> {
    const {options} = this
    const {model} = callRequest.request
    const rateLimiter = options.rateLimiter(model)
    await this.#enter(rateLimiter)
    try {
      const highest = this.#highestCost(callRequest.request)
      await options.budget.reserve(highest)
      if (options.stopping.aborted) {
        options.budget.settle(highest, 0)
        throw new Stopped()
      }

      const earlier = call.charged_usd ?? 0
      if (options.budget.limit !== null) {
        // Should the process die now, resume must know that this much may have been spent.
        await options.store.saveCall({...call, status: 'sent', charged_usd: earlier + highest})
      }

      const sentAt = monotonicMs()
      // The rate limiter, the budget or a standstill may have taken all the time there was.
      if (sentAt >= callRequest.deadline) {
        options.budget.settle(highest, 0)
        throw outOfTime()
      }

      const ending = new AbortController()
      const abort = () => ending.abort()
      const forgetDeadline = deadlineTimer(Math.min(options.timeoutMs, callRequest.deadline - sentAt), () =>
        ending.abort(new DOMException('no answer in time', 'TimeoutError')),
      )
      options.aborting.addEventListener('abort', abort, {once: true})
      let charged = highest
      try {
        const completion = await options.provider(model).complete(callRequest.request, ending.signal)
        charged = this.#cost(callRequest, completion) ?? highest
        const latencyMs = completion.latency_ms ?? Math.round(monotonicMs() - sentAt)
        rateLimiter.succeeded()
        options.emit({
          type: 'attempt',
          model,
          step: callRequest.step,
          attempt: call.attempts,
          outcome: 'answered',
          latency_ms: latencyMs,
        })
        return {completion, latencyMs}
      } catch (error) {
        if (options.aborting.aborted) throw new Stopped()
        if (error instanceof ProviderError) {
          // A server that refused has not charged; when the answer was lost, nobody knows.
          if (error.status !== undefined && error.status !== 200) charged = 0
          if (error.kind === 'rate_limit' && !error.final) {
            rateLimiter.rateLimited(
              sentAt,
              Math.min(retryDelayMs(error, call.attempts, options.backoffBaseMs), LONGEST_RETRY_AFTER_MS),
            )
          }

          options.emit({
            type: 'attempt',
            model,
            step: callRequest.step,
            attempt: call.attempts,
            outcome: error.message,
            latency_ms: Math.round(monotonicMs() - sentAt),
          })
        }

        throw error
      } finally {
        forgetDeadline()
        options.aborting.removeEventListener('abort', abort)
        options.budget.settle(highest, charged)
        call.charged_usd = earlier + charged
      }
    } finally {
      rateLimiter.leave()
    }
  }

  /** Takes a place at the model's rate limiter; while it waits there, another case runs. */
  async #enter(rateLimiter: RateLimiter): Promise<void> {
    const {semaphore, stopping} = this.options
    if (stopping.aborted) throw new Stopped()
    if (rateLimiter.tryEnter()) return
    semaphore.release()
    try {
      await rateLimiter.enter(stopping)
    } catch {
      throw new Stopped()
    } finally {
      await semaphore.retake()
    }
  }

  #cost({request}: CallRequest, completion: Completion): number | null {
    return (
      completion.cost_usd ??
      costOf(this.options.price(request.model), completion.input_tokens, completion.output_tokens)
    )
  }

  /** US dollars this call can cost at most; 0 where the price is unknown (a budget then is refused beforehand). */
  #highestCost(request: CompletionRequest): number {
    return (
      costOf(
        this.options.price(request.model),
        mostInputTokens(request.messages),
        request.max_output_tokens,
      ) ?? 0
    )
  }
}

/** No request goes out for a case whose time is over: nobody would wait for its answer. */
function outOfTime(): ProviderError {
  return new ProviderError('the time of the case was over before it could be asked', {
    kind: 'timeout',
    final: true,
  })
}

function newCall(runId: string, {resultId, step, request}: CallRequest, hash: string): CallRecord {
  return {
    id: randomUUID(),
    run_id: runId,
    result_id: resultId,
    step,
    model: request.model,
    request_hash: hash,
    status: 'sent',
    attempts: 0,
    latency_ms: null,
    input_tokens: null,
    output_tokens: null,
    cost_usd: null,
    charged_usd: null,
    finish_reason: null,
    error: null,
    answer: null,
    created_at: new Date().toISOString(),
  }
}

function requestHash({model, messages, temperature, max_output_tokens, seed}: CompletionRequest): string {
  const text = JSON.stringify([model, messages, temperature, max_output_tokens, seed])
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
