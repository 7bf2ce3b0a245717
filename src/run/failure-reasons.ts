/** Why cases failed, and how many for the same reason. */
export interface FailureReason {
  /** As the first of them was told. */
  reason: string
  count: number
}

/** How many reasons a report names. */
const NAMED = 5
/** Beyond this, messages of one reason name cases and requests. */
const TELLING = 30

/** Counts failures by their reason: what differs in numbers and ids alone is the same reason. */
export class FailureReasons {
  readonly #reasons = new Map<string, FailureReason>()

  add(reason: string): void {
    const key = reason
      .replaceAll(/\b(?=\w*\d)[\w-]{6,}\b|\d{4,}/g, '#')
      .replaceAll(/\s+/g, ' ')
      .slice(0, TELLING)
    const known = this.#reasons.get(key)
    if (known) known.count++
    else this.#reasons.set(key, {reason, count: 1})
  }

  /** The commonest first. */
  list(): FailureReason[] {
    return [...this.#reasons.values()].sort((a, b) => b.count - a.count).slice(0, NAMED)
  }
}

/** `24 of 30 failed with “HTTP 500”`; undefined where nothing failed. */
export function commonestReason(reasons: readonly FailureReason[], failed: number): string | undefined {
  const [commonest] = reasons
  return commonest && `${commonest.count} of ${failed} failed with “${commonest.reason}”`
}
