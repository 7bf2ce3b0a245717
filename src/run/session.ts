import {randomUUID} from 'node:crypto'
import {runIsWorkedOn, runTakenOver} from '../errors/catalogue.js'
import type {RunConfig, RunStatus} from '../records/run.js'
import type {Case} from '../suite/case.js'
import type {Suite} from '../suite/suite.js'
import {RunEngine, type RunOutcome, type RunPorts} from './engine.js'
import type {StopReason} from './events.js'
import {statusOf} from './outcome.js'
import type {SessionStore} from './ports.js'

export const HEARTBEAT_MS = 5000

/** What is to be run. */
export interface RunSetup {
  runId: string
  config: RunConfig
  suite: Suite
  cases: readonly Case[]
}

export interface RunReport extends RunOutcome {
  run_id: string
  status: RunStatus
  cases: number
}

/** One process's work on one run, from the claim to it until its status is written. */
export class RunSession {
  readonly #workerId = randomUUID()
  #engine: RunEngine | undefined
  #early: StopReason | undefined

  constructor(
    private readonly store: SessionStore,
    private readonly setup: RunSetup,
    private readonly ports: Omit<RunPorts, 'store'>,
  ) {}

  /** Begins a new run. @throws BenchError */
  async begin(): Promise<RunReport> {
    const {runId, config} = this.setup
    await this.store.runs.create({
      id: runId,
      started_at: new Date().toISOString(),
      completed_at: null,
      status: 'running',
      config,
    })
    return this.resume()
  }

  /** Does what is left of a run that is in the store. @throws BenchError when another process has it. */
  async resume(): Promise<RunReport> {
    const {runId} = this.setup
    await this.#claim()
    const heartbeat = setInterval(() => void this.#renew(), HEARTBEAT_MS)
    try {
      await this.store.runs.setStatus(runId, 'running', null)
      const outcome = await this.#work()
      const status = statusOf(outcome)
      await this.#close(status)
      return {run_id: runId, status, cases: this.setup.cases.length, ...outcome}
    } finally {
      clearInterval(heartbeat)
    }
  }

  stop(reason: StopReason): void {
    if (this.#engine) this.#engine.stop(reason)
    else this.#early = reason
  }

  async #work(): Promise<RunOutcome> {
    const {store, setup} = this
    const completed = await store.results.completedIds(setup.runId)
    const journal = await store.calls.answeredOfUnfinished(setup.runId)
    const totals = await store.calls.totals(setup.runId)
    this.#engine = new RunEngine(
      {...setup, completed, journal, chargedUsd: totals.charged, spentUsd: totals.spent},
      {
        ...this.ports,
        store: {saveCall: (call) => store.calls.save(call), saveResult: (result) => store.results.save(result)},
      },
    )
    if (this.#early) this.#engine.stop(this.#early)
    return this.#engine.run()
  }

  async #claim(): Promise<void> {
    const holder = await this.store.leases.claim(this.setup.runId, this.#workerId)
    if (!holder) return
    const secondsAgo = Math.max(0, Math.round((Date.now() - holder.heartbeat_at) / 1000))
    throw runIsWorkedOn(this.setup.runId, `process ${holder.pid} on ${holder.host}`, secondsAgo)
  }

  async #renew(): Promise<void> {
    try {
      const ours = await this.store.leases.renew(this.setup.runId, this.#workerId)
      if (!ours) this.stop({kind: 'storage', error: runTakenOver(this.setup.runId)})
    } catch (error) {
      this.stop({kind: 'storage', error})
    }
  }

  /** Should the store be gone, its error was told already; the claim then ends by itself. */
  async #close(status: RunStatus): Promise<void> {
    const {runId} = this.setup
    const completedAt = status === 'interrupted' ? null : new Date().toISOString()
    try {
      const ours = await this.store.leases.renew(runId, this.#workerId)
      if (!ours) return
      await this.store.runs.setStatus(runId, status, completedAt)
      await this.store.leases.release(runId, this.#workerId)
    } catch (error) {
      if (status !== 'failed') throw error
    }
  }
}
