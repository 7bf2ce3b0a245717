import type {Case} from '../suite/case.js'
import {monotonicMs} from './clock.js'
import type {ModelGate} from './gate.js'

/** The cases of one model: which are still to be begun, and whether they may be. */
export class Lane {
  #next = 0
  open = 0
  #parkedUntil = 0
  #ended = false

  constructor(
    readonly model: string,
    readonly gate: ModelGate,
    private readonly cases: Case[],
  ) {}

  /** Cases not begun. */
  get left(): number {
    return this.cases.length - this.#next
  }

  get parkedMs(): number {
    return Math.max(0, this.#parkedUntil - monotonicMs())
  }

  /** Whether a case may be begun now; no more are open than calls may be in flight. */
  get ready(): boolean {
    return !this.#ended && this.left > 0 && this.open < this.gate.limit && this.parkedMs === 0
  }

  begin(): Case {
    this.open++
    return this.cases[this.#next++]!
  }

  /** Takes a begun case back to be begun again later. */
  putBack(one: Case): void {
    this.cases.push(one)
  }

  park(waitMs: number): void {
    this.#parkedUntil = Math.max(this.#parkedUntil, monotonicMs() + waitMs)
  }

  /** No case is begun any more; returns those that never were. */
  end(): Case[] {
    this.#ended = true
    const rest = this.cases.slice(this.#next)
    this.#next = this.cases.length
    return rest
  }
}
