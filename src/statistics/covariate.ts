import {studentTQuantile} from './distributions.js'
import {mean} from './describe.js'
import type {Interval} from './interval.js'

/**
 * A mean of paired differences that people rated, sharpened by a judge's differences, which are known of more
 * pairs. In points of the rating scale.
 */
export interface SharpenedMean {
  /** Pairs that people rated, and all that the judge rated. */
  n: number
  all: number
  /**
   * The slope: how many points people differ where the judge differs by one; 0 where the judge says nothing.
   */
  lambda: number
  estimate: number
  /** The two parts of the variance: of the rated pairs around the line, and of the judge's mean. */
  variance: {rated: number; all: number}
  standardError: number
  df: number
  /** 95 %. */
  interval: Interval
}

/**
 * Why a judge's scores are not used for a pair, the first that holds: fewer than 16 configurations rated for
 * both; too few of those judged for both; the judge's difference the same on each of them, but for one or not
 * at all; or, with the judge's column, nothing that has an interval.
 */
export const UNSHARPENED = [
  'few_rated',
  'few_judged',
  'same_everywhere',
  'one_configuration',
  'no_interval',
] as const
export type Unsharpened = (typeof UNSHARPENED)[number]

/** What varies less, as a mean square, is no more than rounding. */
const TINY = 1e-6

/**
 * The regression estimator of a mean (PPI++, Angelopoulos, Duchi & Zrnic 2023, with the mean over all): with
 * λ = S_yj / S_jj over the n rated, ȳ + λ (J - j̄), V = s² (1/n + (J - j̄)² / S_jj) + λ² s_J² / N, t(n - 2).
 * @param people y, of the rated pairs.
 * @param judge j of all pairs, those that people rated first and in the same order.
 * @returns undefined below three rated pairs.
 */
export function sharpenedMean(
  people: readonly number[],
  judge: readonly number[],
): SharpenedMean | undefined {
  const [n, all] = [people.length, judge.length]
  if (n < 3) return undefined
  const rated = judge.slice(0, n)
  const [centre, judgeRated, judgeAll] = [mean(people)!, mean(rated)!, mean(judge)!]
  const spread = products(rated, rated)
  const hasSlope = isVaried(spread, n)
  const lambda = hasSlope ? products(people, rated) / spread : 0
  const left = products(people, people) - lambda * lambda * spread
  // Without a slope this is the mean of people alone.
  const df = hasSlope ? n - 2 : n - 1
  const square = Math.max(0, left) / df
  const shift = judgeAll - judgeRated
  const variance = {
    rated: square * (1 / n + (hasSlope ? (shift * shift) / spread : 0)),
    all: (lambda * lambda * products(judge, judge)) / (all - 1) / all,
  }
  const standardError = Math.sqrt(variance.rated + variance.all)
  const estimate = centre + lambda * shift
  const reach = studentTQuantile(0.975, df) * standardError
  return {
    n,
    all,
    lambda,
    estimate,
    variance,
    standardError,
    df,
    interval: {low: estimate - reach, high: estimate + reach},
  }
}

/** Whether a covariate varies enough over `n` units to have a slope; `squares`: its sum of squares. */
export function isVaried(squares: number, n: number): boolean {
  return squares > TINY * n
}

/**
 * How many ratings of people a judge is worth: so many more would narrow the interval of a difference as
 * much. The variance is multiplied by (1 - r²)(n - 2)/(n - 3) + r² n/N, (n - 2)/(n - 3) for the slope that
 * has to be estimated; never below 0.
 * @param r correlation of the paired differences of people and judge.
 * @param n configurations that people rated; `all`: that the judge rated; `ratings`: ratings of people.
 */
export function worthInRatings({
  r,
  n,
  all,
  ratings,
}: {
  r: number
  n: number
  all: number
  ratings: number
}): number {
  if (n <= 3 || all === 0) return 0
  const factor = ((1 - r * r) * (n - 2)) / (n - 3) + (r * r * n) / Math.max(n, all)
  return Math.max(0, Math.round(ratings * (1 / factor - 1)))
}

/** Σ (a - ā)(b - b̄). */
function products(a: readonly number[], b: readonly number[]): number {
  const [centreA, centreB] = [mean(a)!, mean(b)!]
  return a.reduce((sum, value, at) => sum + (value - centreA) * (b[at]! - centreB), 0)
}
