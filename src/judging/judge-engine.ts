import type {ProviderError} from '../providers/provider.js'
import type {ExecutedCall} from '../records/call.js'
import type {JudgementState} from '../records/judgement.js'
import {BudgetExhausted} from '../run/executor/budget.js'
import {CallExecutor, CallFailed, ModelDeferred, Stopped} from '../run/executor/call-executor.js'
import {monotonicMs} from '../run/executor/clock.js'
import {FailureReasons} from '../run/failure-reasons.js'
import {graceOf} from '../run/grace.js'
import type {RunOutcome} from '../run/case/outcome.js'
import type {StopReason} from '../run/events.js'
import {ModelQueue} from '../run/model-queue.js'
import {ModelQueues} from '../run/model-queues.js'
import {Prospects} from '../run/prospects.js'
import {refusedSystem, type RefusedSystem} from '../run/refused-system.js'
import {completionRequest} from './completion-request.js'
import type {JudgePlan, JudgePorts} from './ports.js'
import {judgementRow, type RowContext} from './judgement-row.js'
import {OFFLINE_JUDGE} from './offline-judge.js'
import {judgePrompt} from './prompt.js'
import {readJudgement, type Reading} from './read-judgement.js'
import {isAskedAgain, type JudgeTask} from './tasks.js'

/** A call under way: where its row belongs, and the keys by which its answer is read. */
interface Underway extends RowContext {
  keys: readonly string[]
  reading?: Reading | {problem: string}
}

/** Makes the judgements that are open, through the one path for money. One engine runs once. */
export class JudgeEngine {
  readonly #queues: ModelQueues<JudgeTask>
  readonly #executor: CallExecutor<'judge'>
  readonly #underway = new Map<string, Underway>()
  readonly #states: Map<string, JudgementState>
  readonly #prospects: Prospects
  /** Judges whose server took what they send. */
  readonly #taken: Set<string>
  readonly #refused = new Map<string, RefusedSystem>()
  readonly #finished: Promise<void>
  #finish: () => void = () => {}
  #running = 0
  #stop: StopReason | null = null
  #judged = 0
  #failed = 0
  readonly #failures = new FailureReasons()

  constructor(
    private readonly plan: JudgePlan,
    private readonly ports: JudgePorts,
  ) {
    const {config, open, earlier} = plan
    this.#taken = new Set(earlier.highest.keys())
    this.#states = new Map(plan.states)
    this.#executor = new CallExecutor<'judge'>({
      ...ports,
      runId: plan.runId,
      // A pass has no selector; the executor looks for one.
      config: {...config, selector: config.models[0]!},
      earlier,
      storedCompletions: new Map(),
      store: {saveCall: (call) => this.#save(call)},
      onSeat: () => this.#begin(),
      emit: (event) => {
        if (event.type === 'attempt' && event.outcome === 'answered') {
          this.#taken.add(event.model)
          this.#prospects.answered(event.model)
        }

        ports.emit(event)
      },
    })
    const queueOf = (model: string) => {
      const tasks = open.filter(({judge}) => judge === model)
      return new ModelQueue(model, this.#executor.rateLimiters.of(model), tasks)
    }
    this.#queues = new ModelQueues(config.models.map(({id}) => queueOf(id)))
    const online = this.#queues.all.filter(({left, model}) => left > 0 && model !== OFFLINE_JUDGE)
    this.#prospects = new Prospects(
      [...this.#taken].some((judge) => judge !== OFFLINE_JUDGE),
      new Set(online.map(({model}) => model)),
    )
    this.#finished = new Promise((resolve) => (this.#finish = resolve))
  }

  /** Resolves when every judgement is settled, or when the pass had to stop; never rejects. */
  async run(): Promise<RunOutcome> {
    const {plan} = this
    const share = plan.total / plan.config.models.length
    this.ports.emit({
      type: 'started',
      run_id: plan.runId,
      models: this.#queues.all.map(({model, left}) => ({model, total: share, done: share - left})),
    })
    this.#begin()
    this.#finishIfIdle()
    await this.#finished
    this.#executor.close()
    const settledBefore = plan.total - plan.open.length
    const leftOut = [...this.#refused.values()].reduce((sum, {cases}) => sum + cases, 0)
    return {
      completed: settledBefore + this.#judged,
      failed: this.#failed,
      failures: this.#failures.list(),
      left: plan.open.length - this.#judged - this.#failed - leftOut,
      stop: this.#stop,
      parked: this.#queues.deferred,
      spent_usd: this.#executor.spending.usd,
      answered_calls: this.#executor.spending.answered,
      calls_of_unknown_cost: this.#executor.spending.unknownCosts,
      overruns: this.#executor.overruns,
      refused: [...this.#refused.values()],
    }
  }

  /** Makes no new calls; calls in flight may finish for a short while. The first reason stays. */
  stop(reason: StopReason): void {
    if (this.#stop) return
    this.#stop = reason
    this.ports.emit({type: 'stopping', reason, in_flight: this.#running})
    this.#executor.stop(graceOf(reason, this.ports.graceMs))
    this.#finishIfIdle()
  }

  #begin(): void {
    while (!this.#stop && this.#executor.semaphore.available) {
      const queue = this.#queues.next()
      if (!queue) return
      this.#executor.semaphore.take()
      void this.#run(queue, queue.begin())
    }
  }

  async #run(queue: ModelQueue<JudgeTask>, task: JudgeTask): Promise<void> {
    this.#running++
    try {
      const problem = await this.#judge(task)
      this.#count(task, problem)
    } catch (error) {
      this.#leaveUndone(error, queue, task)
    } finally {
      this.#underway.delete(task.id)
      queue.open--
      this.#running--
      this.#executor.semaphore.release()
      this.#finishIfIdle()
    }
  }

  /** @returns why there is no score; undefined where there is one. */
  async #judge(task: JudgeTask): Promise<string | undefined> {
    const {runId, config, rubric} = this.plan
    const subject = await this.ports.subject(task.resultId)
    if (!subject) return 'the result is gone'
    const deadline = monotonicMs() + config.case_timeout_s * 1000
    for (
      let earlier = this.#states.get(task.id), isAgain = isAskedAgain(earlier);
      ;
      isAgain = true, earlier = this.#states.get(task.id)
    ) {
      const {messages, keys} = judgePrompt(rubric, subject, {repeat: task.repeat, isAgain})
      const row: Underway = {
        runId,
        task,
        judgeVersion: config.judge_versions[task.judge]!,
        rubricVersion: config.rubric_version,
        earlier,
        isAgain,
        keys,
      }
      this.#underway.set(task.id, row)
      const request = completionRequest(config, task, subject, messages)
      const {call, saved} = await this.#executor.ask({
        id: task.id,
        resultId: task.resultId,
        step: 'judge',
        request,
        deadline,
      })
      await saved
      const reading = row.reading ?? readJudgement(call.answer, keys)
      if ('score' in reading) return undefined
      if (isAgain) return `the judgement could not be read: ${reading.problem}`
    }
  }

  /** The executor's calls are kept as judgements; what an answer says is read before it is kept. */
  async #save(call: ExecutedCall<'judge'>): Promise<void> {
    const row = this.#underway.get(call.id)
    if (!row) throw new Error(`no judgement is under way for ${call.id}`)
    if (call.status === 'answered') row.reading = readJudgement(call.answer ?? '', row.keys)
    const judgement = judgementRow(call, row.reading, row)
    await this.ports.save(judgement)
    this.#states.set(judgement.id, judgement)
  }

  #count({judge}: JudgeTask, problem: string | undefined): void {
    if (problem === undefined) this.#judged++
    else {
      this.#failed++
      this.#failures.add(problem)
    }

    this.ports.emit({
      type: 'case-finished',
      model: judge,
      status: problem === undefined ? 'completed' : 'failed',
      errors: problem === undefined ? [] : [problem],
      cost_usd: null,
      total_cost_usd: this.#executor.spending.usd,
    })
  }

  #leaveUndone(error: unknown, queue: ModelQueue<JudgeTask>, task: JudgeTask): void {
    if (error instanceof Stopped) return
    if (error instanceof CallFailed) this.#actOn(error, queue, task)
    else if (error instanceof ModelDeferred) {
      queue.putBack(task)
      queue.park(error.waitMs)
      this.ports.emit({type: 'model-deferred', model: queue.model, wait_ms: error.waitMs, left: queue.left})
    } else if (error instanceof BudgetExhausted) this.stop({kind: 'budget', message: error.message})
    else this.stop({kind: 'storage', error})
  }

  /** No answer came; some failures say that further calls to the same judge would fail too. */
  #actOn({error, message}: CallFailed, queue: ModelQueue<JudgeTask>, task: JudgeTask): void {
    if (isRefusal(error) && !this.#taken.has(queue.model)) return this.#leaveOut(error, message, queue)
    this.#count(task, `no answer: ${message}`)
    if (error.kind === 'auth' || error.kind === 'credit') return this.stop({kind: error.kind, message})
    if (error.wrongUrl) return this.stop({kind: 'hopeless', message, isWrongUrl: true})
    const hopeless = this.#prospects.failed(queue.model, message)
    if (hopeless !== undefined) this.stop({kind: 'hopeless', message: hopeless})
    if (error.kind !== 'not_found') return
    this.#failed += queue.end().length
    this.ports.emit({type: 'model-ended', model: queue.model, reason: message})
  }

  #leaveOut(error: ProviderError, message: string, queue: ModelQueue<JudgeTask>): void {
    const {model} = queue
    const known = this.#refused.get(model)
    const refused =
      known ?? refusedSystem(model, this.plan.config, {error, message, left: queue.end().length})
    refused.calls++
    refused.cases++
    if (known) return
    this.#refused.set(model, refused)
    this.ports.emit({type: 'model-ended', model, reason: `the server does not take ${refused.parameter}`})
  }

  #finishIfIdle(): void {
    if (this.#running > 0) return
    if (this.#stop || !this.#queues.isReady) this.#finish()
  }
}

function isRefusal(error: ProviderError): boolean {
  return error.kind === 'rejected' && error.parameter !== undefined
}
