/**
 * Whose results each rater has seen since the server started: a rating after that would not be blind. What
 * was rated before it started cannot be taken back, as nobody knows what was seen then.
 */
export class Seen {
  readonly #byUser = new Map<string, Set<string>>()

  mark(user: string, ids: readonly string[]): void {
    const seen = this.#byUser.get(user) ?? new Set()
    this.#byUser.set(user, seen)
    for (const id of ids) seen.add(id)
  }

  has(user: string, id: string): boolean {
    return this.#byUser.get(user)?.has(id) ?? false
  }
}
