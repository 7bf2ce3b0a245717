import {mean, squaredDeviations, variance} from './describe.js'
import {noncentralTTail, normalQuantile, roundConstant, studentTQuantile} from './distributions.js'

export interface TestDesign {
  /** The difference to be found, in the unit of `sd`. */
  delta: number
  /** SD of the values ('two_sample') or of the paired differences ('paired'). */
  sd: number
  type: 'two_sample' | 'paired'
  /** Two-sided level; default .05. */
  alpha?: number
}

/** The known noise, and how much data there can be. */
export interface RatingBudget {
  /** The true difference to be distinguished from 0, in rating points. */
  difference: number
  /** Variance of the true difference between configurations, sigma^2_delta. */
  betweenVariance: number
  /** Variance of ratings of one result, sigma^2_w. */
  withinVariance: number
  /** Ratings per result, k; need not be whole. */
  ratingsPerResult: number
  /** Matched configurations that exist. */
  configurations: number
}

/**
 * The data that are needed to find a difference.
 * - `configurations`: enough exist; rate so many of them, k ratings a result.
 * - `ratings`: rate all of them, with more ratings a result.
 * - `trials`: the configurations differ so much among themselves that more ratings cannot help; with perfect
 *   ratings so many configurations would still be needed, more than exist: run more trials.
 */
export type RatingPlan =
  | {kind: 'configurations' | 'ratings'; configurations: number; ratingsPerResult: number}
  | {kind: 'trials'; configurations: number}

/** One matched configuration: mean rating of A minus that of B, and the ratings behind each. */
export interface MatchedDifference {
  difference: number
  ratingsA: number
  ratingsB: number
}

/**
 * Power of the two-sided t test at n (per group, or pairs; need not be whole): P(T > t_{1 - alpha/2}) for
 * the noncentral t (Cohen 1988, ch. 2). As in R's `power.t.test`, a finding in the wrong direction does not
 * count as power.
 */
export function tTestPower(n: number, design: TestDesign): number {
  const {delta, sd, type, alpha = 0.05} = design
  const samples = type === 'two_sample' ? 2 : 1
  const df = (n - 1) * samples
  const critical = studentTQuantile(1 - alpha / 2, df)
  return noncentralTTail(critical, df, Math.sqrt(n / samples) * (Math.abs(delta) / sd))
}

/**
 * The n (per group, or pairs; not rounded up) at which `tTestPower` reaches `power`. Null when delta is 0,
 * since nothing finds what is not there; at least 2.
 */
export function tTestSampleSize(power: number, design: TestDesign): number | null {
  if (design.delta === 0) return null
  let low = 2
  let high = 2
  while (tTestPower(high, design) < power) {
    low = high
    high *= 2
  }

  for (let step = 0; step < 60 && high - low > 1e-11 * high; step++) {
    const middle = (low + high) / 2
    if (tTestPower(middle, design) < power) low = middle
    else high = middle
  }

  return roundConstant(high)
}

/**
 * Paired differences needed, by the normal approximation n = (z_{1 - alpha/2} + z_power)^2 sd_d^2/d^2 (Cohen
 * 1988, ch. 2), not rounded up. Null when the difference is 0.
 */
export function neededPairs(
  difference: number,
  differenceVariance: number,
  {power = 0.8, alpha = 0.05} = {},
): number | null {
  if (difference === 0) return null
  const z = roundConstant(normalQuantile(1 - alpha / 2) + normalQuantile(power))
  return (z * z * differenceVariance) / (difference * difference)
}

/**
 * How many more ratings tell A from B, with sd_d^2 = sigma^2_delta + 2 sigma^2_w/k. Needs at most the
 * configurations there are at k ratings a result; if that is not enough, rates all of them and solves for k;
 * if sigma^2_delta alone is too much, or fewer exist than the sign-flip test needs, asks for more trials.
 * Null when the difference is 0.
 */
export function planRatings(
  budget: RatingBudget,
  options: {power?: number; alpha?: number} = {},
): RatingPlan | null {
  const {difference, betweenVariance, withinVariance, ratingsPerResult, configurations} = budget
  const least = leastPairs(options.alpha)
  const differenceVariance = betweenVariance + (2 * withinVariance) / ratingsPerResult
  const needed = neededPairs(difference, differenceVariance, options)
  const perVariance = neededPairs(difference, 1, options)
  if (needed === null || perVariance === null) return null
  const whole = Math.max(least, Math.ceil(needed))
  if (whole <= configurations) return {kind: 'configurations', configurations: whole, ratingsPerResult}

  const room = configurations / perVariance - betweenVariance
  if (configurations < least || room <= 0) {
    const perfect = Math.max(least, Math.floor(perVariance * betweenVariance) + 1)
    return {kind: 'trials', configurations: Math.max(perfect, configurations + 1)}
  }

  return {kind: 'ratings', configurations, ratingsPerResult: Math.ceil((2 * withinVariance) / room)}
}

/**
 * Differences below which the sign-flip test never reaches alpha: of n, its smallest two-sided p is 2/2^n.
 */
function leastPairs(alpha = 0.05): number {
  return Math.ceil(1 - Math.log2(alpha))
}

/**
 * Pooled variance of ratings within one result, sigma^2_w = sum_u SS_u / sum_u (m_u - 1): the within mean
 * square of a one-way layout (Searle, Casella & McCulloch 1992, ch. 3). Null when no result has two ratings.
 */
export function withinVariance(units: Iterable<readonly number[]>): number | null {
  let squares = 0
  let degrees = 0
  for (const unit of units) {
    if (unit.length < 2) continue
    squares += squaredDeviations(unit)
    degrees += unit.length - 1
  }

  return degrees === 0 ? null : squares / degrees
}

/**
 * Variance of the true difference between configurations by the method of moments: the variance of the
 * observed differences less what rating noise adds, sigma^2_w mean(1/k_A + 1/k_B); never below 0. Null below
 * two differences.
 */
export function betweenVariance(pairs: readonly MatchedDifference[], within: number): number | null {
  const observed = variance(pairs.map(({difference}) => difference))
  const noise = mean(pairs.map(({ratingsA, ratingsB}) => 1 / ratingsA + 1 / ratingsB))
  return observed === null || noise === null ? null : Math.max(0, observed - within * noise)
}
