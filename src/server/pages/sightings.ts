import type {RevealedResults} from './revealed-results.js'

/**
 * What people have seen while they read, as far as their later ratings depend on it. Every page that shows
 * chips together with their system, or figures, says so here; lists of results show no chips and say nothing.
 */
export class Sightings {
  constructor(private readonly revealed: RevealedResults) {}

  /** These results were shown to the person with their chips and their systems. */
  sawResults(user: string, ids: readonly string[]): void {
    this.revealed.mark(user, ids)
  }

  /** The person opened figures: of systems, styles or other levels of factors. */
  sawFigures(user: string): void {
    this.#figuresSeenAt.set(user, new Date().toISOString())
  }

  /** When the person last opened figures on this server, ISO 8601 in UTC. */
  figuresSeenAt(user: string): string | undefined {
    return this.#figuresSeenAt.get(user)
  }

  readonly #figuresSeenAt = new Map<string, string>()
}
