import {randomUUID} from 'node:crypto'
import {runIsWorkedOn, runTakenOver} from '../../errors/catalogue.js'
import type {Shard} from '../../suite/model/shard.js'
import type {SessionStore} from '../ports.js'

export const HEARTBEAT_MS = 5000
/** After so many heartbeats without an answer, the claim is checked before anything is bought. */
const HEARTBEATS_UNASKED = 2

export interface RunLeaseOptions {
  leases: SessionStore['leases']
  runId: string
  shard: Shard
  /** Called once, when another process has taken the work over, or when the state of the claim is unknown. */
  onLost: (error: Error) => void
  heartbeatMs?: number | undefined
}

/** One process's claim to a run or a shard of it, from the claim until it is given back. */
export class RunLease {
  readonly workerId = randomUUID()
  #heartbeat: NodeJS.Timeout | undefined
  #renewing: Promise<void> | undefined
  #lost: Error | undefined
  #heldAt = {monotonic: 0, wall: 0}

  constructor(private readonly options: RunLeaseOptions) {}

  /**
   * Takes the work, and gives signs of life until `stopBeating`.
   * @throws BenchError when another process has it.
   */
  async claim(): Promise<void> {
    const {leases, runId, shard} = this.options
    const holder = await leases.claim(runId, this.workerId, shard)
    if (holder) {
      const secondsAgo = Math.max(0, Math.round(holder.silent_ms / 1000))
      throw runIsWorkedOn(runId, `process ${holder.pid} on ${holder.host}`, secondsAgo)
    }

    this.#noteHeld()
    this.#heartbeat = setInterval(() => void this.#renew(), this.#heartbeatMs).unref()
  }

  /**
   * Makes sure that the work is still ours before anything is bought: asks the store where the last sign of
   * life is too long ago, as after a standstill.
   * @throws BenchError when another process has taken the work over, or the store's error.
   */
  async confirm(): Promise<void> {
    const unasked = Math.max(performance.now() - this.#heldAt.monotonic, Date.now() - this.#heldAt.wall)
    if (this.#lost === undefined && unasked > HEARTBEATS_UNASKED * this.#heartbeatMs) await this.#renew()
    if (this.#lost !== undefined) throw this.#lost
  }

  /** A last sign of life. False when another process has the work. */
  isHeld(): Promise<boolean> {
    return this.options.leases.renew(this.options.runId, this.workerId)
  }

  stopBeating(): void {
    clearInterval(this.#heartbeat)
  }

  async release(): Promise<void> {
    this.stopBeating()
    await this.options.leases.release(this.options.runId, this.workerId)
  }

  get #heartbeatMs(): number {
    return this.options.heartbeatMs ?? HEARTBEAT_MS
  }

  #noteHeld(): void {
    this.#heldAt = {monotonic: performance.now(), wall: Date.now()}
  }

  /** One request to the store at a time; callers that come meanwhile wait for its answer. */
  #renew(): Promise<void> {
    this.#renewing ??= this.#ask().finally(() => (this.#renewing = undefined))
    return this.#renewing
  }

  async #ask(): Promise<void> {
    try {
      if (await this.isHeld()) return this.#noteHeld()
      this.#lose(runTakenOver(this.options.runId))
    } catch (error) {
      this.#lose(error instanceof Error ? error : new Error(String(error)))
    }
  }

  #lose(error: Error): void {
    this.#lost = error
    this.stopBeating()
    this.options.onLost(error)
  }
}
