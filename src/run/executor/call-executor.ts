import {setMaxListeners} from 'node:events'
import {setTimeout as sleep} from 'node:timers/promises'
import {checkedAccounting, ProviderError, type Completion} from '../../providers/provider.js'
import {limitKey} from '../../suite/model/system.js'
import type {AskedStep, ExecutedCall, Step} from '../../records/call.js'
import {deadlineTimer, monotonicMs} from './clock.js'
import {keepAnswer} from '../case/kept-answer.js'
import {Budget, BudgetExhausted} from './budget.js'
import {CallFailed, ModelDeferred, Stopped} from './call-errors.js'
import {newCall, requestHash, type CallRequest, type CompletedCall} from './call-record.js'
import type {CallExecutorOptions} from './options.js'
import {PriceBounds} from './price-bounds.js'
import {RateLimiters, type RateLimiter} from './rate-limiter.js'
import {isRetryable, LONGEST_RETRY_AFTER_MS, retryDelayMs} from './retry-policy.js'
import {Semaphore} from './semaphore.js'
import {NOTHING_SPENT, Spending} from './spending.js'

export {CallFailed, ModelDeferred, Stopped} from './call-errors.js'
export type {CallRequest, CompletedCall} from './call-record.js'

/**
 * An answer, and the promise that the answer is durable. No code waits for the last answer of a case alone:
 * the answer is committed together with the case's result.
 */
export interface CallCompletion<S extends AskedStep = Step> {
  call: CompletedCall<S>
  saved: Promise<void>
}

/**
 * The one path for money. Makes calls: from the stored completions where the answer exists already, else by
 * attempts with all their rules: rate limit, reservation, claim, charge, retry.
 */
export class CallExecutor<S extends AskedStep = Step> {
  readonly semaphore: Semaphore
  readonly rateLimiters: RateLimiters
  readonly spending: Spending
  readonly #budget: Budget
  readonly #bounds: PriceBounds
  readonly #stopping = new AbortController()
  readonly #aborting = new AbortController()
  /** The charges in the durable rows of calls under way, by call id. */
  readonly #durableCharges = new Map<string, number>()
  #graceTimer: NodeJS.Timeout | undefined

  constructor(private readonly options: CallExecutorOptions<S>) {
    const {config, earlier = NOTHING_SPENT} = options
    this.semaphore = new Semaphore(config.concurrency, options.onSeat ?? (() => {}))
    const systems = new Map([...config.models, config.selector].map((system) => [system.id, system]))
    // Systems of one model at one server share what the server allows.
    this.rateLimiters = new RateLimiters(config.concurrency, (id) => {
      const system = systems.get(id)
      return system ? limitKey(system) : id
    })
    this.spending = new Spending(earlier)
    this.#budget = new Budget(config.budget_usd, earlier.charged)
    this.#bounds = new PriceBounds([...config.models, config.selector], earlier.highest)
    // Every call in flight listens to both signals.
    setMaxListeners(0, this.#stopping.signal, this.#aborting.signal)
  }

  /** Models that billed more for a call than the call was expected to cost at most. */
  get overruns() {
    return this.#bounds.overruns
  }

  /** Makes no new calls, and gives calls in flight up after a while. */
  stop(graceMs: number): void {
    this.#graceTimer ??= setTimeout(() => this.#aborting.abort(), graceMs)
    this.#stopping.abort()
  }

  /** To be called when no call is in flight any more. */
  close(): void {
    clearTimeout(this.#graceTimer)
  }

  /**
   * @throws CallFailed | ModelDeferred | Stopped | BudgetExhausted, or the error of the store, lease or
   *   recording.
   */
  async ask(callRequest: CallRequest<S>): Promise<CallCompletion<S>> {
    const hash = requestHash(callRequest.request)
    const kept = this.options.storedCompletions
      .get(callRequest.resultId)
      ?.find((call) => call.step === callRequest.step && call.request_hash === hash)
    if (kept) return {call: {...kept, answer: kept.answer ?? ''}, saved: Promise.resolve()}
    callRequest.earlier?.catch((error: unknown) => this.options.onUnsaved?.(error))
    if (callRequest.earlier) await this.semaphore.goOn(callRequest.earlier)
    const call = newCall(this.options.runId, callRequest, hash)
    try {
      return await this.#askAnew(callRequest, call)
    } catch (error) {
      if (error instanceof Stopped || error instanceof BudgetExhausted) await this.#correctCharge(call)
      throw error
    } finally {
      this.#durableCharges.delete(call.id)
    }
  }

  async #askAnew(callRequest: CallRequest<S>, call: ExecutedCall<S>): Promise<CallCompletion<S>> {
    for (;;) {
      call.attempts++
      try {
        const {completion, latencyMs} = await this.#attempt(callRequest, call)
        const {answer, warning} = keepAnswer(completion.text, completion.remark)
        const completedCall: CompletedCall<S> = {
          ...call,
          status: 'answered',
          latency_ms: latencyMs,
          ...checkedAccounting(completion),
          cost_usd: this.#bounds.cost(call.model, completion),
          answer,
          error: warning,
        }
        const saved = this.#save(completedCall)
        // The promise is awaited later; until then a failure must not count as unhandled.
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
  async #waitOrGiveUp(asked: CallRequest<S>, call: ExecutedCall<S>, error: ProviderError): Promise<void> {
    const {options} = this
    const {model} = call
    const waitMs = retryDelayMs(error, call.attempts, this.#backoffBaseMs)
    const isDeferred = error.kind === 'rate_limit' && waitMs > LONGEST_RETRY_AFTER_MS
    const over = call.attempts > options.config.max_retries || monotonicMs() + waitMs > asked.deadline
    if (!isRetryable(error) || isDeferred || over) {
      await this.#save({...call, status: 'failed'})
      throw isDeferred ? new ModelDeferred(model, waitMs) : new CallFailed(asked.step, error)
    }

    options.emit({type: 'retry-waiting', model, reason: error.message, wait_ms: waitMs})
    this.semaphore.release()
    try {
      await sleep(waitMs, undefined, {signal: this.#stopping.signal})
    } catch {
      throw new Stopped()
    } finally {
      await this.semaphore.retake()
      options.emit({type: 'retry-over', model})
    }
  }

  async #attempt(
    callRequest: CallRequest<S>,
    call: ExecutedCall<S>,
  ): Promise<{completion: Completion; latencyMs: number}> {
    const {options} = this
    const {model} = call
    const rateLimiter = this.rateLimiters.of(model)
    await this.#enter(rateLimiter)
    try {
      const highest = this.#bounds.highest(callRequest.request)
      const earlier = call.charged_usd ?? 0
      await this.#reserve(call, callRequest.deadline, highest)
      const sentAt = monotonicMs()
      const ending = new AbortController()
      const abort = () => ending.abort()
      const limitMs = Math.min(options.config.timeout_s * 1000, callRequest.deadline - sentAt)
      const forgetDeadline = deadlineTimer(limitMs, () =>
        ending.abort(new DOMException('no answer in time', 'TimeoutError')),
      )
      this.#aborting.signal.addEventListener('abort', abort, {once: true})
      let charged = highest
      try {
        const completion = await options.provider(model).complete(callRequest.request, ending.signal)
        const cost = this.#bounds.cost(model, completion)
        if (cost !== null) this.#bounds.billed(callRequest.request, cost, highest)
        charged = cost ?? highest
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
        if (this.#aborting.signal.aborted) throw new Stopped()
        if (error instanceof ProviderError) {
          // A server that was not reached, or refused, has not charged; when the answer was lost, the charge
          // is unknown.
          if (error.notSent || (error.status !== undefined && error.status !== 200)) charged = 0
          if (error.kind === 'rate_limit' && !error.final) {
            rateLimiter.rateLimited(
              sentAt,
              Math.min(retryDelayMs(error, call.attempts, this.#backoffBaseMs), LONGEST_RETRY_AFTER_MS),
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
        this.#aborting.signal.removeEventListener('abort', abort)
        this.#budget.settle(highest, charged)
        call.charged_usd = earlier + charged
      }
    } finally {
      rateLimiter.leave()
    }
  }

  /**
   * Reserves money for a call, durably before anything is sent: should the process die then, a resume must
   * know how much may have been spent. An error gives the money back.
   */
  async #reserve(call: ExecutedCall<S>, deadline: number, highest: number): Promise<void> {
    await this.#budget.reserve(highest)
    try {
      this.#refuseStopped()
      if (this.#budget.limit !== null) {
        const charged_usd = (call.charged_usd ?? 0) + highest
        await this.#save({...call, status: 'sent', charged_usd})
        this.#durableCharges.set(call.id, charged_usd)
      }

      await this.options.lease?.confirm()
      // The wait for money, for a slow store or for another process may have lasted until the run was
      // stopped.
      this.#refuseStopped()
      if (monotonicMs() >= deadline) throw outOfTime()
    } catch (error) {
      this.#budget.settle(highest, 0)
      throw error
    }
  }

  /**
   * A call that is left undone must not stand for more than its attempts may have cost; a resume needs the
   * money.
   */
  async #correctCharge(call: ExecutedCall<S>): Promise<void> {
    const durable = this.#durableCharges.get(call.id)
    if (durable === undefined || durable === (call.charged_usd ?? 0)) return
    const error = call.error ?? 'the run ended before it was sent'
    // Should the store be gone, the higher charge stays: that is on the safe side.
    await this.#save({...call, status: 'failed', error}).catch(() => {})
  }

  async #save(call: ExecutedCall<S>): Promise<void> {
    await this.options.store.saveCall(call)
    this.spending.add(call)
  }

  /** Takes a place at the model's rate limiter; while the case waits there, another case runs. */
  async #enter(rateLimiter: RateLimiter): Promise<void> {
    this.#refuseStopped()
    if (rateLimiter.tryEnter()) return
    this.semaphore.release()
    try {
      await rateLimiter.enter(this.#stopping.signal)
    } catch {
      throw new Stopped()
    } finally {
      await this.semaphore.retake()
    }
  }

  #refuseStopped(): void {
    if (this.#stopping.signal.aborted) throw new Stopped()
  }

  get #backoffBaseMs(): number {
    return this.options.backoffBaseMs ?? 1000
  }
}

/** No request goes out for a case after its deadline: its answer would be of no use. */
function outOfTime(): ProviderError {
  return new ProviderError('the time of the case was over before it could be asked', {
    kind: 'timeout',
    final: true,
  })
}
