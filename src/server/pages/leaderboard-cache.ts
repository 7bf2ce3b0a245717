import type {Jobs} from '../jobs/jobs.js'
import type {Overview} from '../../figures/overview.js'
import type {FactorColumn} from '../../records/result.js'
import type {ChangeRepository} from '../../store/changes.js'
import type {ResultFilter} from '../../store/results.js'

const MOST_KEPT = 50

/** Leaderboards, kept until anything in the database changes; those who ask at the same time share the making. */
export class LeaderboardCache {
  readonly #kept = new Map<string, Promise<Overview>>()
  #seq = -1

  constructor(
    private readonly jobs: Pick<Jobs, 'overview'>,
    private readonly changes: ChangeRepository,
  ) {}

  async get(factors: readonly FactorColumn[], filter: ResultFilter): Promise<Overview> {
    const seq = await this.changes.latest()
    if (seq !== this.#seq || this.#kept.size >= MOST_KEPT) this.#kept.clear()
    this.#seq = seq
    const key = JSON.stringify([factors, filter])
    const known = this.#kept.get(key)
    if (known) return known
    const made = this.jobs.overview({factors, filter})
    this.#kept.set(key, made)
    made.catch(() => this.#kept.delete(key))
    return made
  }
}
