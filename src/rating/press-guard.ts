/** Milliseconds that a result must be on the screen, and nothing pressed, before a score counts. */
export const LOOK_MS = 600
/** Who scores faster than this has hardly read; after so many in a row the page asks. */
const FAST_MS = 1500
const FAST_IN_A_ROW = 3
/** Milliseconds without any sign of the rater after which the first press only wakes the page. */
const AWAY_MS = 10 * 60_000

/**
 * `counts`: a score. `early`: it was meant for the result before, or a key is held or stuck. `woken`: the
 * rater was away. `asks`: the rater has to say that these scores were meant.
 */
export type Verdict = 'counts' | 'early' | 'woken' | 'asks'

/**
 * Whether a press, click or tap is a score: once for each result, and only after the rater could see it.
 * Times are milliseconds of a clock that is not set; `wall`: of one that goes on while the machine sleeps.
 */
export class PressGuard {
  #quietSince = 0
  #shownAt = 0
  #fast = 0
  #isAsking = false
  #activeAt: number
  #pressedAt = -Infinity
  #hiddenAt: number | undefined

  constructor(wall: number) {
    this.#activeAt = wall
  }

  /** A result came onto the screen. */
  shown(now: number): void {
    this.#shownAt = now
    this.#quietSince = Math.max(this.#quietSince, now)
  }

  /** The page went behind another, and came back: only the time in which a result can be read counts. */
  visible(now: number, isVisible: boolean): void {
    if (!isVisible) this.#hiddenAt ??= now
    else if (this.#hiddenAt !== undefined) {
      const gap = now - this.#hiddenAt
      this.#hiddenAt = undefined
      this.#shownAt = Math.min(now, this.#shownAt + gap)
      this.#quietSince = Math.min(now, this.#quietSince + gap)
    }
  }

  /** Milliseconds since anything was pressed. A press soon after another is a slip, and needs no word. */
  sincePress(now: number): number {
    return now - this.#pressedAt
  }

  /** Any sign of the rater. After a long absence, what is on the screen has to be looked at anew. */
  active(now: number, wall: number): boolean {
    const wasAway = Math.abs(wall - this.#activeAt) > AWAY_MS
    this.#activeAt = wall
    if (wasAway) this.shown(now)
    return wasAway
  }

  press(now: number, wall: number, {isHeld = false} = {}): Verdict {
    this.#pressedAt = now
    if (this.active(now, wall)) return 'woken'
    const quiet = now - this.#quietSince
    this.#quietSince = now
    if (this.#isAsking) return 'asks'
    if (isHeld || quiet < LOOK_MS) return 'early'
    this.#fast = now - this.#shownAt < FAST_MS ? this.#fast + 1 : 0
    if (this.#fast <= FAST_IN_A_ROW) return 'counts'
    this.#isAsking = true
    return 'asks'
  }

  /** The rater has answered; browsers may tell of it more than once, and late. */
  answered(now: number): void {
    if (!this.#isAsking) return
    this.#isAsking = false
    this.#fast = 0
    this.shown(now)
  }
}
