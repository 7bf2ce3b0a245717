import {errorOfBound, plannedReach} from './rule/bounds.js'
import {FIRST_LOOK, FIRST_SETTLED, type Verdict} from './rule/rule.js'

/** Of the difference of two answers to one configuration where nothing is known yet, in points squared. */
const USUAL_VARIANCE = 1
/** Nobody rates so many configurations: differences that need more are never told apart. */
const MOST = 100_000

/** What a decision still needs, as far as the ratings so far tell. */
export interface Plan {
  /** Ratings until the decision, if all goes as the ratings so far say; null: more than anybody makes. */
  ratings: number | null
  /** Configurations that the closest pair needs besides those it has, rated or not. */
  configurations: number
}

/**
 * The margin that so many configurations can decide among candidates that are alike: with the usual variance
 * of differences, or that of the ratings so far. Null: too few for any decision.
 */
export function decidableMargin(
  configurations: number,
  candidates: number,
  variance: number | null = null,
): number | null {
  if (configurations < FIRST_SETTLED) return null
  return plannedReach(variance ?? USUAL_VARIANCE, configurations, errorOfBound(candidates))
}

/**
 * How many more ratings decide, and how many configurations are missing for it.
 * @param configurationsOf configurations that a candidate has in common with the leader, rated or not.
 */
export function planOf(
  verdict: Verdict,
  {margin, configurationsOf}: {margin: number; configurationsOf: (candidate: number) => number},
): Plan {
  const {candidates, leader, stillAsked, blocks} = verdict
  if (stillAsked.length === 0) return {ratings: 0, configurations: 0}
  if (leader === null) {
    const most = Math.max(0, ...stillAsked.map(configurationsOf))
    const ratings = Math.max(0, FIRST_LOOK - blocks) * stillAsked.length
    return {ratings, configurations: Math.max(0, FIRST_SETTLED - most)}
  }

  const alpha = errorOfBound(candidates.length)
  let ratings = 0
  let missing = 0
  let leaderRatings = 0
  for (const candidate of stillAsked) {
    if (candidate === leader) continue
    const {bounds} = candidates[candidate]!
    const n = bounds?.n ?? 0
    const needed = blocksNeeded(bounds?.difference ?? 0, bounds?.variance ?? USUAL_VARIANCE, {
      n,
      margin,
      alpha,
    })
    if (needed === null) return {ratings: null, configurations: MOST}
    ratings += needed - n
    leaderRatings = Math.max(leaderRatings, needed - blocks)
    missing = Math.max(missing, needed - configurationsOf(candidate))
  }

  return {ratings: ratings + leaderRatings, configurations: missing}
}

/**
 * The first number of common blocks where the difference, if it stays, is surely below or above the margin.
 */
function blocksNeeded(
  difference: number,
  variance: number,
  {n, margin, alpha}: {n: number; margin: number; alpha: number},
): number | null {
  const room = Math.abs(margin - difference)
  const isReached = (blocks: number) => plannedReach(variance, blocks, alpha) < room
  const least = Math.max(n + 1, FIRST_SETTLED)
  if (isReached(least)) return least
  if (!isReached(MOST)) return null
  let [low, high] = [least, MOST]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (isReached(middle)) high = middle
    else low = middle
  }

  return high
}
