import {Matrix} from '../matrix.js'
import {MANY_GROUPS, type ClusterFactor} from './cluster-factor.js'
import type {Solution} from './solution.js'

/** Clusters with equal counts of groups and raters have the same weights in every contrast. */
interface Pattern {
  factor: ClusterFactor
  /** How many clusters are alike. */
  count: number
  /** A_g of each group, and of the covariate, alone: a row for each column of the cluster. */
  sides: number[][]
  /** A_g P A_g' of each pair of groups. */
  shared: Matrix
}

/**
 * Satterthwaite's degrees of freedom of CR2 variances under independent errors: tr(M)² / ΣΣ M_gh², with
 * M = diag(q²) - A P A' (Bell & McCaffrey 2002). With more than 60 groups their lower bound tr(M) / max q²
 * (M is at most diag(q²)): fewer degrees than there are claim less, and never more.
 */
export class Degrees {
  /** P, by rows. */
  readonly #inverse: Float64Array[]
  readonly #patterns: Pattern[]
  /** Without exact degrees: the sum of A_g P A_g' over all clusters. */
  readonly #shared: Matrix | undefined

  constructor({inverse, design}: Solution, factors: readonly ClusterFactor[]) {
    // Contrasts are of groups, and of the covariate that stands behind them.
    const contrasted = design.groups.length + (design.covariate === null ? 0 : 1)
    const patterns = new Map<unknown, Pattern>()
    for (const factor of factors) {
      const pattern = patterns.get(factor.reach) ?? patternOf(factor, inverse, contrasted)
      patterns.set(factor.reach, pattern)
      pattern.count++
    }

    this.#inverse = inverse.to2DArray().map((row) => Float64Array.from(row))
    this.#patterns = [...patterns.values()]
    if (design.groups.length <= MANY_GROUPS) return
    const sum = Matrix.zeros(contrasted, contrasted)
    for (const {shared, count} of this.#patterns) sum.add(Matrix.mul(shared, count))
    this.#shared = sum
  }

  /**
   * Of a combination of groups. As ‖A P A'‖² = tr(P S P S), S = A'A, no pair of clusters is looked at.
   */
  of(combination: Float64Array): number {
    const used = columnsOf(combination)
    return this.#shared ? this.#bound(this.#shared, combination, used) : this.#exact(combination, used)
  }

  #bound(shared: Matrix, combination: Float64Array, used: readonly number[]): number {
    let [trace, largest] = [-quadratic(shared, combination, used), 0]
    for (const {factor, count} of this.#patterns) {
      const weight = weightOf(factor, combination, used)
      trace += count * weight
      largest = Math.max(largest, weight)
    }

    return largest === 0 ? 0 : trace / largest
  }

  #exact(combination: Float64Array, used: readonly number[]): number {
    const width = this.#inverse.length
    const S = Array.from({length: width}, () => new Float64Array(width))
    let [trace, squares] = [0, 0]
    for (const {factor, count, sides, shared} of this.#patterns) {
      const weight = weightOf(factor, combination, used)
      if (weight === 0) continue
      const common = quadratic(shared, combination, used)
      trace += count * (weight - common)
      squares += count * weight * (weight - 2 * common)
      addProducts(S, factor.columns, sideOf(sides, combination, used), count)
    }

    squares += traceOfSquare(this.#inverse, S)
    return squares <= 0 ? 0 : (trace * trace) / squares
  }
}

function patternOf(factor: ClusterFactor, inverse: Matrix, contrasted: number): Pattern {
  const {root, reach, columns} = factor
  const sides = root.mmul(reach.subMatrix(0, reach.rows - 1, 0, contrasted - 1))
  const within = inverse.selection([...columns], [...columns])
  return {
    factor,
    count: 0,
    sides: sides.to2DArray(),
    shared: sides.transpose().mmul(within.mmul(sides)),
  }
}

function sideOf(sides: readonly number[][], combination: Float64Array, used: readonly number[]): number[] {
  return sides.map((row) => used.reduce((sum, column) => sum + combination[column]! * row[column]!, 0))
}

/** Adds count · side · side' on the cluster's columns. */
function addProducts(
  S: readonly Float64Array[],
  columns: readonly number[],
  side: readonly number[],
  count: number,
): void {
  for (let i = 0; i < side.length; i++) {
    const row = S[columns[i]!]!
    const value = count * side[i]!
    if (value !== 0) for (let j = 0; j < side.length; j++) row[columns[j]!]! += value * side[j]!
  }
}

/** The difference of two columns. */
export function pairCombination(width: number, a: number, b: number): Float64Array {
  const combination = new Float64Array(width)
  combination[a] = 1
  combination[b] = -1
  return combination
}

/** The columns that a combination uses: two of hundreds in the difference of a pair. */
export function columnsOf(combination: Float64Array): number[] {
  const used: number[] = []
  for (let column = 0; column < combination.length; column++) if (combination[column] !== 0) used.push(column)
  return used
}

/** q_g² = |R L|²: the weight that a cluster has in the variance of a combination L. */
export function weightOf(
  {reach, gram}: ClusterFactor,
  combination: Float64Array,
  used: readonly number[],
): number {
  if (gram) return Math.max(0, quadratic(gram, combination, used))
  let weight = 0
  for (let row = 0; row < reach.rows; row++) {
    let sum = 0
    for (const column of used) sum += combination[column]! * reach.get(row, column)
    weight += sum * sum
  }

  return weight
}

function quadratic(matrix: Matrix, combination: Float64Array, used: readonly number[]): number {
  let sum = 0
  for (const a of used) for (const b of used) sum += combination[a]! * combination[b]! * matrix.get(a, b)
  return sum
}

/** tr(P S P S), both symmetric. */
function traceOfSquare(inverse: readonly Float64Array[], S: readonly Float64Array[]): number {
  const product = inverse.map((row) => {
    const sums = new Float64Array(row.length)
    for (let k = 0; k < row.length; k++) {
      const value = row[k]!
      const other = S[k]!
      if (value !== 0) for (let j = 0; j < sums.length; j++) sums[j]! += value * other[j]!
    }

    return sums
  })
  let trace = 0
  for (const [i, row] of product.entries())
    for (let j = 0; j < row.length; j++) trace += row[j]! * product[j]![i]!
  return trace
}
