/**
 * Whose results each rater has seen since the server started: a rating after that would not be blind. Older
 * ratings cannot be taken back anyway, as what was done on a page ends with it.
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
