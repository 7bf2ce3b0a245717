import {quantileSorted} from './describe.js'
import {normalCdf, roundConstant} from './distributions.js'
import {tQuantile} from './interval.js'
import type {Interval} from './interval.js'
import type {Spread} from './resample.js'

/** Replicates drawn unless the caller gives another number. */
export const REPLICATES = 10_000

export interface BootstrapOptions {
  /** The same seed, groups and rows in the same order give the same digits on every machine. */
  seed: number
  replicates?: number
  /** Units above which configurations are grouped into blocks; see `groupIntoBlocks`. */
  maxUnits?: number
}

/** Replicates of a figure, and the spread of what was resampled. */
export interface Resampled extends Spread {
  replicates: Float64Array
}

/**
 * Expanded percentile interval (Hesterberg 2015, "What teachers should know about the bootstrap"): the
 * percentile interval at alpha'/2 = Phi(-sqrt(n/(n - 1)) t_{(1 + confidence)/2, n - 1}), which makes up for
 * the narrowness of the bootstrap in small samples. With strata, n/(n - 1) and n - 1 become the group's
 * 1/shrinkage and degrees of freedom (see `spreadOf`). It never leaves the range of the values, so below
 * about eight values prefer Student t. Null when the replicates cannot vary (fewer than two values).
 */
export function expandedPercentileInterval(
  {replicates, shrinkage, degrees}: Resampled,
  confidence = 0.95,
): Interval | null {
  if (degrees === 0) return null
  const critical = tQuantile(confidence, degrees) / Math.sqrt(shrinkage)
  return percentileInterval(replicates, roundConstant(normalCdf(-critical)))
}

/** The replicates' type-7 quantiles at `tail` and 1 - `tail`; NaN replicates are left out. Null for none. */
export function percentileInterval(replicates: Float64Array, tail: number): Interval | null {
  const sorted = replicates.filter((value) => !Number.isNaN(value)).sort()
  const low = quantileSorted(sorted, tail)
  const high = quantileSorted(sorted, 1 - tail)
  return low === null || high === null ? null : {low, high}
}
