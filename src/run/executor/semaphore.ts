/**
 * The run's concurrency: so many cases work at the same time. A case that waits (for a retry, for its model's
 * rate limiter) gives its place to another case, and comes back before any new case is begun.
 */
export class Semaphore {
  #free: number
  #saving = 0
  /** So many answers may wait for the disk while work goes on; a kill loses them and the calls in flight. */
  readonly #spare: number
  #returning: (() => void)[] = []

  constructor(
    count: number,
    private readonly onFree: () => void,
  ) {
    this.#free = count
    this.#spare = Math.floor(count / 4)
  }

  /** Whether a new case may take a place; a place that a begun case waits for never becomes free. */
  get available(): boolean {
    return this.#free > 0
  }

  /** Takes a place for a new case, while a place is available. */
  take(): void {
    this.#free--
  }

  /** Takes a place for a case that comes back. */
  async retake(): Promise<void> {
    if (this.#free > 0) {
      this.#free--
      return
    }

    await new Promise<void>((resolve) => this.#returning.push(resolve))
  }

  /** Whether one more answer may wait for the disk alone, without its case or without a place. */
  get isSpare(): boolean {
    return this.#saving < this.#spare
  }

  /**
   * Gives the place of such a case away, so that the disk makes no other case wait for its server.
   * @returns what the case calls in the end, instead of `release`.
   */
  releaseEarly(): () => void {
    this.#saving++
    this.release()
    return () => this.#saving--
  }

  /**
   * Lets a case go on to its next call before its last answer is durable, while one more answer may wait for
   * the disk; else resolves when the answer is durable.
   */
  async goOn(saved: Promise<void>): Promise<void> {
    if (!this.isSpare) return saved
    this.#saving++
    const done = () => {
      this.#saving--
    }
    saved.then(done, done)
  }

  release(): void {
    const next = this.#returning.shift()
    if (next) return next()
    this.#free++
    this.onFree()
  }
}
