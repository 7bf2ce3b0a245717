import {groupName} from '../figures/leaderboard.js'
import type {TopPair} from '../figures/evaluate-leaderboard.js'
import {topSentence} from '../figures/sentences.js'
import type {GroupColumn} from '../records/stats.js'
import {sanitize} from '../text/sanitize.js'
import {cutInMiddle, html, placesOf, type Html} from '../text/html.js'

/** Longest name in a table and in a sentence, in places. */
const LONGEST_NAME = 64

/** Names beyond so many places may be broken over lines; figures never are. */
const BREAKABLE = 24

export interface NameOptions {
  /** In places. */
  longest?: number
  /** Where the name leads to, on pages. */
  href?: string | undefined
}

/**
 * A name from the data, in its own direction of writing, cut in the middle where it is very long. The full
 * name is its title, and shows on focus.
 */
export function nameOf(name: string, {longest = LONGEST_NAME, href}: NameOptions = {}): Html {
  const short = cutInMiddle(name, longest)
  if (short === name) {
    const shown =
      placesOf(name) > BREAKABLE ? html`<bdi class="long">${name}</bdi>` : html`<bdi>${name}</bdi>`
    return href === undefined ? shown : html`<a href="${href}">${shown}</a>`
  }

  const both = html`<bdi class="short" aria-hidden="true">${short}</bdi><bdi class="whole">${name}</bdi>`
  return href === undefined
    ? html`<span class="cut long" tabindex="0" title="${name}">${both}</span>`
    : html`<a class="cut long" href="${href}" title="${name}">${both}</a>`
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
  const pieces = topSentence({best: marked(best), next: marked(next), pair}, [column]).split(/[\u2068\u2069]/)
  return html`${pieces.map((part, at) => (at % 2 === 1 ? nameOf(part) : part))}`
}
