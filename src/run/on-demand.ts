import {randomUUID} from 'node:crypto'
import {runIsWorkedOn, runTakenOver} from '../errors/catalogue.js'
import {runWasDeleted} from '../errors/remote.js'
import type {Provider} from '../providers/provider.js'
import type {CallRecord} from '../records/call.js'
import type {RatedResult, ResultRecord} from '../records/result.js'
import type {RunConfig} from '../records/run.js'
import {resultId, type Case} from '../suite/model/case.js'
import {WHOLE_RUN} from '../suite/model/shard.js'
import type {PricedModel, Suite} from '../suite/model/suite.js'
import {Budget} from './executor/budget.js'
import {CallExecutor} from './executor/call-executor.js'
import {pipelineOptions} from './case-requests.js'
import {RateLimiter} from './executor/rate-limiter.js'
import {CasePipeline} from './pipeline.js'
import type {SessionStore} from './ports.js'
import {Semaphore} from './executor/semaphore.js'
import {HEARTBEAT_MS} from './session.js'

export interface OnDemandOptions {
  store: SessionStore & {
    results: {get(id: string): Promise<RatedResult | undefined>}
    sync: {entriesOf(localId: string, kind: 'run', ids: readonly string[]): Promise<{deleted: boolean}[]>}
  }
  suite: Suite
  config: RunConfig
  provider: (modelId: string) => Provider
  backoffBaseMs?: number
}

/** A result that was asked for, and whether it was there already. */
export interface OnDemandResult {
  cached: boolean
  result: ResultRecord
}

/** The run that holds what was made on demand from one state of a suite. */
export function onDemandRunId(suiteHash: string): string {
  return `on-demand-${suiteHash.replace(/^sha256:/, '').slice(0, 12)}`
}

/**
 * Makes single cases when they are asked for, by the same pipeline as a run, within one budget for all of
 * them. A case that is there is never bought again; equal cases that are asked for at the same time are
 * bought once. Like a run it has one process at a time, so that its budget holds.
 */
export class OnDemandCases {
  readonly runId: string
  readonly #workerId = randomUUID()
  readonly #stopping = new AbortController()
  readonly #aborting = new AbortController()
  readonly #underWay = new Map<string, Promise<OnDemandResult>>()
  readonly #storedCompletions = new Map<string, CallRecord[]>()
  readonly #rateLimiters = new Map<string, RateLimiter>()
  readonly #semaphore: Semaphore
  #ready: Promise<CallExecutor> | undefined
  #heartbeat: NodeJS.Timeout | undefined

  constructor(private readonly options: OnDemandOptions) {
    this.runId = onDemandRunId(options.config.suite.hash)
    this.#semaphore = new Semaphore(options.config.concurrency, () => {})
  }

  /**
   * @throws CallFailed when the model gave no answer (the result is kept as failed), ModelDeferred,
   * BudgetExhausted, Stopped, or BenchError when another process makes cases of this suite, or the run was deleted.
   */
  make(testCase: Case): Promise<OnDemandResult> {
    const id = resultId(this.runId, testCase)
    const known = this.#underWay.get(id)
    if (known) return known
    const making = this.#make(id, testCase).finally(() => this.#underWay.delete(id))
    this.#underWay.set(id, making)
    return making
  }

  /** Makes no new calls, gives those in flight a short while, and lets the claim go. */
  async close(graceMs = 10_000): Promise<void> {
    this.#stopping.abort()
    const timer = setTimeout(() => this.#aborting.abort(), graceMs)
    await Promise.allSettled(this.#underWay.values())
    clearTimeout(timer)
    clearInterval(this.#heartbeat)
    if (this.#ready) await this.options.store.leases.release(this.runId, this.#workerId)
  }

  async #make(id: string, testCase: Case): Promise<OnDemandResult> {
    const {store} = this.options
    const kept = await store.results.get(id)
    if (kept?.status === 'completed') return {cached: true, result: kept}
    const executor = await this.#executor()
    await this.#semaphore.retake()
    try {
      const completion = (await store.calls.completionsOfUnfinished(this.runId, id)).get(id)
      if (completion) this.#storedCompletions.set(id, completion)
      const pipeline = new CasePipeline(
        testCase,
        pipelineOptions({...this.options, runId: this.runId}),
        executor,
      )
      const {result, failure, saved} = await pipeline.run()
      await Promise.all([saved, store.results.save(result)])
      if (failure) throw failure
      return {cached: false, result}
    } finally {
      this.#storedCompletions.delete(id)
      this.#semaphore.release()
    }
  }

  /** The first case that is asked for claims the run; a claim that failed is tried again by the next one. */
  #executor(): Promise<CallExecutor> {
    this.#ready ??= this.#begin().catch((error: unknown) => {
      this.#ready = undefined
      throw error
    })
    return this.#ready
  }

  async #begin(): Promise<CallExecutor> {
    const {store, config, provider, backoffBaseMs = 1000} = this.options
    const now = new Date().toISOString()
    // It would be made anew under its old id, and be lost with all that it paid for at the next sync.
    const [entry] = await store.sync.entriesOf('', 'run', [this.runId])
    if (entry?.deleted) throw runWasDeleted(this.runId)
    await store.runs.create({id: this.runId, started_at: now, completed_at: now, status: 'completed', config})
    const holder = await store.leases.claim(this.runId, this.#workerId, WHOLE_RUN)
    if (holder) {
      const secondsAgo = Math.max(0, Math.round(holder.silent_ms / 1000))
      throw runIsWorkedOn(this.runId, `process ${holder.pid} on ${holder.host}`, secondsAgo)
    }

    this.#heartbeat = setInterval(() => void this.#renew(), HEARTBEAT_MS).unref()
    const {charged} = await store.calls.totals(this.runId)
    const prices = new Map<string, PricedModel>(
      [...config.models, config.selector].map((model) => [model.id, model]),
    )
    return new CallExecutor({
      runId: this.runId,
      provider,
      price: (model) => prices.get(model) ?? unpriced(model),
      rateLimiter: (model) => this.#rateLimiter(model),
      semaphore: this.#semaphore,
      budget: new Budget(config.budget_usd, charged),
      store: {saveCall: (call) => store.calls.save(call), saveResult: (result) => store.results.save(result)},
      storedCompletions: this.#storedCompletions,
      stopping: this.#stopping.signal,
      aborting: this.#aborting.signal,
      maxRetries: config.max_retries,
      timeoutMs: config.timeout_s * 1000,
      backoffBaseMs,
      emit: () => {},
    })
  }

  /** Without a claim nothing more may be bought; the next case tries to claim anew. */
  async #renew(): Promise<void> {
    const isOurs = await this.options.store.leases.renew(this.runId, this.#workerId).catch(() => true)
    if (isOurs) return
    clearInterval(this.#heartbeat)
    this.#ready = Promise.reject(runTakenOver(this.runId))
    this.#ready.catch(() => (this.#ready = undefined))
  }

  #rateLimiter(model: string): RateLimiter {
    let rateLimiter = this.#rateLimiters.get(model)
    if (!rateLimiter)
      this.#rateLimiters.set(model, (rateLimiter = new RateLimiter(this.options.config.concurrency)))
    return rateLimiter
  }
}

function unpriced(model: string): never {
  throw new Error(`no price entry for ${model}`)
}
