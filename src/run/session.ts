import {BenchError} from '../errors/bench-error.js'
import {definitionsOf, versionsOf} from '../records/definitions.js'
import type {RunConfig, RunStatus} from '../records/run.js'
import type {DefinitionRecord} from '../records/version.js'
import {resultId, type Case} from '../suite/model/case.js'
import {shardNumber, shardText, WHOLE_RUN, type Shard} from '../suite/model/shard.js'
import type {Suite} from '../suite/model/suite.js'
import {RunEngine, type RunPorts} from './engine.js'
import {shareOfBudget} from './executor/budget.js'
import {RunLease} from './executor/run-lease.js'
import type {StopReason} from './events.js'
import {offlineModels} from './offline.js'
import {statusOf, type RunOutcome} from './case/outcome.js'
import type {SessionStore} from './ports.js'
import {casesOf} from './setup/setup.js'

/** The subject of a session. */
export interface RunSetup {
  runId: string
  config: RunConfig
  suite: Suite
  /** The run's cases; with a shard, those of the shard. */
  cases: readonly Case[]
  /** The part that this process does; by default the whole run. */
  shard?: Shard
}

export interface RunReport extends RunOutcome {
  run_id: string
  status: RunStatus
  cases: number
  /** `2/4` when this session was a part of a run. */
  shard: string | null
}

/** The work of one process on one run, from the claim until the status is written. */
export class RunSession {
  readonly #shard: Shard
  readonly #lease: RunLease
  readonly #definitions: DefinitionRecord[]
  #engine: RunEngine | undefined
  #early: StopReason | undefined

  constructor(
    private readonly store: SessionStore,
    private readonly setup: RunSetup,
    private readonly ports: Omit<RunPorts, 'store' | 'lease'> & {heartbeatMs?: number},
  ) {
    this.#shard = setup.shard ?? WHOLE_RUN
    this.#definitions = definitionsOf(setup.config, setup.suite)
    this.#lease = new RunLease({
      leases: store.leases,
      runId: setup.runId,
      shard: this.#shard,
      onLost: (error) => this.stop({kind: 'storage', error}),
      heartbeatMs: ports.heartbeatMs,
    })
  }

  /** Begins a new run. @throws BenchError */
  async begin(): Promise<RunReport> {
    const {runId, config} = this.setup
    await this.store.runs.create(
      {id: runId, started_at: new Date().toISOString(), completed_at: null, status: 'running', config},
      this.#definitions,
    )
    return this.#claimed()
  }

  /** Does what is left of a run that is in the store. @throws BenchError when another process has it. */
  async resume(): Promise<RunReport> {
    await this.store.runs.define(this.#definitions)
    return this.#claimed()
  }

  async #claimed(): Promise<RunReport> {
    const {runId} = this.setup
    await this.#lease.claim()
    try {
      await this.store.runs.setStatus(runId, 'running', null)
      const outcome = await this.#delivered(await this.#work())
      const status = statusOf(outcome)
      if (outcome.stop?.kind !== 'undelivered') await this.#close(status)
      const shard = this.#isPart ? shardText(this.#shard) : null
      return {run_id: runId, status, cases: this.setup.cases.length, shard, ...outcome}
    } catch (error) {
      await this.#abandon(error)
      throw error
    } finally {
      this.#lease.stopBeating()
    }
  }

  /** Whether latencies are measured at a server: those of offline models are the machine's. */
  get isTimed(): boolean {
    const {config} = this.setup
    const offline = offlineModels(config)
    return config.replay === null && config.models.some(({id}) => !offline.has(id))
  }

  stop(reason: StopReason): void {
    if (this.#engine) this.#engine.stop(reason)
    else this.#early = reason
  }

  get #isPart(): boolean {
    return this.#shard.count > 1
  }

  async #work(): Promise<RunOutcome> {
    const {store, setup} = this
    const ids = this.#isPart ? setup.cases.map((testCase) => resultId(setup.runId, testCase)) : undefined
    const all = await store.results.completedIds(setup.runId)
    const completed = ids ? new Set(ids.filter((id) => all.has(id))) : all
    store.expectCommits?.(setup.cases.length - completed.size)
    const storedCompletions = await store.calls.completionsOfUnfinished(setup.runId)
    const earlier = await store.calls.totals(setup.runId, ids)
    this.#engine = new RunEngine(
      {
        ...setup,
        config: {
          ...setup.config,
          budget_usd: await this.#budget(),
          versions: versionsOf(this.#definitions),
        },
        completed,
        storedCompletions,
        earlier,
      },
      {
        ...this.ports,
        lease: this.#lease,
        store: {
          saveCall: (call) => store.calls.save(call),
          saveResult: (result) => store.results.save(result),
        },
      },
    )
    if (this.#early) this.#engine.stop(this.#early)
    return this.#engine.run()
  }

  /** US dollars that this process may be charged in all: a budget holds for all shards together. */
  async #budget(): Promise<number | null> {
    const {runId, config, suite} = this.setup
    const {count} = this.#shard
    if (config.budget_usd === null || count === 1) return config.budget_usd
    const shards = Array.from({length: count}, (): string[] => [])
    for (const testCase of casesOf(config, suite))
      shards[shardNumber(testCase, count) - 1]?.push(resultId(runId, testCase))
    const totals = await Promise.all(shards.map((ids) => this.store.calls.totals(runId, ids)))
    return shareOfBudget(
      config.budget_usd,
      totals.map(({charged}) => charged),
    )
  }

  async #delivered(outcome: RunOutcome): Promise<RunOutcome> {
    try {
      await this.store.drain?.()
      return outcome
    } catch (error) {
      return {...outcome, stop: {kind: 'undelivered', error}}
    }
  }

  /**
   * Gives the work back after an error; should that fail too, the first error is reported.
   */
  async #abandon(error: unknown): Promise<void> {
    // A database that a long wait did not reach is not waited for again; the claim then ends by itself.
    if (isAway(error) || (error instanceof Error && isAway(error.cause))) return
    try {
      await this.store.drain?.()
      await this.#close('failed')
    } catch {
      // The remaining rows are in the outbox; the next session sends them.
    }
  }

  /** Should the store be gone, its error was reported already; the claim then ends by itself. */
  async #close(status: RunStatus): Promise<void> {
    const {runId} = this.setup
    const completedAt = status === 'interrupted' ? null : new Date().toISOString()
    try {
      if (!(await this.#lease.isHeld())) return
      if (this.#isPart)
        return await this.store.runs.finishShard(
          runId,
          this.#lease.workerId,
          status,
          new Date().toISOString(),
        )
      await this.store.runs.setStatus(runId, status, completedAt)
      await this.#lease.release()
    } catch (error) {
      if (status !== 'failed') throw error
    }
  }
}

function isAway(error: unknown): boolean {
  return error instanceof BenchError && error.code === 'DATABASE_UNREACHABLE'
}
