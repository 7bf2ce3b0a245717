import type {Provider} from '../providers/provider.js'
import type {CallRecord, CallTotals} from '../records/call.js'
import {MODEL_NOT_FOUND, type ResultRecord} from '../records/result.js'
import type {RunConfig} from '../records/run.js'
import {resultId, type Case} from '../suite/model/case.js'
import type {Suite} from '../suite/model/suite.js'
import {BudgetExhausted} from './executor/budget.js'
import {CallExecutor, ModelDeferred, Stopped, type CallFailed} from './executor/call-executor.js'
import type {RunLease} from './executor/run-lease.js'
import type {Listener, RunEvent, StopReason} from './events.js'
import {FailureReasons} from './failure-reasons.js'
import {graceOf} from './grace.js'
import {ModelQueue} from './model-queue.js'
import {ModelQueues} from './model-queues.js'
import {offlineModels} from './offline.js'
import {pipelineOptions} from './case/case-requests.js'
import {unsentResult} from './case/case-result.js'
import {CasePipeline} from './case/pipeline.js'
import type {RunOutcome} from './case/outcome.js'
import type {RunStore} from './ports.js'
import {Prospects} from './prospects.js'
import {mendOf, refusedSystem, type RefusedSystem} from './refused-system.js'

/** The work of a run. */
export interface RunPlan {
  runId: string
  config: RunConfig
  suite: Suite
  /** Every case of the run. */
  cases: readonly Case[]
  /** Ids of the results that exist already. */
  completed: ReadonlySet<string>
  /** Answers that are paid for, of cases that are not complete. */
  storedCompletions: ReadonlyMap<string, readonly CallRecord[]>
  /** The totals of the calls of earlier sessions. */
  earlier: CallTotals
}

export interface RunPorts {
  store: RunStore
  provider: (modelId: string) => Provider
  emit: Listener
  /** The claim to the run; the claim is checked before anything is bought. */
  lease?: Pick<RunLease, 'confirm'>
  /** Milliseconds of the first back-off; tests make the back-off short. */
  backoffBaseMs?: number
  graceMs?: number
}

/** Runs the cases that are not complete yet. One engine runs once. */
export class RunEngine {
  readonly #modelQueues: ModelQueues<Case>
  readonly #executor: CallExecutor
  readonly #prospects: Prospects
  readonly #finished: Promise<void>
  #finish: () => void = () => {}
  #open = 0
  #stop: StopReason | null = null
  #completed: number
  #failed = 0
  readonly #failures = new FailureReasons()
  /** Systems of which a call was answered: their parameters are taken. */
  readonly #taken: Set<string>
  readonly #refused = new Map<string, RefusedSystem>()

  constructor(
    private readonly plan: RunPlan,
    private readonly ports: RunPorts,
  ) {
    const {config} = plan
    this.#completed = plan.completed.size
    this.#taken = new Set(plan.earlier.highest.keys())
    this.#executor = new CallExecutor({
      ...plan,
      ...ports,
      onUnsaved: (error) => this.stop({kind: 'storage', error}),
      onSeat: () => this.#beginCases(),
      emit: (event) => this.#watch(event),
    })
    this.#modelQueues = new ModelQueues(this.#makeModelQueues())
    this.#finished = new Promise((resolve) => (this.#finish = resolve))
    const offline = offlineModels(config)
    const online = this.#modelQueues.all.filter(({left}) => left > 0).map(({model}) => model)
    this.#prospects = new Prospects(
      [...plan.earlier.highest.keys()].some((model) => !offline.has(model)),
      new Set(online.filter((model) => !offline.has(model))),
    )
  }

  /** Resolves when every case has ended, or when the run had to stop; never rejects. */
  async run(): Promise<RunOutcome> {
    this.ports.emit({
      type: 'started',
      run_id: this.plan.runId,
      models: this.#modelQueues.all.map(({model, left}) => {
        const total = this.plan.cases.filter((testCase) => testCase.model === model).length
        return {model, total, done: total - left}
      }),
    })
    this.#beginCases()
    this.#finishIfIdle()
    await this.#finished
    this.#executor.close()
    return {
      completed: this.#completed,
      failed: this.#failed,
      failures: this.#failures.list(),
      left: this.plan.cases.length - this.#completed - this.#failed - this.#leftOut,
      stop: this.#stop,
      parked: this.#modelQueues.deferred,
      spent_usd: this.#executor.spending.usd,
      answered_calls: this.#executor.spending.answered,
      calls_of_unknown_cost: this.#executor.spending.unknownCosts,
      overruns: this.#executor.overruns,
      refused: [...this.#refused.values()],
    }
  }

  /**
   * Makes no new calls; calls in flight may finish for a short while, unless their answers have no place any
   * more. The first reason stays.
   */
  stop(reason: StopReason): void {
    if (this.#stop) return
    this.#stop = reason
    this.ports.emit({type: 'stopping', reason, in_flight: this.#open})
    this.#executor.stop(graceOf(reason, this.ports.graceMs))
    this.#finishIfIdle()
  }

  #makeModelQueues(): ModelQueue<Case>[] {
    const {cases, completed, runId, config} = this.plan
    const byModel = new Map<string, Case[]>(config.models.map(({id}) => [id, []]))
    for (const testCase of cases)
      if (!completed.has(resultId(runId, testCase))) byModel.get(testCase.model)?.push(testCase)
    return [...byModel].map(
      ([model, modelCases]) => new ModelQueue(model, this.#executor.rateLimiters.of(model), modelCases),
    )
  }

  /** Begins cases while the semaphore is free. */
  #beginCases(): void {
    while (!this.#stop && this.#executor.semaphore.available) {
      const modelQueue = this.#modelQueues.next()
      if (!modelQueue) return
      this.#executor.semaphore.take()
      void this.#runCase(modelQueue, modelQueue.begin())
    }
  }

  async #runCase(modelQueue: ModelQueue<Case>, testCase: Case): Promise<void> {
    this.#open++
    const {semaphore} = this.#executor
    let leave = () => (modelQueue.open--, semaphore.release())
    try {
      const pipeline = new CasePipeline(testCase, pipelineOptions(this.plan), this.#executor)
      const {result, failure, saved} = await pipeline.run()
      if (failure && this.#isRefused(failure, modelQueue)) {
        await saved
        return this.#leaveOut(failure, modelQueue)
      }

      const saving = this.#save(result, failure?.message, saved)
      if (!failure && semaphore.isSpare) {
        modelQueue.open--
        leave = semaphore.releaseEarly()
      }

      await saving
      if (failure) await this.#actOn(failure, modelQueue)
    } catch (error) {
      this.#leaveUndone(error, modelQueue, testCase)
    } finally {
      leave()
      this.#open--
      this.#finishIfIdle()
    }
  }

  /** Counts a result once the result and its last answer are durable. `reason`: why the case failed. */
  async #save(result: ResultRecord, reason?: string, answer?: Promise<void>): Promise<void> {
    // In one commit, where the last answer stands before the result.
    await Promise.all([answer, this.ports.store.saveResult(result)])
    if (result.status === 'completed') this.#completed++
    else this.#failed++
    if (reason !== undefined) this.#failures.add(reason)
    this.ports.emit({
      type: 'case-finished',
      model: result.model,
      status: result.status,
      chips: result.final_chips,
      errors: result.errors,
      cost_usd: result.cost_usd,
      total_cost_usd: this.#executor.spending.usd,
    })
  }

  /** Some failures say that more calls to the same model would fail too. */
  async #actOn({step, error, message}: CallFailed, modelQueue: ModelQueue<Case>): Promise<void> {
    if (error.kind === 'auth' || error.kind === 'credit') return this.stop({kind: error.kind, message})
    if (error.wrongUrl) return this.stop({kind: 'hopeless', message, isWrongUrl: true})
    if (step === 'selection' && error.kind === 'rejected' && error.parameter !== undefined)
      return this.#stopForSelector(error.parameter, message)
    const hopeless = this.#prospects.failed(modelQueue.model, message)
    if (hopeless !== undefined) this.stop({kind: 'hopeless', message: hopeless})
    if (error.kind !== 'not_found') return
    if (step === 'selection') return this.stop({kind: 'selector', message})
    const remaining = modelQueue.end()
    this.ports.emit({type: 'model-ended', model: modelQueue.model, reason: message})
    for (const testCase of remaining)
      await this.#save(
        unsentResult(pipelineOptions(this.plan), testCase, `${MODEL_NOT_FOUND} (${message})`),
        message,
      )
  }

  /** Every enriched case would fail as this one did, unless the selector was answered before. */
  #stopForSelector(parameter: string, message: string): void {
    const {config} = this.plan
    if (this.#taken.has(config.selector.id)) return
    const mend = mendOf(config.selector, config, parameter)
    this.stop({kind: 'selector', message, refused: {parameter, mend}})
  }

  get #leftOut(): number {
    return [...this.#refused.values()].reduce((sum, {cases}) => sum + cases, 0)
  }

  /** Whether a server refused what a system sends with every request, before it ever took it. */
  #isRefused({step, error}: CallFailed, {model}: ModelQueue<Case>): boolean {
    const isRefusal = error.kind === 'rejected' && error.parameter !== undefined
    return isRefusal && step !== 'selection' && !this.#taken.has(model)
  }

  /** All further cases of the system would be refused too. They get no result: nothing was measured. */
  #leaveOut({error, message}: CallFailed, modelQueue: ModelQueue<Case>): void {
    const {model} = modelQueue
    const known = this.#refused.get(model)
    const refused =
      known ?? refusedSystem(model, this.plan.config, {error, message, left: modelQueue.end().length})
    refused.calls++
    refused.cases++
    if (known) return
    this.#refused.set(model, refused)
    this.ports.emit({type: 'model-ended', model, reason: `the server does not take ${refused.parameter}`})
    const hopeless = this.#prospects.failed(model, message)
    if (hopeless !== undefined) this.stop({kind: 'hopeless', message: hopeless})
  }

  #leaveUndone(error: unknown, modelQueue: ModelQueue<Case>, testCase: Case): void {
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
    if (this.#stop || !this.#modelQueues.isReady) this.#finish()
  }

  #watch(event: RunEvent): void {
    if (event.type === 'attempt' && event.outcome === 'answered') {
      this.#taken.add(event.model)
      this.#prospects.answered(event.model)
    }

    this.ports.emit(event)
  }
}
