import {studentTCdf, studentTQuantile} from '../distributions.js'
import type {Interval} from '../interval.js'
import {differenceInterval} from './contrast.js'
import {RATINGS} from './scale.js'
import {designOf, type RatingTotals} from './design.js'
import {dot, isEstimable, solve} from './solution.js'

/** The difference of two groups for people at large, not for these raters alone. */
export interface AtLarge {
  /** max(V_c, V_r, V_c + V_r - V_cr) by cluster, rater and cell (Cameron, Gelbach & Miller 2011). */
  standardError: number
  byCluster: number
  byRater: number
  byCell: number
  df: number
  /** Two-sided. */
  p: number
  /** 95 %. */
  interval: Interval
}

/** How many raters the ratings are worth: n² / Σ n_r². */
export function effectiveRaters(rows: readonly RatingTotals[]): number {
  const byRater = new Map<string, number>()
  for (const {rater, n} of rows) byRater.set(rater, (byRater.get(rater) ?? 0) + n)
  const counts = [...byRater.values()]
  const total = counts.reduce((sum, count) => sum + count, 0)
  return total === 0 ? 0 : total ** 2 / counts.reduce((sum, count) => sum + count ** 2, 0)
}

/**
 * The two-way jackknife of A - B. `ofTheseRaters`: the contrast by cluster, with its degrees of freedom and
 * its standard error, which is a floor: people at large are never better known than these raters.
 * @returns undefined where the difference hangs on one cluster, rater or cell.
 */
export function atLarge(
  rows: readonly RatingTotals[],
  a: string,
  b: string,
  ofTheseRaters: {df: number; standardError: number},
): AtLarge | undefined {
  const whole = differenceOf(rows, a, b)
  if (whole === undefined) return undefined
  const [byCluster, byRater, byCell] = (['cluster', 'rater', 'cell'] as const).map((unit) =>
    deleteOne(rows, unitOf(unit), whole, a, b),
  )
  if (byCluster === undefined || byRater === undefined || byCell === undefined) return undefined
  const df = Math.min(ofTheseRaters.df, effectiveRaters(rows) - 1)
  const standardError = Math.max(
    Math.sqrt(Math.max(byCluster, byRater, byCluster + byRater - byCell)),
    ofTheseRaters.standardError,
  )
  return {
    standardError,
    byCluster: Math.sqrt(byCluster),
    byRater: Math.sqrt(byRater),
    byCell: Math.sqrt(byCell),
    df,
    p: Math.min(1, 2 * (1 - studentTCdf(Math.abs(whole / standardError), df))),
    interval: differenceInterval(whole, standardError, studentTQuantile(0.975, df), RATINGS),
  }
}

function unitOf(unit: 'cluster' | 'rater' | 'cell'): (row: RatingTotals) => string {
  if (unit === 'cell') return ({cluster, rater}) => JSON.stringify([cluster, rater])
  return (row) => row[unit]
}

/** (G - 1)/G Σ (b₍g₎ - b)². */
function deleteOne(
  rows: readonly RatingTotals[],
  unit: (row: RatingTotals) => string,
  whole: number,
  a: string,
  b: string,
): number | undefined {
  const units = [...new Set(rows.map(unit))].sort()
  let squares = 0
  for (const left of units) {
    const difference = differenceOf(
      rows.filter((row) => unit(row) !== left),
      a,
      b,
    )
    if (difference === undefined) return undefined
    squares += (difference - whole) ** 2
  }

  return ((units.length - 1) / units.length) * squares
}

function differenceOf(rows: readonly RatingTotals[], a: string, b: string): number | undefined {
  const design = designOf(rows)
  const [first, second] = [design.groups.indexOf(a), design.groups.indexOf(b)]
  if (first < 0 || second < 0) return undefined
  const solution = solve(design)
  const combination = new Float64Array(design.width)
  combination[first] = 1
  combination[second] = -1
  return isEstimable(solution, combination) ? dot(solution.coefficients, combination) : undefined
}
