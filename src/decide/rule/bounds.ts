import {roundConstant, studentTQuantile} from '../../statistics/distributions.js'
import {intervalOfMean} from '../../statistics/fit/means.js'
import type {Unsharpened} from '../../statistics/covariate.js'
import type {SharpenedDifference} from '../sharpen.js'

/** The differences `other - reference` of one pair on the blocks that one rater rated for both. */
export interface PairSums {
  /** Common blocks. */
  n: number
  sum: number
  squares: number
  /** What a judge makes of the difference, or why the judge is not used; undefined without a judge. */
  sharpened?: SharpenedDifference | Unsharpened | undefined
}

/** How far a candidate may be ahead of the reference, in rating points. */
export interface Bounds {
  /** Common blocks. */
  n: number
  /** Mean difference; null without common blocks. */
  difference: number | null
  /** At most so far ahead (U in docs/decide.md); Infinity where nothing can be said yet. */
  upper: number
  /** At least so far ahead; -Infinity where nothing can be said yet. */
  lower: number
  /** Of the differences, pooled and before its floor of 1/n; null where it is unknown. */
  variance: number | null
  /** Whether a judge sharpened the difference. */
  isSharpened: boolean
  /** Why a judge was not used; undefined where one was, and without a judge. */
  unsharpened?: Unsharpened | undefined
}

/** The weight of the variance that all pairs share, in blocks. */
const POOLED_WEIGHT = 10
/** Differences of fewer blocks have no variance. */
const FEWEST = 2

const UNKNOWN = {upper: Infinity, lower: -Infinity, variance: null, isSharpened: false}

/**
 * The error of one bound, so that over all looks and candidates a wrong decision is rare: found by simulation
 * (benchmarks/decide.ts), not proved.
 */
export function errorOfBound(candidates: number): number {
  return Math.min(0.008, 0.02 / Math.sqrt(candidates))
}

/**
 * Lines 5 to 7 of the rule: each difference with a variance that is pooled over the pairs with the weight of
 * ten blocks, and is at least 1/n, so that equal ratings are never sure. A single pair has its own variance.
 * Pairs that a judge sharpens are pooled among themselves.
 */
export function boundsOf(pairs: readonly PairSums[], alpha: number): Bounds[] {
  const estimates = pairs.map(estimateOf)
  const pooled = pooledOver(estimates.filter((estimate) => !estimate?.isSharpened))
  const pooledSharpened = pooledOver(estimates.filter((estimate) => estimate?.isSharpened))
  return estimates.map((estimate, at): Bounds => {
    const {n, sharpened} = pairs[at]!
    const unsharpened = typeof sharpened === 'string' ? sharpened : undefined
    const shared = estimate?.isSharpened ? pooledSharpened : pooled
    if (!estimate || shared === null)
      return {n, difference: differenceOf(pairs[at]!), ...UNKNOWN, unsharpened}
    const {difference, variance, degrees, weight, further, isSharpened} = estimate
    const isAlone = pairs.length === 1
    const shrunk = isAlone
      ? variance
      : (POOLED_WEIGHT * shared + degrees * variance) / (degrees + POOLED_WEIGHT)
    const df = isAlone ? degrees : degrees + POOLED_WEIGHT
    const reach = tQuantile(alpha, df) * Math.sqrt(Math.max(1 / estimate.n, shrunk) * weight + further)
    return {
      n,
      difference,
      upper: difference + reach,
      lower: difference - reach,
      variance: isSharpened ? (shrunk * weight + further) * estimate.n : shrunk,
      isSharpened,
      unsharpened,
    }
  })
}

/** Of the pair, sharpened where a judge sharpens it; null without common blocks. */
export function differenceOf({n, sum, sharpened}: PairSums): number | null {
  if (typeof sharpened === 'object') return sharpened.difference
  return n === 0 ? null : sum / n
}

interface Estimate extends SharpenedDifference {
  degrees: number
  isSharpened: boolean
}

function estimateOf(pair: PairSums): Estimate | null {
  const {n, sum, sharpened} = pair
  if (typeof sharpened === 'object') return {...sharpened, degrees: sharpened.n - 2, isSharpened: true}
  const variance = varianceOf(pair)
  if (variance === null) return null
  return {difference: sum / n, n, variance, degrees: n - 1, weight: 1 / n, further: 0, isSharpened: false}
}

/** Of the differences of all pairs together; null where none has two common blocks. */
function pooledOver(estimates: readonly (Estimate | null)[]): number | null {
  let [squares, all] = [0, 0]
  for (const estimate of estimates) {
    if (!estimate) continue
    squares += estimate.degrees * estimate.variance
    all += estimate.degrees
  }

  return all === 0 ? null : squares / all
}

/** How far a bound lies from the difference, for a variance of differences over `n` blocks. */
export function reachOf(variance: number, n: number, df: number, alpha: number): number {
  return tQuantile(alpha, df) * Math.sqrt(Math.max(1 / n, variance) / n)
}

/** As `reachOf`, with the degrees of freedom of a pair among several. */
export function plannedReach(variance: number, n: number, alpha: number): number {
  return reachOf(variance, n, n + POOLED_WEIGHT - 1, alpha)
}

function varianceOf({n, sum, squares}: PairSums): number | null {
  // Ratings are whole numbers: what rounding leaves over is no variance.
  return n < FEWEST ? null : Math.max(0, squares - (sum * sum) / n) / (n - 1)
}

/** The upper end of the 95 % interval of a mean rating of at least two blocks. */
export function upperEndOfMean({n, sum, squares}: PairSums): number {
  const variance = varianceOf({n, sum, squares}) ?? 0
  return intervalOfMean(sum / n, Math.sqrt(variance / n), n).high
}

const quantiles = new Map<string, number>()

function tQuantile(alpha: number, df: number): number {
  const key = `${alpha}/${df}`
  const known = quantiles.get(key)
  if (known !== undefined) return known
  const quantile = roundConstant(studentTQuantile(1 - alpha, df))
  quantiles.set(key, quantile)
  return quantile
}
