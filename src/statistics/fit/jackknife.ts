import {studentTCdf, studentTQuantile} from '../distributions.js'
import type {Interval} from '../interval.js'
import {hangsOn, type ClusterFactors} from './cluster-factor.js'
import {differenceInterval} from './contrast.js'
import {blockWithout, CellDeletion, widened} from './cell-deletion.js'
import {normalPart, type Cluster, type RatingTotals} from './design.js'
import {determinedValue, type NormalEquations} from './elimination.js'
import {RATINGS} from './scale.js'
import {dot, times, type Solution} from './solution.js'

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
 * The two-way jackknife of a difference. `ofTheseRaters`: its degrees of freedom and its standard error by
 * cluster, which is a floor (people at large are never better known than these raters), and what the raters
 * are worth.
 * @returns undefined where the difference hangs on one cluster, rater or cell.
 */
export function atLarge(
  solution: Solution,
  factors: ClusterFactors,
  combination: Float64Array,
  ofTheseRaters: {df: number; standardError: number; effectiveRaters: number},
): AtLarge | undefined {
  const byCluster = deletedClusters(solution, factors, combination)
  const others = byCluster && deletedRaters(solution, byCluster, combination)
  if (!others) return undefined
  const whole = dot(combination, solution.coefficients)
  const [cluster, rater, cell] = [byCluster, others.raters, others.cells].map(jackknifeVariance) as [
    number,
    number,
    number,
  ]
  const df = Math.min(ofTheseRaters.df, ofTheseRaters.effectiveRaters - 1)
  const standardError = Math.max(
    Math.sqrt(Math.max(cluster, rater, cluster + rater - cell)),
    ofTheseRaters.standardError,
  )
  return {
    standardError,
    byCluster: Math.sqrt(cluster),
    byRater: Math.sqrt(rater),
    byCell: Math.sqrt(cell),
    df,
    p: Math.min(1, 2 * (1 - studentTCdf(Math.abs(whole / standardError), df))),
    interval: differenceInterval(whole, standardError, studentTQuantile(0.975, df), RATINGS),
  }
}

/** (G - 1)/G Σ (b₍g₎ - b)², from the changes b₍g₎ - b. */
function jackknifeVariance(changes: readonly number[]): number {
  const squares = changes.reduce((sum, change) => sum + change ** 2, 0)
  return ((changes.length - 1) / changes.length) * squares
}

/** The change of the difference without each cluster; undefined where it hangs on one. */
function deletedClusters(
  {inverse}: Solution,
  factors: ClusterFactors,
  combination: Float64Array,
): number[] | undefined {
  if (hangsOn(factors, combination, () => dot(combination, times(inverse, combination)))) return undefined
  return factors.clusters.map(({deletion}) => dot(combination, deletion))
}

/** The changes without each rater, and without each cell of cluster and rater. */
function deletedRaters(
  solution: Solution,
  byCluster: readonly number[],
  combination: Float64Array,
): {raters: number[]; cells: number[]} | undefined {
  const {design, coefficients} = solution
  const difference = dot(combination, coefficients)
  const deletion = new CellDeletion(solution, combination)
  const cells: number[] = []
  const seen = new Set<number>()
  for (const [at, cluster] of design.clusters.entries()) {
    const raters = ratersOf(cluster)
    for (const rater of raters) {
      seen.add(rater)
      // A cluster with one rater is one cell.
      const change = raters.length === 1 ? byCluster[at]! : deletion.change(cluster, rater)
      if (change === undefined) return undefined
      cells.push(change)
    }
  }

  const raters: number[] = []
  for (const rater of seen) {
    const value = determinedValue(equationsWithout(solution, rater), combination)
    if (value === undefined) return undefined
    raters.push(value - difference)
  }

  return {raters, cells}
}

function ratersOf({blocks}: Cluster): number[] {
  return [...new Set(blocks.flatMap(({cells}) => cells.map(({rater}) => rater)))].sort((a, b) => a - b)
}

/** The normal equations without a rater. */
function equationsWithout({design}: Solution, rater: number): NormalEquations {
  const blocks = design.clusters.flatMap((cluster) =>
    cluster.blocks.flatMap((block) => blockWithout(block, rater)),
  )
  return widened(normalPart(blocks, design.covariate), design.width)
}
