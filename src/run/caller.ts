import {createHash, randomUUID} from 'node:crypto'
import {setTimeout as sleep} from 'node:timers/promises'
import {ProviderError, type Completion, type CompletionRequest, type Provider} from '../providers/provider.js'
import type {CallRecord, Step} from '../records/call.js'
import type {PricedModel} from '../suite/suite.js'
import {costOf, mostInputTokens} from '../suite/price.js'
import type {Budget} from './budget.js'
import {deadlineTimer, monotonicMs} from './clock.js'
import type {Listener} from './events.js'
import type {ModelGate} from './gate.js'
import type {RunStore} from './ports.js'
import {isRetryable, LONGEST_RETRY_AFTER_MS, retryDelayMs} from './retry.js'
import type {Seats} from './seats.js'

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
export class ModelParked extends Error {
  constructor(
    readonly model: string,
    readonly waitMs: number,
  ) {
    super(`${model} asks to wait ${Math.ceil(waitMs / 1000)} s`)
    this.name = 'ModelParked'
  }
}

/** The run is ending; the case stays as it is for a later resume. */
export class Stopped extends Error {}

export interface CallerOptions {
  runId: string
  provider: (modelId: string) => Provider
  price: (modelId: string) => PricedModel
  gate: (modelId: string) => ModelGate
  seats: Seats
  budget: Budget
  store: RunStore
  /** Answers that earlier sessions of this run paid for, by result id. */
  journal: ReadonlyMap<string, readonly CallRecord[]>
  /** Aborted when no new call may be made. */
  stopping: AbortSignal
  /** Aborted when calls in flight are given up. */
  aborting: AbortSignal
  maxRetries: number
  timeoutMs: number
  backoffBaseMs: number
  emit: Listener
}

/** A question of a case. */
export interface Question {
  resultId: string
  step: Step
  request: CompletionRequest
  /** By the monotonic clock, in milliseconds: after it the case may not send anything more. */
  deadline: number
}

/** An answer with its accounting, new or from the journal. */
export type AnsweredCall = CallRecord & {answer: string}

/**
 * An answer, and the promise that it is durable. Nobody waits for the last answer of a case alone: it is
 * committed together with the case's result.
 */
export interface Answered {
  call: AnsweredCall
  saved: Promise<void>
}

/** Makes calls: from the journal where the answer is there already, else by attempts with all their rules. */
export class Caller {
  constructor(private readonly options: CallerOptions) {}

  /** @throws CallFailed | ModelParked | Stopped | BudgetExhausted, or the error of the store or of the recording. */
  async ask(question: Question): Promise<Answered> {
    const hash = requestHash(question.request)
    const kept = this.options.journal
      .get(question.resultId)
      ?.find((call) => call.step === question.step && call.request_hash === hash)
    if (kept) return {call: {...kept, answer: kept.answer ?? ''}, saved: Promise.resolve()}
    const call = newCall(this.options.runId, question, hash)
    for (;;) {
      call.attempts++
      try {
        const {completion, latencyMs} = await this.#attempt(question, call)
        const answered: AnsweredCall = {
          ...call,
          status: 'answered',
          latency_ms: latencyMs,
          input_tokens: completion.input_tokens,
          output_tokens: completion.output_tokens,
          cost_usd: this.#cost(question, completion),
          finish_reason: completion.finish_reason,
          answer: completion.text,
          error: null,
        }
        const saved = this.options.store.saveCall(answered)
        // It is awaited later; until then a failure must not count as unhandled.
        saved.catch(() => {})
        if (completion.recordError !== undefined) {
          await saved
          throw completion.recordError
        }

        return {call: answered, saved}
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error
        call.error = error.message
        await this.#waitOrGiveUp(question, call, error)
      }
    }
  }

  /** Returns when the next attempt is due. */
  async #waitOrGiveUp(question: Question, call: CallRecord, error: ProviderError): Promise<void> {
    const {options} = this
    const model = question.request.model
    const waitMs = retryDelayMs(error, call.attempts, options.backoffBaseMs)
    const parked = error.kind === 'rate_limit' && waitMs > LONGEST_RETRY_AFTER_MS
    const over = call.attempts > options.maxRetries || monotonicMs() + waitMs > question.deadline
    if (!isRetryable(error) || parked || over) {
      await options.store.saveCall({...call, status: 'failed'})
      throw parked ? new ModelParked(model, waitMs) : new CallFailed(question.step, error)
    }

    options.emit({type: 'retry-waiting', model, reason: error.message, wait_ms: waitMs})
    options.seats.release()
    try {
      await sleep(waitMs, undefined, {signal: options.stopping})
    } catch {
      throw new Stopped()
    } finally {
      await options.seats.retake()
      options.emit({type: 'retry-over', model})
    }
  }

  async #attempt(question: Question, call: CallRecord): Promise<{completion: Completion; latencyMs: number}> {
    const {options} = this
    const {model} = question.request
    const gate = options.gate(model)
    await this.#enter(gate)
    try {
      const highest = this.#highestCost(question.request)
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
      // The gate, the budget or a standstill may have taken all the time there was.
      if (sentAt >= question.deadline) {
        options.budget.settle(highest, 0)
        throw outOfTime()
      }

      const ending = new AbortController()
      const abort = () => ending.abort()
      const forgetDeadline = deadlineTimer(Math.min(options.timeoutMs, question.deadline - sentAt), () =>
        ending.abort(new DOMException('no answer in time', 'TimeoutError')),
      )
      options.aborting.addEventListener('abort', abort, {once: true})
      let charged = highest
      try {
        const completion = await options.provider(model).complete(question.request, ending.signal)
        charged = this.#cost(question, completion) ?? highest
        const latencyMs = completion.latency_ms ?? Math.round(monotonicMs() - sentAt)
        gate.succeeded()
        options.emit({
          type: 'attempt',
          model,
          step: question.step,
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
            gate.rateLimited(
              sentAt,
              Math.min(retryDelayMs(error, call.attempts, options.backoffBaseMs), LONGEST_RETRY_AFTER_MS),
            )
          }

          options.emit({
            type: 'attempt',
            model,
            step: question.step,
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
      gate.leave()
    }
  }

  /** Takes a place at the model's gate; while it waits there, another case has its seat. */
  async #enter(gate: ModelGate): Promise<void> {
    const {seats, stopping} = this.options
    if (stopping.aborted) throw new Stopped()
    if (gate.tryEnter()) return
    seats.release()
    try {
      await gate.enter(stopping)
    } catch {
      throw new Stopped()
    } finally {
      await seats.retake()
    }
  }

  #cost({request}: Question, completion: Completion): number | null {
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

function newCall(runId: string, {resultId, step, request}: Question, hash: string): CallRecord {
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
