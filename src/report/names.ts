import {groupName} from '../figures/leaderboard.js'
import type {TopPair} from '../figures/evaluate-leaderboard.js'
import {topSentence} from '../figures/sentences.js'
import type {GroupColumn} from '../records/stats.js'
import {sanitize} from '../text/sanitize.js'
import {html, placesOf, shortened, type Html} from '../text/html.js'

/** Longest name in a table and in a sentence, in places; the full name is the title. */
const LONGEST_NAME = 64

/** Names beyond so many places may be broken over lines; figures never are. */
const BREAKABLE = 24

/** A name from the data, in its own direction of writing, cut where it is very long. */
export function nameOf(name: string, longest = LONGEST_NAME): Html {
  const short = shortened(name, longest)
  if (short !== name) return html`<bdi class="long" title="${name}">${short}</bdi>`
  return placesOf(name) > BREAKABLE ? html`<bdi class="long">${name}</bdi>` : html`<bdi>${name}</bdi>`
}

// Isolates; no name holds them, as `sanitize` takes them out.
const [OPEN, CLOSE] = ['\u2068', '\u2069']

/**
 * The sentence on the two best, each name isolated, so that a name written from the right leaves the other
 * words in order.
 */
export function topSentenceOf({best, next, pair}: TopPair, factors: readonly GroupColumn[]): Html {
  const column = factors[0] ?? 'model'
  const marked = (group: TopPair['best']) => ({
    [column]: `${OPEN}${sanitize(groupName(group, factors))}${CLOSE}`,
  })
  const parts = topSentence({best: marked(best), next: marked(next), pair}, [column]).split(/[\u2068\u2069]/)
  return html`${parts.map((part, at) => (at % 2 === 1 ? nameOf(part) : part))}`
}
