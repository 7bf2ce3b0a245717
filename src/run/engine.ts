import {setMaxListeners} from 'node:events'
import type {Provider} from '../providers/provider.js'
import type {CallRecord} from '../records/call.js'
import type {ResultRecord} from '../records/result.js'
import type {RunConfig} from '../records/run.js'
import {resultId, type Case} from '../suite/model/case.js'
import type {PricedModel, Suite} from '../suite/model/suite.js'
import {Budget, BudgetExhausted} from './executor/budget.js'
import {CallExecutor, ModelDeferred, Stopped, type CallFailed} from './executor/call-executor.js'
import {pipelineOptions} from './case-requests.js'
import {unsentResult} from './case-result.js'
import type {Listener, StopReason} from './events.js'
import {RateLimiter} from './executor/rate-limiter.js'
import {ModelQueue} from './model-queue.js'
import {CasePipeline} from './pipeline.js'
import type {RunStore} from './ports.js'
import {Semaphore} from './executor/semaphore.js'

/** How long calls in flight may go on after a stop, in milliseconds. */
const GRACE_MS = 10_000

/** What there is to do. */
export interface RunPlan {
  runId: string
  config: RunConfig
  suite: Suite
  /** Every case of the run. */
  cases: readonly Case[]
  /** Ids of the results that are there already. */
  completed: ReadonlySet<string>
  /** Answers that are paid for, of cases that are not complete. */
  storedCompletions: ReadonlyMap<string, readonly CallRecord[]>
  /** US dollars charged and spent by earlier sessions. */
  chargedUsd: number
  spentUsd: number
}

export interface RunPorts {
  store: RunStore
  provider: (modelId: string) => Provider
  emit: Listener
  /** Milliseconds of the first back-off; tests make it short. */
  backoffBaseMs?: number
  graceMs?: number
}

export interface RunOutcome {
  /** Results of the whole run, earlier sessions included. */
  completed: number
  failed: number
  /** Cases without a result. */
  left: number
  stop: StopReason | null
  /** Models that asked for a longer wait than a run sits out. */
  parked: {model: string; wait_ms: number; left: number}[]
  /** US dollars of all calls with a known cost. */
  spent_usd: number
  /** Answers of this session whose cost nobody knows; they are not in `spent_usd`. */
  calls_of_unknown_cost: number
}

/** Runs the cases that are not complete yet. One engine runs once. */
export class RunEngine {
  readonly #stopping = new AbortController()
  readonly #aborting = new AbortController()
  readonly #modelQueues: ModelQueue[]
  readonly #rateLimiters = new Map<string, RateLimiter>()
  readonly #prices: Map<string, PricedModel>
  readonly #semaphore: Semaphore
  readonly #budget: Budget
  readonly #executor: CallExecutor
  readonly #finished: Promise<void>
  #finish: () => void = () => {}
  #open = 0
  #turn = 0
  #stop: StopReason | null = null
  #graceTimer: NodeJS.Timeout | undefined
  #completed: number
  #failed = 0
  #spent: number
  #unknownCosts = 0

  constructor(
    private readonly plan: RunPlan,
    private readonly ports: RunPorts,
  ) {
    const {config} = plan
    this.#completed = plan.completed.size
    this.#spent = plan.spentUsd
    this.#prices = new Map([...config.models, config.selector].map((model) => [model.id, model]))
    this.#semaphore = new Semaphore(config.concurrency, () => this.#beginCases())
    // Every call in flight listens to both.
    setMaxListeners(0, this.#stopping.signal, this.#aborting.signal)
    this.#budget = new Budget(config.budget_usd, plan.chargedUsd)
    this.#modelQueues = this.#makeModelQueues()
    this.#finished = new Promise((resolve) => (this.#finish = resolve))
    this.#executor = new CallExecutor({
      runId: plan.runId,
      provider: ports.provider,
      price: (model) => this.#price(model),
      rateLimiter: (model) => this.#rateLimiter(model),
      semaphore: this.#semaphore,
      budget: this.#budget,
      store: {
        saveResult: (result) => ports.store.saveResult(result),
        saveCall: async (call) => {
          await ports.store.saveCall(call)
          if (call.status !== 'sent') this.#spent += call.cost_usd ?? 0
          if (call.status === 'answered' && call.cost_usd === null) this.#unknownCosts++
        },
      },
      storedCompletions: plan.storedCompletions,
      stopping: this.#stopping.signal,
      aborting: this.#aborting.signal,
      maxRetries: config.max_retries,
      timeoutMs: config.timeout_s * 1000,
      backoffBaseMs: ports.backoffBaseMs ?? 1000,
      emit: ports.emit,
    })
  }

  /** Resolves when every case is through, or when the run had to stop; never rejects. */
  async run(): Promise<RunOutcome> {
    this.ports.emit({
      type: 'started',
      run_id: this.plan.runId,
      models: this.#modelQueues.map(({model, left}) => {
        const total = this.plan.cases.filter((testCase) => testCase.model === model).length
        return {model, total, done: total - left}
      }),
    })
    this.#beginCases()
    this.#finishIfIdle()
    await this.#finished
    clearTimeout(this.#graceTimer)
    return {
      completed: this.#completed,
      failed: this.#failed,
      left: this.plan.cases.length - this.#completed - this.#failed,
      stop: this.#stop,
      parked: this.#modelQueues
        .filter((modelQueue) => modelQueue.left > 0 && modelQueue.deferredMs > 0)
        .map((modelQueue) => ({
          model: modelQueue.model,
          wait_ms: modelQueue.deferredMs,
          left: modelQueue.left,
        })),
      spent_usd: this.#spent,
      calls_of_unknown_cost: this.#unknownCosts,
    }
  }

  /** Makes no new calls; those in flight may finish for a short while. The first reason stays. */
  stop(reason: StopReason): void {
    if (this.#stop) return
    this.#stop = reason
    this.ports.emit({type: 'stopping', reason, in_flight: this.#open})
    this.#graceTimer = setTimeout(() => this.#aborting.abort(), this.ports.graceMs ?? GRACE_MS)
    this.#stopping.abort()
    this.#finishIfIdle()
  }

  #makeModelQueues(): ModelQueue[] {
    const {cases, completed, runId, config} = this.plan
    const byModel = new Map<string, Case[]>(config.models.map(({id}) => [id, []]))
    for (const testCase of cases)
      if (!completed.has(resultId(runId, testCase))) byModel.get(testCase.model)?.push(testCase)
    return [...byModel].map(
      ([model, modelCases]) => new ModelQueue(model, this.#rateLimiter(model), modelCases),
    )
  }

  /** Begins cases while there are seats, going round the models so that none waits for another. */
  #beginCases(): void {
    while (!this.#stop && this.#semaphore.available) {
      const modelQueue = this.#nextQueue()
      if (!modelQueue) return
      this.#semaphore.take()
      void this.#runCase(modelQueue, modelQueue.begin())
    }
  }

  #nextQueue(): ModelQueue | undefined {
    for (let i = 0; i < this.#modelQueues.length; i++) {
      const modelQueue = this.#modelQueues[(this.#turn + i) % this.#modelQueues.length]!
      if (!modelQueue.ready) continue
      this.#turn = (this.#turn + i + 1) % this.#modelQueues.length
      return modelQueue
    }

    return undefined
  }

  async #runCase(modelQueue: ModelQueue, testCase: Case): Promise<void> {
    this.#open++
    try {
      const pipeline = new CasePipeline(testCase, pipelineOptions(this.plan), this.#executor)
      const {result, failure, saved} = await pipeline.run()
      await Promise.all([saved, this.#save(result)])
      if (failure) await this.#actOn(failure, modelQueue)
    } catch (error) {
      this.#leaveUndone(error, modelQueue, testCase)
    } finally {
      modelQueue.open--
      this.#open--
      this.#semaphore.release()
      this.#finishIfIdle()
    }
  }

  async #save(result: ResultRecord): Promise<void> {
    await this.ports.store.saveResult(result)
    if (result.status === 'completed') this.#completed++
    else this.#failed++
    this.ports.emit({
      type: 'case-finished',
      model: result.model,
      status: result.status,
      chips: result.final_chips,
      errors: result.errors,
      cost_usd: result.cost_usd,
      total_cost_usd: this.#spent,
    })
  }

  /** Some failures say that more of the same would fail too. */
  async #actOn({step, error, message}: CallFailed, modelQueue: ModelQueue): Promise<void> {
    if (error.kind === 'auth' || error.kind === 'credit') return this.stop({kind: error.kind, message})
    if (error.kind !== 'not_found') return
    if (step === 'selection') return this.stop({kind: 'selector', message})
    const remaining = modelQueue.end()
    this.ports.emit({type: 'model-ended', model: modelQueue.model, reason: message})
    for (const testCase of remaining)
      await this.#save(unsentResult(this.plan.runId, testCase, `the model was not found (${message})`))
  }

  #leaveUndone(error: unknown, modelQueue: ModelQueue, testCase: Case): void {
    if (error instanceof Stopped) return
    if (error instanceof ModelDeferred) {
      modelQueue.putBack(testCase)
      modelQueue.park(error.waitMs)
      this.ports.emit({
        type: 'model-deferred',
        model: modelQueue.model,
        wait_ms: error.waitMs,
        left: modelQueue.left,
      })
    } else if (error instanceof BudgetExhausted) {
      this.stop({kind: 'budget', message: error.message})
    } else {
      this.stop({kind: 'storage', error})
    }
  }

  #finishIfIdle(): void {
    if (this.#open > 0) return
    if (this.#stop || !this.#modelQueues.some((modelQueue) => modelQueue.ready)) this.#finish()
  }

  #rateLimiter(model: string): RateLimiter {
    let rateLimiter = this.#rateLimiters.get(model)
    if (!rateLimiter)
      this.#rateLimiters.set(model, (rateLimiter = new RateLimiter(this.plan.config.concurrency)))
    return rateLimiter
  }

  #price(model: string): PricedModel {
    const price = this.#prices.get(model)
    if (!price) throw new Error(`no price entry for ${model}`)
    return price
  }
}
