/**
 * The results whose model each rater has seen since the server started: a rating after that would not be
 * blind. A rating from before the start cannot be taken back, as the server does not know what was seen then.
 */
export class RevealedResults {
  readonly #byUser = new Map<string, Set<string>>()

  mark(user: string, ids: readonly string[]): void {
    const revealed = this.#byUser.get(user) ?? new Set()
    this.#byUser.set(user, revealed)
    for (const id of ids) revealed.add(id)
  }

  has(user: string, id: string): boolean {
    return this.#byUser.get(user)?.has(id) ?? false
  }
}
