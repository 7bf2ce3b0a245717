import {monotonicMs} from './clock.js'

/**
 * How many calls to one model may be in flight: additive increase, multiplicative decrease, as TCP does
 * (Chiu & Jain 1989). Only a 429 shrinks the limit, once for all calls that were sent before it; as many
 * successes in a row as the limit raise it by one. A Retry-After pauses the whole model.
 */
export class RateLimiter {
  #limit: number
  #active = 0
  #successes = 0
  #lastShrink = 0
  #pausedUntil = 0
  #waiting: (() => void)[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly most: number,
    private readonly now: () => number = monotonicMs,
  ) {
    this.#limit = most
  }

  get limit(): number {
    return this.#limit
  }

  get open(): boolean {
    return this.#active < this.#limit && this.now() >= this.#pausedUntil
  }

  /** Takes a place if a place is free. */
  tryEnter(): boolean {
    if (!this.open) return false
    this.#active++
    return true
  }

  /** Waits for a place, in order of asking. Rejects with the signal's reason when the signal comes first. */
  enter(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error)
      const grant = () => {
        signal.removeEventListener('abort', giveUp)
        this.#active++
        resolve()
      }

      const giveUp = () => {
        this.#waiting = this.#waiting.filter((waiting) => waiting !== grant)
        if (this.#waiting.length === 0) this.#forgetPause()
        reject(signal.reason as Error)
      }

      signal.addEventListener('abort', giveUp, {once: true})
      this.#waiting.push(grant)
      this.#admit()
    })
  }

  leave(): void {
    this.#active--
    this.#admit()
  }

  succeeded(): void {
    if (++this.#successes < this.#limit || this.#limit >= this.most) return
    this.#limit++
    this.#successes = 0
    this.#admit()
  }

  /**
   * A 429 to a call sent at `sentAt` (milliseconds of the limiter's clock); no call goes out before `waitMs`
   * are over.
   */
  rateLimited(sentAt: number, waitMs: number): void {
    this.#successes = 0
    if (sentAt >= this.#lastShrink) {
      this.#limit = Math.max(1, Math.floor(this.#limit / 2))
      this.#lastShrink = this.now()
    }

    this.#pausedUntil = Math.max(this.#pausedUntil, this.now() + waitMs)
    this.#admit()
  }

  /** A timer that no call waits for would keep the process alive. */
  #forgetPause(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #admit(): void {
    while (this.#waiting.length > 0 && this.open) this.#waiting.shift()?.()
    const pause = this.#pausedUntil - this.now()
    if (this.#waiting.length === 0 || pause <= 0 || this.#timer) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#admit()
    }, pause)
  }
}

/** A rate limiter for each model at its server, made when a system of the model is first asked for. */
export class RateLimiters {
  readonly #byKey = new Map<string, RateLimiter>()

  /**
   * @param most calls to one model at a time.
   * @param keyOf equal for systems that share a limit.
   */
  constructor(
    private readonly most: number,
    private readonly keyOf: (system: string) => string = (system) => system,
  ) {}

  of(system: string): RateLimiter {
    const key = this.keyOf(system)
    let rateLimiter = this.#byKey.get(key)
    if (!rateLimiter) this.#byKey.set(key, (rateLimiter = new RateLimiter(this.most)))
    return rateLimiter
  }
}
