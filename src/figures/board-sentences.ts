import type {PairResult} from './pairs.js'

/**
 * The sentences beside the rows of a leaderboard and its pairs: the same words in the terminal, in reports
 * and on pages.
 */

/** With fewer raters, their ratings are not the opinion of people in general. */
const SMALL_PANEL = 5

export const NO_EFFECTS = 'No factor has two levels here, so there is no effect to show.'

/** A warning where few people rated; undefined where there were enough. */
export function smallPanelSentence(raters: number): string | undefined {
  const people = raters === 1 ? '1 rater' : `${raters} raters`
  return raters < SMALL_PANEL ? `With ${people} the figures speak of this panel alone.` : undefined
}

/** A warning where raters share no results; undefined where they are all linked. */
export function componentsSentence(components: number | null): string | undefined {
  return components !== null && components > 1
    ? `The raters fall into ${components} parts that share no result: between those, adjusted ratings do not compare.`
    : undefined
}

/** How many of the pairs differ significantly. */
export function apartSentence(pairs: readonly PairResult[]): string {
  if (pairs.every(({p_holm}) => p_holm === null))
    return 'No pair has rated configurations in common yet, so none can be told apart.'
  const apart = pairs.filter(({p_holm}) => p_holm !== null && p_holm <= 0.05).length
  const all = pairs.length === 1 ? '1 pair is' : `${pairs.length} pairs are`
  return `${apart} of ${all} rated differently beyond chance (p ≤ .05 after Holm, paired on matched configurations).`
}
