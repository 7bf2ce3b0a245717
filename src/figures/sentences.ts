import type {Advice, PairResult} from './pairs.js'
import {groupName} from './leaderboard.js'
import type {TopAdvice} from './evaluate-leaderboard.js'
import type {GroupColumn} from '../records/stats.js'
import {pValue, signed} from '../text/numbers.js'

/**
 * Figures as sentences that claim no more than the data. Names are put in as they are: the code that shows a
 * sentence makes it safe for the place where it is shown.
 */

/** Whether the two best groups are apart, and what would separate them. */
export function topSentence({best, next, advice}: TopAdvice, columns: readonly GroupColumn[]): string {
  const [a, b] = [best, next].map((group) => groupName(group, columns))
  if (advice === null)
    return `${a} is rated higher than ${b}: the difference is beyond chance (p ≤ .05, paired).`
  if (advice.kind !== 'against') return `Not enough ratings to put ${a} before ${b}: ${missing(advice)}`
  const {points, configurations} = advice
  return `${a} has the higher mean, but on the ${configurations} configurations where both are rated ${b} is ahead by ${points.toFixed(2)} points: their means are of different configurations. Rate the same ones for both: bench rate.`
}

/** What is missing to separate two groups. */
export function missing(advice: Advice): string {
  switch (advice.kind) {
    case 'ratings':
      return `about ${advice.more} more ${advice.more === 1 ? 'rating' : 'ratings'} would separate them, if the difference seen is the true one.`
    case 'trials':
      return `more ratings of the configurations there are cannot separate them. About ${advice.configurations} would do (there are ${advice.have}): run more trials or personas.`
    case 'equal':
      return 'they are rated alike.'
    case 'unmatched':
      return 'they share fewer than two rated configurations. Rate the same ones for both: bench rate.'
  }
}

/** The result of a comparison of ratings; a second sentence where data are missing. */
export function verdict({a, b, metrics, p_holm, advice}: PairResult): string[] {
  const rating = metrics[0]!
  if (rating.n === 0)
    return [`${a} and ${b} have no rated configuration in common, so their ratings do not compare.`]
  if (rating.interval === null || rating.meanDifference === null) {
    return [`${a} and ${b} have one rated configuration in common: too few to compare.`]
  }

  const evidence = `${pText(p_holm)}, ${rating.n} matched configurations`
  if (p_holm !== null && p_holm <= 0.05) {
    const [better, worse] = rating.meanDifference > 0 ? [a, b] : [b, a]
    return [
      `${better} is rated higher than ${worse} by ${Math.abs(rating.meanDifference).toFixed(2)} points (${evidence}).`,
    ]
  }

  const {low, high} = rating.interval
  const open = `No difference in rating is shown between ${a} and ${b} (${evidence}); the data allow from ${signed(low)} to ${signed(high)}.`
  return advice ? [open, capital(missing(advice))] : [open]
}

/** Alpha below these is called poor, and tentative (Krippendorff 2004, p. 241: .667 and .800). */
const TENTATIVE = 0.667
const RELIABLE = 0.8

/** The meaning of an alpha for the panel. */
export function alphaSentence(alpha: number | null): string {
  if (alpha === null) return 'unknown, as nothing was rated twice (or everything alike)'
  if (alpha >= RELIABLE) return 'reliable'
  return alpha >= TENTATIVE
    ? 'good enough for tentative conclusions'
    : 'poor; talk about what the scores mean before trusting small differences'
}

function pText(p: number | null): string {
  if (p === null) return 'p unknown'
  return p < 0.001 ? 'p < .001' : `p = ${pValue(p)}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
