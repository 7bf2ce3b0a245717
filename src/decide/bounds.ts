import {roundConstant, studentTQuantile} from '../statistics/distributions.js'
import {intervalOfMean} from '../statistics/fit/means.js'

/** The differences `other - reference` of one pair on the blocks that one rater rated for both. */
export interface PairSums {
  /** Common blocks. */
  n: number
  sum: number
  squares: number
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
}

/** The weight of the variance that all pairs share, in blocks. */
const POOLED_WEIGHT = 10
/** Differences of fewer blocks have no variance. */
const FEWEST = 2

const UNKNOWN = {upper: Infinity, lower: -Infinity, variance: null}

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
 */
export function boundsOf(pairs: readonly PairSums[], alpha: number): Bounds[] {
  const variances = pairs.map(varianceOf)
  const pooled = pooledVariance(pairs, variances)
  return pairs.map(({n, sum}, at): Bounds => {
    const variance = variances[at] ?? null
    const difference = n === 0 ? null : sum / n
    if (variance === null || pooled === null || difference === null) return {n, difference, ...UNKNOWN}
    const isAlone = pairs.length === 1
    const shrunk = isAlone
      ? variance
      : (POOLED_WEIGHT * pooled + (n - 1) * variance) / (n + POOLED_WEIGHT - 1)
    const df = isAlone ? n - 1 : n + POOLED_WEIGHT - 1
    const reach = reachOf(shrunk, n, df, alpha)
    return {n, difference, upper: difference + reach, lower: difference - reach, variance: shrunk}
  })
}

/** Of the differences of all pairs together; null where none has two common blocks. */
export function pooledVariance(
  pairs: readonly PairSums[],
  variances: readonly (number | null)[] = pairs.map(varianceOf),
): number | null {
  let squares = 0
  let degrees = 0
  for (const [at, {n}] of pairs.entries()) {
    const variance = variances[at] ?? null
    if (variance === null) continue
    squares += (n - 1) * variance
    degrees += n - 1
  }

  return degrees === 0 ? null : squares / degrees
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
