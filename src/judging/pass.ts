import type {Provider} from '../providers/provider.js'
import type {CallTotals} from '../records/call.js'
import type {JudgementRecord, JudgementState} from '../records/judgement.js'
import type {RunStatus} from '../records/run.js'
import type {RunOutcome} from '../run/case/outcome.js'
import {shareOfBudget} from '../run/executor/budget.js'
import {RunLease} from '../run/executor/run-lease.js'
import type {StopReason} from '../run/events.js'
import {statusOf} from '../run/case/outcome.js'
import type {SessionStore} from '../run/ports.js'
import type {RunReport} from '../run/session.js'
import {shardText, WHOLE_RUN, type Shard} from '../suite/model/shard.js'
import {JudgeEngine} from './judge-engine.js'
import type {JudgePorts} from './ports.js'
import type {PassConfig} from './pass-config.js'
import type {JudgeRubric} from './rubric.js'
import {openTasks, tasksOf} from './tasks.js'

/** The store as a pass needs it. */
export interface PassStore {
  runs: {setStatus(id: string, status: RunStatus, completedAt: string | null): Promise<void>}
  leases: SessionStore['leases'] & {ofRun(runId: string): Promise<readonly {worker_id: string}[]>}
  judgements: {
    save(judgement: JudgementRecord): Promise<void>
    states(ids: readonly string[]): Promise<Map<string, JudgementState>>
    totals(
      runId: string,
      judges: ReadonlyMap<string, string>,
      resultIds?: readonly string[],
    ): Promise<CallTotals>
  }
}

export interface PassSetup {
  runId: string
  config: PassConfig
  rubric: JudgeRubric
  shard?: Shard
}

/** The work of one process on one pass, whose row exists: from the claim until the status is written. */
export class JudgePass {
  /** A judge's latencies are in no figure. */
  readonly isTimed = false
  readonly #shard: Shard
  readonly #lease: RunLease
  #engine: JudgeEngine | undefined
  #early: StopReason | undefined

  constructor(
    private readonly store: PassStore,
    private readonly setup: PassSetup,
    private readonly ports: Omit<JudgePorts, 'save' | 'lease' | 'provider'> & {
      provider: (judge: string) => Provider
      heartbeatMs?: number
    },
  ) {
    this.#shard = setup.shard ?? WHOLE_RUN
    this.#lease = new RunLease({
      leases: store.leases,
      runId: setup.runId,
      shard: this.#shard,
      onLost: (error) => this.stop({kind: 'storage', error}),
      heartbeatMs: ports.heartbeatMs,
    })
  }

  /** @throws BenchError when another process has the pass. */
  async work(): Promise<RunReport> {
    const {runId, config} = this.setup
    await this.#lease.claim()
    try {
      await this.store.runs.setStatus(runId, 'running', null)
      const outcome = await this.#judge()
      const status = await this.#statusOf(outcome)
      if (await this.#lease.isHeld()) await this.store.runs.setStatus(runId, status, ended(status))
      await this.#lease.release()
      const shard = this.#shard.count > 1 ? shardText(this.#shard) : null
      return {run_id: runId, status, cases: tasksOf(config, this.#shard).length, shard, ...outcome}
    } catch (error) {
      // Should the store be gone, the claim ends by itself.
      await this.#lease.release().catch(() => {})
      throw error
    } finally {
      this.#lease.stopBeating()
    }
  }

  stop(reason: StopReason): void {
    if (this.#engine) this.#engine.stop(reason)
    else this.#early = reason
  }

  async #judge(): Promise<RunOutcome> {
    const {runId, config, rubric} = this.setup
    const {judgements} = this.store
    const tasks = tasksOf(config, this.#shard)
    const states = await judgements.states(tasks.map(({id}) => id))
    const isPart = this.#shard.count > 1
    this.#engine = new JudgeEngine(
      {
        runId,
        config: {...config, budget_usd: await this.#budget()},
        rubric,
        total: tasks.length,
        open: openTasks(tasks, states),
        states,
        earlier: await judgements.totals(
          runId,
          this.#judges,
          isPart ? tasks.map(({resultId}) => resultId) : undefined,
        ),
      },
      {...this.ports, lease: this.#lease, save: (judgement) => judgements.save(judgement)},
    )
    if (this.#early) this.#engine.stop(this.#early)
    return this.#engine.run()
  }

  /** US dollars that this process may be charged in all: a budget holds for all shards together. */
  async #budget(): Promise<number | null> {
    const {runId, config} = this.setup
    const {count} = this.#shard
    if (config.budget_usd === null || count === 1) return config.budget_usd
    const totals = await Promise.all(
      Array.from({length: count}, (_, at) => {
        const results = tasksOf(config, {index: at + 1, count}).map(({resultId}) => resultId)
        return this.store.judgements.totals(runId, this.#judges, results)
      }),
    )
    return shareOfBudget(
      config.budget_usd,
      totals.map(({charged}) => charged),
    )
  }

  /** The pass is completed when every judgement is settled, whichever shard settled it. */
  async #statusOf(outcome: RunOutcome): Promise<RunStatus> {
    const status = statusOf(outcome)
    if (this.#shard.count === 1 || status === 'failed') return status
    const all = tasksOf(this.setup.config, WHOLE_RUN)
    const states = await this.store.judgements.states(all.map(({id}) => id))
    if (openTasks(all, states).length === 0) return 'completed'
    const others = (await this.store.leases.ofRun(this.setup.runId)).filter(
      ({worker_id}) => worker_id !== this.#lease.workerId,
    )
    return others.length > 0 ? 'running' : 'interrupted'
  }

  get #judges(): ReadonlyMap<string, string> {
    return new Map(Object.entries(this.setup.config.judge_versions).map(([id, version]) => [version, id]))
  }
}

function ended(status: RunStatus): string | null {
  return status === 'completed' || status === 'failed' ? new Date().toISOString() : null
}
