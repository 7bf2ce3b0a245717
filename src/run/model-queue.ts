import {monotonicMs} from './executor/clock.js'
import type {RateLimiter} from './executor/rate-limiter.js'

/** The work of one model, cases for instance: what is still to be begun, and whether it may be begun. */
export class ModelQueue<Item> {
  #next = 0
  open = 0
  #deferredUntil = 0
  #ended = false

  constructor(
    readonly model: string,
    readonly rateLimiter: RateLimiter,
    private readonly cases: Item[],
  ) {}

  /** Cases not begun. */
  get left(): number {
    return this.cases.length - this.#next
  }

  get deferredMs(): number {
    return Math.max(0, this.#deferredUntil - monotonicMs())
  }

  /** Whether a case may be begun now; no more cases are open than calls may be in flight. */
  get ready(): boolean {
    return !this.#ended && this.left > 0 && this.open < this.rateLimiter.limit && this.deferredMs === 0
  }

  begin(): Item {
    this.open++
    return this.cases[this.#next++]!
  }

  /** Takes a begun case back, to be begun again later. */
  putBack(testCase: Item): void {
    this.cases.push(testCase)
  }

  park(waitMs: number): void {
    this.#deferredUntil = Math.max(this.#deferredUntil, monotonicMs() + waitMs)
  }

  /** No case is begun any more; returns the cases that were never begun. */
  end(): Item[] {
    this.#ended = true
    const remaining = this.cases.slice(this.#next)
    this.#next = this.cases.length
    return remaining
  }
}
