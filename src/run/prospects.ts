import {commonestReason, FailureReasons} from './failure-reasons.js'

/** So many calls without an answer end a run in which no call was ever answered. */
const ENOUGH_FAILURES = 8

/**
 * Whether a run has any hope: a run in which no call was ever answered, by any model, would go on failing
 * case by case for an hour. Models that need no network do not count.
 */
export class Prospects {
  readonly #reasons = new FailureReasons()
  readonly #untried: Set<string>
  #failures = 0

  /**
   * @param gotThrough whether a call of this run was ever answered over the network.
   * @param models of the run, those that need no network left out.
   */
  constructor(
    private gotThrough: boolean,
    private readonly models: ReadonlySet<string>,
  ) {
    this.#untried = new Set(models)
  }

  answered(model: string): void {
    if (this.models.has(model)) this.gotThrough = true
  }

  /**
   * Notes that a call of `model` got no answer after all its attempts, or that the model is not asked any
   * more.
   * @returns why there is no hope, as soon as there is none.
   */
  failed(model: string, reason: string): string | undefined {
    if (this.gotThrough || !this.models.has(model)) return undefined
    this.#untried.delete(model)
    this.#failures++
    this.#reasons.add(reason)
    if (this.#failures < ENOUGH_FAILURES || this.#untried.size > 0) return undefined
    return `no call of this run ever got an answer; ${commonestReason(this.#reasons.list(), this.#failures)}`
  }
}
