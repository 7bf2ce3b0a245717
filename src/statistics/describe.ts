/** Arithmetic mean; null for no values. */
export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

/** Sum of squared deviations from the mean; 0 for no values. */
export function squaredDeviations(values: readonly number[]): number {
  const centre = mean(values) ?? 0
  let sum = 0
  for (const value of values) sum += (value - centre) ** 2
  return sum
}

/** Sample variance (divisor n - 1); null below two values. */
export function variance(values: readonly number[]): number | null {
  return values.length < 2 ? null : squaredDeviations(values) / (values.length - 1)
}

/** Sample standard deviation (divisor n - 1); null below two values. */
export function sd(values: readonly number[]): number | null {
  const spread = variance(values)
  return spread === null ? null : Math.sqrt(spread)
}

/**
 * Quantile of type 7 (Hyndman & Fan 1996; the default of R and numpy): linear between order statistics at
 * h = (n - 1) p. Null for no values. Throws RangeError when p is outside 0..1.
 */
export function quantile(values: ArrayLike<number>, p: number): number | null {
  return quantileSorted(Float64Array.from(values).sort(), p)
}

/** `quantile` of values that are already in ascending order. */
export function quantileSorted(sorted: ArrayLike<number>, p: number): number | null {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`A quantile's share lies in 0..1, got ${p}`)
  const h = (sorted.length - 1) * p
  const below = sorted[Math.floor(h)]
  const above = sorted[Math.ceil(h)]
  if (below === undefined || above === undefined) return null
  return below + (h - Math.floor(h)) * (above - below)
}

/** How often each rating 1, 2, 3, 4, 5 was given, in that order. Throws RangeError on any other rating. */
export function ratingHistogram(ratings: Iterable<number>): [number, number, number, number, number] {
  const counts: [number, number, number, number, number] = [0, 0, 0, 0, 0]
  for (const rating of ratings) {
    const count = counts[rating - 1]
    if (count === undefined) throw new RangeError(`A rating is one of 1, 2, 3, 4, 5, got ${rating}`)
    counts[rating - 1] = count + 1
  }

  return counts
}
