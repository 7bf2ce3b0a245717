/** The next call could go over the budget, and nothing in flight can give money back. */
export class BudgetExhausted extends Error {
  constructor(
    readonly limit: number,
    readonly spent: number,
    readonly needed: number,
  ) {
    super(
      `the budget of $${limit} is used up: $${spent.toFixed(4)} are spent, and the next call could cost $${needed.toFixed(4)}`,
    )
    this.name = 'BudgetExhausted'
  }
}

/**
 * Keeps the sum of all charges at or below a limit, in US dollars. Before a call its highest possible
 * cost is reserved; afterwards the reservation is replaced by the true cost, or kept in full where the
 * cost is unknown.
 */
export class Budget {
  #spent: number
  #reserved = 0
  #waiting: (() => void)[] = []

  constructor(
    readonly limit: number | null,
    alreadySpent: number,
  ) {
    this.#spent = alreadySpent
  }

  get spent(): number {
    return this.#spent
  }

  /**
   * Reserves the highest cost of a call, waiting while calls in flight may still turn out cheaper.
   * @throws BudgetExhausted
   */
  async reserve(highest: number): Promise<void> {
    if (this.limit !== null) {
      while (this.#spent + this.#reserved + highest > this.limit) {
        if (this.#reserved === 0) throw new BudgetExhausted(this.limit, this.#spent, highest)
        await new Promise<void>((resolve) => this.#waiting.push(resolve))
      }
    }

    this.#reserved += highest
  }

  settle(reserved: number, charged: number): void {
    this.#reserved = Math.max(0, this.#reserved - reserved)
    // Sums of floats leave tiny remainders that would make an exhausted budget wait in vain.
    if (this.#reserved < 1e-12) this.#reserved = 0
    this.#spent += charged
    for (const wake of this.#waiting.splice(0)) wake()
  }
}

/**
 * The most that a shard may be charged in all, in US dollars: a budget holds for all shards together, so each
 * shard has an equal part of the budget. A run that was divided otherwise before may have charged some of
 * today's shards more than their part; every other shard then has that much less.
 * @param charged what each shard of the division was charged so far.
 */
export function shareOfBudget(limit: number, charged: readonly number[]): number {
  const part = limit / charged.length
  const over = charged.reduce((sum, amount) => sum + Math.max(0, amount - part), 0)
  return Math.max(0, part - over)
}
