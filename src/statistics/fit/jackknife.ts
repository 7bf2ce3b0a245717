import {studentTCdf, studentTQuantile} from '../distributions.js'
import type {Interval} from '../interval.js'
import {hangsOn, type ClusterFactor} from './cluster-factor.js'
import {differenceInterval} from './contrast.js'
import {normalPart, type Block, type Cluster, type NormalPart, type RatingTotals} from './design.js'
import {determinedValue, solveSquare, type NormalEquations} from './elimination.js'
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
  factors: readonly ClusterFactor[],
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
  factors: readonly ClusterFactor[],
  combination: Float64Array,
): number[] | undefined {
  const variance = dot(combination, times(inverse, combination))
  if (factors.some((factor) => hangsOn(factor, combination, variance))) return undefined
  return factors.map(({deletion}) => dot(combination, deletion))
}

/** The changes without each rater, and without each cell of cluster and rater. */
function deletedRaters(
  solution: Solution,
  byCluster: readonly number[],
  combination: Float64Array,
): {raters: number[]; cells: number[]} | undefined {
  const {design, coefficients, inverse} = solution
  const reach = times(inverse, combination)
  const {whole, ofClusters} = equationsOf(solution)
  const withoutRater = new Map<number, NormalEquations>()
  const cells: number[] = []
  for (const [at, cluster] of design.clusters.entries()) {
    const part = ofClusters[at]!
    const raters = ratersOf(cluster)
    for (const rater of raters) {
      const lost = lostWithout(part, cluster, rater, design.covariate)
      const left = withoutRater.get(rater) ?? copyOf(whole)
      withoutRater.set(rater, left)
      subtract(left, lost)
      // A cluster with one rater is one cell.
      const change =
        raters.length === 1 ? byCluster[at]! : (changeWithout(solution, reach, lost) ?? slowly(lost))
      if (change === undefined) return undefined
      cells.push(change)
    }
  }

  const difference = dot(combination, coefficients)
  const raters: number[] = []
  for (const left of withoutRater.values()) {
    const value = determinedValue(left, combination)
    if (value === undefined) return undefined
    raters.push(value - difference)
  }

  return {raters, cells}

  /** By all equations anew, where the few of the cell leave something undetermined. */
  function slowly(lost: NormalPart): number | undefined {
    const left = copyOf(whole)
    subtract(left, lost)
    const value = determinedValue(left, combination)
    return value === undefined ? undefined : value - dot(combination, coefficients)
  }
}

/**
 * The change of L'x when Z'Z loses D and Z'y loses d: with P the pseudoinverse, on the columns s of the cell
 * (I - P D) x' = x - P d, and the change is L'P (D x' - d).
 * @returns undefined where x' is not determined.
 */
function changeWithout(
  {coefficients, inverse}: Solution,
  reach: Float64Array,
  {columns, cross, products}: NormalPart,
): number | undefined {
  const size = columns.length
  const matrix = new Float64Array(size * size)
  const right = new Float64Array(size)
  for (const [i, row] of columns.entries()) {
    right[i] = coefficients[row]!
    for (const [j, column] of columns.entries()) {
      const weight = inverse.get(row, column)
      right[i] -= weight * products[j]!
      if (weight === 0) continue
      for (let k = 0; k < size; k++) matrix[i * size + k]! -= weight * cross.get(j, k)
    }

    matrix[i * size + i]! += 1
  }

  const solved = solveSquare(matrix, right)
  if (!solved) return undefined
  let change = 0
  for (const [i, column] of columns.entries()) {
    let lost = -products[i]!
    for (let j = 0; j < size; j++) lost += cross.get(i, j) * solved[j]!
    change += reach[column]! * lost
  }

  return change
}

/** The normal equations of all clusters, and the part of each. */
function equationsOf({design}: Solution): {whole: NormalEquations; ofClusters: NormalPart[]} {
  const {width} = design
  const whole = {width, cross: new Float64Array(width * width), products: new Float64Array(width)}
  const ofClusters = design.clusters.map(({blocks}) => normalPart(blocks, design.covariate))
  for (const part of ofClusters) add(whole, part, 1)
  return {whole, ofClusters}
}

function ratersOf({blocks}: Cluster): number[] {
  return [...new Set(blocks.flatMap(({cells}) => cells.map(({rater}) => rater)))].sort((a, b) => a - b)
}

/** What the equations of a cluster lose with one of its raters, on the columns of the cluster. */
function lostWithout(
  part: NormalPart,
  {blocks}: Cluster,
  rater: number,
  covariate: number | null,
): NormalPart {
  const left = normalPart(
    blocks.flatMap((block) => withoutRater(block, rater)),
    covariate,
  )
  const at = new Map(part.columns.map((column, place) => [column, place]))
  const lost = {columns: part.columns, cross: part.cross.clone(), products: part.products.slice()}
  for (const [i, row] of left.columns.entries()) {
    const place = at.get(row)!
    lost.products[place]! -= left.products[i]!
    for (const [j, column] of left.columns.entries()) {
      const other = at.get(column)!
      lost.cross.set(place, other, lost.cross.get(place, other) - left.cross.get(i, j))
    }
  }

  return lost
}

function withoutRater({key, cells: all}: Block, rater: number): Block[] {
  const cells = all.filter((cell) => cell.rater !== rater)
  if (cells.length === 0) return []
  const [n, sum] = [
    cells.reduce((total, cell) => total + cell.n, 0),
    cells.reduce((total, cell) => total + cell.sum, 0),
  ]
  return [{key, cells, n, sum}]
}

function copyOf({width, cross, products}: NormalEquations): NormalEquations {
  return {width, cross: cross.slice(), products: products.slice()}
}

function subtract(from: NormalEquations, part: NormalPart): void {
  add(from, part, -1)
}

function add({width, cross, products}: NormalEquations, part: NormalPart, sign: 1 | -1): void {
  for (const [i, row] of part.columns.entries()) {
    products[row]! += sign * part.products[i]!
    for (const [j, column] of part.columns.entries())
      cross[row * width + column]! += sign * part.cross.get(i, j)
  }
}
