import type {QueueItem} from '../rating-service.js'

/** What a session has behind it, and what it would ask. */
export interface SoFar {
  /** The result whose score came in last. */
  last: string
  left: readonly QueueItem[]
  /** Screens that were rated or skipped. */
  passed: number
  /** Results that the rater did not want to rate now. */
  skipped: ReadonlySet<string>
}

/** Plans the rest of a session anew after a score; undefined: the plan stays. */
export type Renew = (soFar: SoFar) => Promise<readonly QueueItem[] | undefined>

/**
 * A new plan, with the repeats of the old one at their places; where nothing is asked, nothing comes again.
 */
export function withRepeats(plan: readonly QueueItem[], old: readonly QueueItem[]): QueueItem[] {
  const merged = [...plan]
  if (plan.length === 0) return merged
  for (const [at, item] of old.entries()) if (item.repeat) merged.splice(at, 0, item)
  return merged
}
