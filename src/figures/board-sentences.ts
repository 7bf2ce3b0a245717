import {counted} from '../text/numbers.js'
import type {EvaluatedLeaderboard, RatersOfBoard} from './evaluate-leaderboard.js'
import {FEWEST_RATERS_AT_LARGE, type PairResult} from './pairs.js'
import {isApart} from './sentences.js'

/**
 * The sentences beside the rows of a leaderboard and its pairs: the same words in the terminal, in reports
 * and on pages.
 */

export const NO_EFFECTS = 'No factor has two levels here, so there is no effect to show.'

/** For whom the figures speak. */
export function ratersSentence({raters, effective}: RatersOfBoard): string {
  if (raters === 0) return 'Nothing is rated yet: bench rate'
  const these = raters === 1 ? 'this one rater' : `these ${raters} raters`
  if (effective >= FEWEST_RATERS_AT_LARGE) return `The figures speak for ${these}.`
  const worth = raters > 1 && raters - effective > 0.5 ? `, worth ${effective.toFixed(1)},` : ''
  return `The figures speak for ${these}${worth} and not for people at large.`
}

/** How many pairs cannot be told, and where cost and latency are of different configurations. */
export function boardSentences({
  pairs,
  rows,
  common_configurations,
}: Pick<EvaluatedLeaderboard, 'pairs' | 'rows' | 'common_configurations'>): string[] {
  const plain = rows.filter(
    ({adjusted_rating, is_adjusted}) => adjusted_rating !== null && !is_adjusted,
  ).length
  return [
    ...(pairs.withheld > 0
      ? [
          `${pairs.withheld} of ${counted(pairs.all, 'pair')} cannot be told apart for want of common ground: their ranks are open.`,
        ]
      : []),
    ...(plain > 0 && rows.length > 1
      ? [
          `* nothing links the ratings of ${counted(plain, 'group')} to the others: a plain mean, which does not compare.`,
        ]
      : []),
    ...(common_configurations === null
      ? []
      : [
          `The groups have different configurations (${common_configurations} in common): cost, latency and tokens do not compare row by row. bench compare A B does.`,
        ]),
  ]
}

/** How many of the pairs differ beyond chance. */
export function apartSentence(pairs: readonly PairResult[]): string {
  const tested = pairs.filter(({rating}) => rating.p !== null).length
  if (tested === 0) return 'No pair has rated configurations enough in common yet, so none can be told apart.'
  const apart = pairs.filter(isApart).length
  const all = pairs.length === 1 ? '1 pair is' : `${pairs.length} pairs are`
  const withheld = pairs.length - tested
  const open = withheld > 0 ? ` ${withheld} cannot be told for want of common ground.` : ''
  return `${apart} of ${all} rated differently beyond chance (p ≤ .05 after Holm, on configurations and raters of both).${open}`
}
