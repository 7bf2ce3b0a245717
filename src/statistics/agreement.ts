import {REPLICATES, expandedPercentileInterval} from './bootstrap.js'
import type {BootstrapOptions} from './bootstrap.js'
import type {Interval} from './interval.js'
import {Random} from './random.js'
import {groupIntoBlocks, resampleTotals, spreadOf} from './resample.js'

/** How far apart two ratings count: alike or not, by the ratings between them, or by their difference. */
export type AlphaMetric = 'nominal' | 'ordinal' | 'interval'

/** Agreement among raters; a figure is null where nothing pairs. */
export interface Agreement {
  /** Units with two ratings or more, and the ratings in them. */
  units: number
  ratings: number
  /** Krippendorff's alpha; null also when no disagreement is to be expected. */
  alpha: number | null
  interval: Interval | null
  /** Share of pairs of ratings that are equal, and that differ by at most 1. */
  exact: number | null
  withinOne: number | null
}

/** Replicates may leave alpha undefined; above this share of them its interval is not given. */
const UNDEFINED_REPLICATES = 0.05

/**
 * Pairs of values within units. `values` are the distinct paired values in ascending order; `cells` holds
 * for each unit the upper triangle of its coincidences, row by row, diagonal included.
 */
interface Coincidences {
  values: number[]
  ratings: number
  cells: Float64Array[]
}

/**
 * Krippendorff's alpha (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability") of units given as
 * lists of ratings; which rater gave which rating does not matter, nor do units with fewer than two. With
 * coincidences o_ck = sum_u pairs(c, k)/(m_u - 1), n_c = sum_k o_ck and n = sum_c n_c,
 *
 *   alpha = 1 - (n - 1) sum_{c<k} o_ck d_ck^2 / sum_{c<k} n_c n_k d_ck^2.
 *
 * Null when nothing pairs or no disagreement is to be expected (all ratings equal).
 */
export function krippendorffAlpha(
  units: Iterable<readonly number[]>,
  metric: AlphaMetric = 'ordinal',
): number | null {
  const {values, cells} = coincidences(units)
  return alphaOf(addUp(cells, values), values, metric)
}

/**
 * Alpha with its interval, and plain agreement. The interval bootstraps units (expanded percentile, as for
 * means); it is null below two units, or when more than 5 % of the replicates leave alpha undefined. In the
 * plain shares a unit of m ratings weighs m, as in alpha, not its m(m - 1)/2 pairs.
 */
export function agreement(
  units: Iterable<readonly number[]>,
  options: BootstrapOptions & {metric?: AlphaMetric; confidence?: number},
): Agreement {
  const {metric = 'ordinal'} = options
  const pairs = coincidences(units)
  const {values, ratings, cells} = pairs
  const totals = addUp(cells, values)
  const alpha = alphaOf(totals, values, metric)
  return {
    units: cells.length,
    ratings,
    alpha,
    interval: alpha === null ? null : alphaInterval(pairs, metric, options),
    exact: shareWithin(totals, values, 0),
    withinOne: shareWithin(totals, values, 1),
  }
}

function alphaInterval(
  {values, cells}: Coincidences,
  metric: AlphaMetric,
  options: BootstrapOptions & {confidence?: number},
): Interval | null {
  const {seed, replicates = REPLICATES, maxUnits, confidence} = options
  const random = new Random(seed)
  const triangle = triangleSize(values)
  // A last column counts the units.
  const width = triangle + 1
  const rows = new Float64Array(cells.length * width)
  cells.forEach((cell, u) => {
    rows.set(cell, u * width)
    rows[u * width + triangle] = 1
  })
  const table = groupIntoBlocks({rows, width, sizes: [cells.length]}, random, maxUnits)
  const totals = resampleTotals(table, replicates, random)
  const alphas = new Float64Array(replicates)
  let undefinedCount = 0
  for (let b = 0; b < replicates; b++) {
    const alpha = alphaOf(totals.subarray(b * width, b * width + triangle), values, metric)
    if (alpha === null) undefinedCount++
    alphas[b] = alpha ?? NaN
  }

  if (undefinedCount > UNDEFINED_REPLICATES * replicates) return null
  return expandedPercentileInterval({replicates: alphas, ...spreadOf(table, triangle)}, confidence)
}

function coincidences(units: Iterable<readonly number[]>): Coincidences {
  const paired = [...units].filter((unit) => unit.length > 1)
  const values = [...new Set(paired.flat())].sort((a, b) => a - b)
  const place = new Map(values.map((value, index) => [value, index]))
  const cells = paired.map((unit) => {
    const counts = new Float64Array(values.length)
    for (const rating of unit) counts[place.get(rating)!]!++
    const cells = new Float64Array(triangleSize(values))
    let cell = 0
    for (let c = 0; c < values.length; c++) {
      for (let k = c; k < values.length; k++, cell++) {
        cells[cell] = (counts[c]! * (k === c ? counts[c]! - 1 : counts[k]!)) / (unit.length - 1)
      }
    }

    return cells
  })
  return {values, ratings: paired.reduce((sum, unit) => sum + unit.length, 0), cells}
}

function alphaOf(cells: Float64Array, values: readonly number[], metric: AlphaMetric): number | null {
  const size = values.length
  const margins = new Float64Array(size)
  for (let c = 0, cell = 0; c < size; c++) {
    for (let k = c; k < size; k++, cell++) {
      margins[c]! += cells[cell]!
      if (k !== c) margins[k]! += cells[cell]!
    }
  }

  let total = 0
  for (const margin of margins) total += margin
  let observed = 0
  let expected = 0
  for (let c = 0, cell = 0; c < size; c++) {
    let between = margins[c]!
    cell++
    for (let k = c + 1; k < size; k++, cell++) {
      between += margins[k]!
      let distance = 1
      if (metric === 'ordinal') distance = between - (margins[c]! + margins[k]!) / 2
      else if (metric === 'interval') distance = values[k]! - values[c]!
      observed += cells[cell]! * distance * distance
      expected += margins[c]! * margins[k]! * distance * distance
    }
  }

  return expected === 0 ? null : 1 - ((total - 1) * observed) / expected
}

/** Share of coincidences whose values lie at most `reach` apart. */
function shareWithin(cells: Float64Array, values: readonly number[], reach: number): number | null {
  let near = 0
  let total = 0
  let cell = 0
  values.forEach((value, c) => {
    for (let k = c; k < values.length; k++, cell++) {
      // The triangle holds one of the two cells that mirror each other.
      const weight = cells[cell]! * (k === c ? 1 : 2)
      total += weight
      if (values[k]! - value <= reach) near += weight
    }
  })
  return total === 0 ? null : near / total
}

function addUp(cells: readonly Float64Array[], values: readonly number[]): Float64Array {
  const totals = new Float64Array(triangleSize(values))
  for (const unitCells of cells) unitCells.forEach((value, cell) => (totals[cell]! += value))
  return totals
}

function triangleSize(values: readonly number[]): number {
  return (values.length * (values.length + 1)) / 2
}
