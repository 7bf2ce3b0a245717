import {runWasDeleted} from '../errors/remote.js'
import type {Provider} from '../providers/provider.js'
import type {CallRecord, CallTotals} from '../records/call.js'
import type {RatedResult, ResultRecord} from '../records/result.js'
import {definitionsOf} from '../records/definitions.js'
import type {RunConfig} from '../records/run.js'
import {resultId, type Case} from '../suite/model/case.js'
import {digest} from '../suite/model/hash.js'
import {WHOLE_RUN} from '../suite/model/shard.js'
import type {Suite} from '../suite/model/suite.js'
import {CallExecutor, Stopped} from './executor/call-executor.js'
import {RunLease} from './executor/run-lease.js'
import {pipelineOptions} from './case/case-requests.js'
import {CasePipeline} from './case/pipeline.js'
import type {SessionStore} from './ports.js'

export interface OnDemandOptions {
  store: SessionStore & {
    results: {get(id: string): Promise<RatedResult | undefined>}
    sync: {entriesOf(localId: string, kind: 'run', ids: readonly string[]): Promise<{deleted: boolean}[]>}
  }
  suite: Suite
  config: RunConfig
  provider: (modelId: string) => Provider
  backoffBaseMs?: number
  heartbeatMs?: number
}

/** A claim to the run, and the call executor that buys under this claim. */
interface Claimed {
  lease: RunLease
  executor: CallExecutor
}

/** A result that was asked for, and whether the result existed already. */
export interface OnDemandResult {
  cached: boolean
  result: ResultRecord
}

/** The run that holds the cases that were made on demand from one state of a suite, by the same systems. */
export function onDemandRunId({suite, base_url, versions}: OnDemandOptions['config']): string {
  const ofSuite = `on-demand-${suite.hash.replace(/^sha256:/, '').slice(0, 12)}`
  return base_url === null ? ofSuite : `${ofSuite}-${digest(versions?.system ?? {}).slice(0, 6)}`
}

/**
 * Makes single cases when they are asked for, by the same pipeline as a run, within one budget for all of
 * them. A case that exists is never bought again; equal cases that are asked for at the same time are bought
 * once. Only one process at a time works on such a run, so that its budget holds.
 */
export class OnDemandCases {
  readonly runId: string
  readonly #underWay = new Map<string, Promise<OnDemandResult>>()
  readonly #storedCompletions = new Map<string, CallRecord[]>()
  #claimed: Promise<Claimed> | undefined
  #isClosed = false

  constructor(private readonly options: OnDemandOptions) {
    this.runId = onDemandRunId(options.config)
  }

  /**
   * @throws CallFailed when the model gave no answer (the result is kept as failed), ModelDeferred,
   *   BudgetExhausted, Stopped, or BenchError when another process makes cases of this suite, or the run was
   *   deleted.
   */
  make(testCase: Case): Promise<OnDemandResult> {
    const id = resultId(this.runId, testCase)
    const known = this.#underWay.get(id)
    if (known) return known
    const making = this.#make(id, testCase).finally(() => this.#underWay.delete(id))
    this.#underWay.set(id, making)
    return making
  }

  /** Makes no new calls, gives calls in flight a short while, and gives the claim back. */
  async close(graceMs = 10_000): Promise<void> {
    this.#isClosed = true
    const claimed = await this.#claimed?.catch(() => undefined)
    claimed?.executor.stop(graceMs)
    await Promise.allSettled(this.#underWay.values())
    claimed?.executor.close()
    await claimed?.lease.release()
  }

  async #make(id: string, testCase: Case): Promise<OnDemandResult> {
    const {store} = this.options
    const kept = await store.results.get(id)
    if (kept?.status === 'completed') return {cached: true, result: kept}
    const {executor} = await this.#claim()
    await executor.semaphore.retake()
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
      executor.semaphore.release()
    }
  }

  /**
   * The first case that is asked for claims the run; after a failed or lost claim, the next case tries again.
   */
  #claim(): Promise<Claimed> {
    this.#claimed ??= this.#begin().catch((error: unknown) => {
      this.#claimed = undefined
      throw error
    })
    return this.#claimed
  }

  async #begin(): Promise<Claimed> {
    if (this.#isClosed) throw new Stopped()
    const {store, config, heartbeatMs} = this.options
    const now = new Date().toISOString()
    // The run would be made again under its old id, and the next sync would delete it with all paid answers.
    const [entry] = await store.sync.entriesOf('', 'run', [this.runId])
    if (entry?.deleted) throw runWasDeleted(this.runId)
    await store.runs.create(
      {id: this.runId, started_at: now, completed_at: now, status: 'completed', config},
      definitionsOf(config, this.options.suite),
    )
    const lease = new RunLease({
      leases: {
        claim: (id, workerId, shard) => store.leases.claim(id, workerId, shard),
        // The claim stays when the database is busy for once.
        renew: (id, workerId) => store.leases.renew(id, workerId).catch(() => true),
        release: (id, workerId) => store.leases.release(id, workerId),
      },
      runId: this.runId,
      shard: WHOLE_RUN,
      onLost: () => (this.#claimed = undefined),
      heartbeatMs,
    })
    await lease.claim()
    try {
      return {lease, executor: this.#executor(lease, await store.calls.totals(this.runId))}
    } catch (error) {
      await lease.release()
      throw error
    }
  }

  #executor(lease: RunLease, earlier: CallTotals): CallExecutor {
    return new CallExecutor({
      ...this.options,
      runId: this.runId,
      store: {saveCall: (call) => this.options.store.calls.save(call)},
      storedCompletions: this.#storedCompletions,
      earlier,
      lease,
      emit: () => {},
    })
  }
}
