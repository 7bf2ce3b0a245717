import {quantileSorted} from './describe.js'
import {normalCdf, roundConstant} from './distributions.js'
import {tQuantile} from './interval.js'
import type {Interval} from './interval.js'
import {Random} from './random.js'
import {MAX_UNITS, groupIntoBlocks, resampleTotals, spreadOf} from './resample.js'
import type {ResampleTable, Spread} from './resample.js'

/** Replicates drawn unless the caller gives another number. */
export const REPLICATES = 10_000

/** One row per configuration, one value per group in it; null or NaN where the group has no value there. */
export interface Stratum {
  configurations: readonly (readonly (number | null)[])[]
}

/** Groups (such as models) measured on the configurations of several strata (such as personas). */
export interface GroupedValues {
  groups: readonly string[]
  strata: readonly Stratum[]
}

export interface BootstrapOptions {
  /** The same seed, groups and rows in the same order give the same digits on every machine. */
  seed: number
  replicates?: number
  /** Units above which configurations are grouped into blocks; see `groupIntoBlocks`. */
  maxUnits?: number
}

/** One group's bootstrap. */
export interface GroupBootstrap extends Spread {
  group: string
  /** Configurations with a value. */
  n: number
  /** Mean over those, each with equal weight; null when there are none. */
  mean: number | null
  /** The mean in each replicate; NaN in a replicate that drew no value of the group. */
  replicates: Float64Array
}

/**
 * Cluster bootstrap of group means. Each replicate resamples the configurations of every stratum, jointly for
 * all groups: a drawn configuration brings the values of all groups with it, so that its difficulty, the same
 * for all groups, cancels in differences and ranks (Efron & Tibshirani 1993, ch. 8). A group's mean in a
 * replicate is the sum of its drawn values over their number, so groups may have values in different
 * configurations.
 *
 * Configurations without any value are left out. A stratum with one configuration cannot vary alone: such
 * strata are pooled, with the smallest other stratum if need be. Above `maxUnits` configurations, random
 * blocks of configurations are resampled instead. Replicates are rounded to 12 digits of the largest value,
 * so that means that are equal on paper are equal in rank. Throws RangeError when a row's length is not the
 * number of groups.
 */
export function clusterBootstrap(values: GroupedValues, options: BootstrapOptions): GroupBootstrap[] {
  const {seed, replicates = REPLICATES, maxUnits = MAX_UNITS} = options
  const random = new Random(seed)
  const {table: full, countColumns} = tabulate(values)
  const table = groupIntoBlocks(full, random, maxUnits)
  const totals = resampleTotals(table, replicates, random)
  const observed = columnTotals(full)
  const scale = decimalScale(full, values.groups.length)

  return values.groups.map((group, index) => {
    const countColumn = countColumns[index]!
    const means = new Float64Array(replicates)
    for (let replicate = 0, row = 0; replicate < replicates; replicate++, row += table.width) {
      means[replicate] = Math.round((totals[row + index]! / totals[row + countColumn]!) * scale) / scale
    }

    const n = observed[countColumn]!
    const mean = n === 0 ? null : observed[index]! / n
    return {group, n, mean, replicates: means, ...spreadOf(table, countColumn)}
  })
}

/**
 * Expanded percentile interval (Hesterberg 2015, "What teachers should know about the bootstrap"): the
 * percentile interval at alpha'/2 = Phi(-sqrt(n/(n - 1)) t_{(1 + confidence)/2, n - 1}), which makes up for
 * the narrowness of the bootstrap in small samples. With strata, n/(n - 1) and n - 1 become the group's
 * 1/shrinkage and degrees of freedom (see `spreadOf`). It never leaves the range of the values, so below
 * about eight values prefer Student t. Null when the replicates cannot vary (fewer than two values).
 */
export function expandedPercentileInterval(
  bootstrap: Pick<GroupBootstrap, 'replicates' | 'shrinkage' | 'degrees'>,
  confidence = 0.95,
): Interval | null {
  const {replicates, shrinkage, degrees} = bootstrap
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

/**
 * Lays the values out as sums and counts: a column of sums per group, then one column of counts per distinct
 * pattern of missing values (a single column when every group was measured everywhere).
 */
function tabulate(values: GroupedValues): {table: ResampleTable; countColumns: number[]} {
  const width = values.groups.length
  const strata = poolSingles(
    values.strata.map(({configurations}) => configurations.filter((row) => row.some(isPresent))),
  )
  const configurations = strata.flat()
  if (configurations.some((row) => row.length !== width)) {
    throw new RangeError(`Every configuration needs one value for each of the ${width} groups`)
  }

  const patterns: Uint8Array[] = []
  const countColumns = values.groups.map((_, group) => {
    const pattern = Uint8Array.from(configurations, (row) => (isPresent(row[group]) ? 1 : 0))
    const known = patterns.findIndex((knownPattern) => knownPattern.every((bit, i) => bit === pattern[i]))
    return width + (known === -1 ? patterns.push(pattern) - 1 : known)
  })

  const columns = width + patterns.length
  const rows = new Float64Array(configurations.length * columns)
  configurations.forEach((row, i) => {
    row.forEach((value, group) => {
      if (isPresent(value)) rows[i * columns + group] = value
    })
    patterns.forEach((pattern, k) => {
      rows[i * columns + width + k] = pattern[i]!
    })
  })
  const sizes = strata.map((stratum) => stratum.length)
  return {table: {rows, width: columns, sizes}, countColumns}
}

function poolSingles<T>(strata: readonly (readonly T[])[]): (readonly T[])[] {
  const large = strata.filter((stratum) => stratum.length > 1)
  const pool = strata.filter((stratum) => stratum.length === 1).flat()
  if (pool.length === 0) return large
  if (pool.length > 1 || large.length === 0) return [...large, pool]
  const smallest = large.reduce((least, stratum) => (stratum.length < least.length ? stratum : least))
  return large.map((stratum) => (stratum === smallest ? [...stratum, ...pool] : stratum))
}

function isPresent(value: number | null | undefined): value is number {
  return typeof value === 'number' && !Number.isNaN(value)
}

function columnTotals({rows, width}: ResampleTable): Float64Array {
  const totals = new Float64Array(width)
  for (let cell = 0; cell < rows.length; cell++) totals[cell % width]! += rows[cell]!
  return totals
}

/** The power of ten that keeps 12 digits of the largest value; the first `groups` columns are values. */
function decimalScale({rows, width}: ResampleTable, groups: number): number {
  let largest = 0
  for (let cell = 0; cell < rows.length; cell++) {
    if (cell % width < groups) largest = Math.max(largest, Math.abs(rows[cell]!))
  }

  let scale = 1
  while (largest * scale < 1e11 && scale < 1e22) scale *= 10
  return scale
}
