import {keyText} from './cells.js'
import type {Advice} from './advice.js'
import type {PairResult, RatingDifference} from './pairs.js'
import {groupName} from './leaderboard.js'
import type {TopPair} from './evaluate-leaderboard.js'
import type {GroupColumn} from '../records/stats.js'
import {FEWEST_CLUSTERS, type Withheld} from '../statistics/fit/contrast.js'
import {counted, pValue, signed} from '../text/numbers.js'

/**
 * Figures as sentences that claim no more than the data. Names are put in as they are: the code that shows a
 * sentence makes it safe for the place where it is shown.
 */

const LEVEL = 0.05

/** Whether the two best groups are apart among all pairs of the table, and what is missing if not. */
export function topSentence({best, next, pair}: TopPair, columns: readonly GroupColumn[]): string {
  const [a, b] = [best, next].map((group) => groupName(group, columns)) as [string, string]
  const {rating, advice} = pair
  const {difference, p, p_holm, withheld} = rating
  if (withheld)
    return `${a} is not shown to be rated higher than ${b}: ${withheldText(withheld)}.${linkAdvice(withheld)}`
  if (p_holm !== null && p_holm <= LEVEL && difference !== null) {
    const [better, worse] = difference > 0 ? [a, b] : [b, a]
    return `${better} is rated higher than ${worse} by ${points(difference)}: ${evidence(rating)}.${atLargeText(rating)}`
  }

  if (p !== null && p <= LEVEL) return `${a} is not shown to be rated higher than ${b}: ${aloneText(rating)}.`
  return `${a} is not shown to be rated higher than ${b} (${pText(p)}).${advice ? ` ${capital(missing(advice))}` : ''}`
}

/** Whether a pair is apart among all pairs of its table. */
export function isApart({rating: {p_holm}}: PairResult): boolean {
  return p_holm !== null && p_holm <= LEVEL
}

/** What is missing to tell two groups apart. */
export function missing(advice: Advice): string {
  switch (advice.kind) {
    case 'link':
      return 'rate the same configurations for both, each by one person: bench rate.'
    case 'rate':
      return `${counted(advice.configurations, 'configuration')} more, rated for both (${advice.ratings} ratings), would tell them apart, if the difference seen is the true one.`
    case 'again':
      return `all ${advice.have} configurations are rated. Between ${advice.ratings} more ratings of them by another person, if it is the raters who differ, and ${counted(advice.configurations, 'configuration')} more, if it is the answers, would tell the two apart: run more personas or counts.`
    case 'run':
      return `${counted(advice.configurations, 'configuration')} more than the ${advice.have} there are would tell them apart, if the difference seen is the true one: run more personas or counts.`
    case 'alike':
      return 'they are rated alike.'
  }
}

/** The result of a comparison of ratings; further sentences where something is missing. */
export function verdict({a, b, rating, advice}: PairResult): string[] {
  const {difference, interval, p, withheld} = rating
  if (withheld || difference === null || interval === null) {
    const why = withheld ? withheldText(withheld) : 'nothing is known of one of them'
    const seen = difference === null ? '' : ` The difference of ${points(difference)} is no evidence.`
    return [`The ratings of ${a} and ${b} do not compare: ${why}.${seen}`, ...adviceLine(advice)]
  }

  if (p !== null && p <= LEVEL) {
    const [better, worse] = difference > 0 ? [a, b] : [b, a]
    const verdict = `${better} is rated higher than ${worse} by ${points(difference)}`
    const isFamily = rating.family > 1
    const holds = isFamily && (rating.p_holm ?? 1) > LEVEL
    return [
      holds
        ? `${verdict}, compared alone: ${aloneText(rating)}.`
        : `${verdict}: ${evidence(rating)}.${atLargeText(rating)}`,
    ]
  }

  const {low, high} = interval
  return [
    `No difference in rating is shown between ${a} and ${b} (${pText(p)}, ${counted(rating.configurations, 'configuration')}); the data allow from ${signed(low)} to ${signed(high)}.`,
    ...adviceLine(advice),
  ]
}

/** Why nothing is said of a difference. */
export function withheldText(withheld: Withheld): string {
  switch (withheld.kind) {
    case 'not_rated':
      return 'one of them is not rated'
    case 'nobody_rated_both':
      return 'nobody rated both, not even through others'
    case 'no_common_configuration':
      return 'they have no rated configuration in common, not even through others'
    case 'hangs':
      return `all of it hangs on one configuration (${keyText(withheld.on)})`
    case 'few_configurations':
      return `only ${counted(withheld.configurations, 'rated configuration')} can tell them apart, and it takes ${FEWEST_CLUSTERS}`
    case 'few_degrees':
      return 'they are rated too unevenly, by raters and configurations'
  }
}

function linkAdvice(withheld: Withheld): string {
  return withheld.kind === 'not_rated' ? '' : ` ${capital(missing({kind: 'link'}))}`
}

function adviceLine(advice: Advice | null): string[] {
  return advice ? [capital(missing(advice))] : []
}

function evidence({p, p_holm, family, configurations}: RatingDifference): string {
  const among = family > 1 ? `${pText(p_holm)} among all ${family} pairs` : pText(p)
  return `${among}, ${counted(configurations, 'configuration')}`
}

function aloneText({p, p_holm, family}: RatingDifference): string {
  return `alone ${pText(p)}; among all ${family} pairs not apart (${pText(p_holm)})`
}

/** Silent where these raters are too few to speak of people at large. */
function atLargeText({at_large, difference}: RatingDifference): string {
  if (at_large === null || difference === null) return ''
  return at_large.p <= LEVEL
    ? ' It is shown for people at large, too.'
    : ` For people at large it is not shown (${pText(at_large.p)}).`
}

function points(difference: number): string {
  return `${Math.abs(difference).toFixed(2)} points`
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
