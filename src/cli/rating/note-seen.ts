import type {Store} from '../../store/store.js'
import {raterName} from './rater.js'

/**
 * Notes what the person at the terminal saw: these results with their systems, or figures. A person who
 * cannot be named, or a database that cannot be written, is no reason to show nothing.
 */
export async function noteSeen(
  store: Store,
  seen: 'figures' | readonly string[],
  configured: () => Promise<string | undefined>,
): Promise<void> {
  try {
    const rater = await raterName(undefined, await configured())
    const at = new Date().toISOString()
    if (seen === 'figures') await store.raters.openedFigures(rater, at)
    else await store.ratings.saw(rater, seen, at)
  } catch {
    // What is shown is not held up by it.
  }
}
