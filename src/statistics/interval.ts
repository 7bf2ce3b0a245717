import {mean, sd} from './describe.js'
import {roundConstant, studentTCdf, studentTQuantile} from './distributions.js'

/** A confidence interval, in the unit of the values it came from. */
export interface Interval {
  low: number
  high: number
}

/** A mean with its interval; `mean` is null for no values, `interval` below two. */
export interface MeanInterval {
  n: number
  mean: number | null
  interval: Interval | null
}

/** The one-sample t test of a mean of zero. */
export interface TTest {
  t: number
  df: number
  /** Two-sided. */
  p: number
  interval: Interval
}

/**
 * Student t interval of a mean (Student 1908): mean +- t_{(1 + confidence)/2, n - 1} sd / sqrt(n).
 *
 * Give one value per independent unit: for ratings the means per result, since ratings of one result belong
 * together. The ends are not clipped to the rating scale: a clipped interval looks more certain than it is,
 * and a plot on a 1..5 axis can clip them. Equal values give an interval of no width.
 */
export function meanInterval(values: readonly number[], confidence = 0.95): MeanInterval {
  const n = values.length
  const centre = mean(values)
  const spread = sd(values)
  if (centre === null || spread === null) return {n, mean: centre, interval: null}
  const reach = tQuantile(confidence, n - 1) * (spread / Math.sqrt(n))
  return {n, mean: centre, interval: {low: centre - reach, high: centre + reach}}
}

/** The paired t test, given the differences. Null below two values, or when all of them are equal. */
export function tTest(differences: readonly number[], confidence = 0.95): TTest | null {
  const {n, mean: centre, interval} = meanInterval(differences, confidence)
  const spread = sd(differences)
  if (centre === null || interval === null || !spread) return null
  const t = centre / (spread / Math.sqrt(n))
  return {t, df: n - 1, p: roundConstant(2 * studentTCdf(-Math.abs(t), n - 1)), interval}
}

/** All pairs of a table have the same few whole degrees of freedom. */
const quantiles = new Map<string, number>()

/** The two-sided critical value t_{(1 + confidence)/2, df}, rounded so that intervals agree everywhere. */
export function tQuantile(confidence: number, df: number): number {
  const key = `${confidence} ${df}`
  const known = quantiles.get(key)
  if (known !== undefined) return known
  const quantile = roundConstant(studentTQuantile((1 + confidence) / 2, df))
  if (Number.isInteger(df)) quantiles.set(key, quantile)
  return quantile
}
