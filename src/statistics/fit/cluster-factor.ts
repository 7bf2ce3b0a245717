import {EigenvalueDecomposition, Matrix} from '../matrix.js'
import {normalPart, type Cluster} from './design.js'
import {dot, type Solution} from './solution.js'

const ZERO = 1e-9
/** With more groups their pairs are so many that exact degrees of all of them would take minutes. */
export const MANY_GROUPS = 60
/** The share of a direction that one cluster alone determines; at 1 the fit hangs on the cluster. */
const ALONE = 1 - 1e-7

/**
 * What one cluster gives to variances and degrees of freedom (CR2, Bell & McCaffrey 2002). With C = Z_g'Z_g =
 * BB' and the eigenvectors U and eigenvalues λ of B'PB, (I - T C T)^(-1/2) is the identity but for the
 * directions of PBU, so that no matrix is wider than the cluster.
 */
export interface ClusterFactor {
  key: string
  /** Places of the cluster's columns. */
  columns: number[]
  /** R, so that A_g = B R L for a contrast L: q rows, as wide as the model. */
  reach: Matrix
  /** R'R, where so many pairs of groups are asked that it pays. */
  gram: Matrix | undefined
  /** B, its rows in the order of `columns`: q columns. */
  root: Matrix
  /** T K T Z_g'u_g: its product with a contrast is the cluster's part of the contrast. */
  score: Float64Array
  /** The change of the coefficients when the cluster is left out. */
  deletion: Float64Array
  /**
   * Directions of the coefficients that only this cluster determines: whatever has a part in them hangs on
   * it.
   */
  alone: Float64Array[]
}

/** The factors of all clusters; clusters with equal counts share the decomposition. */
export function clusterFactors(solution: Solution, clusters: readonly Cluster[]): ClusterFactor[] {
  const patterns = new Map<string, Pattern>()
  return clusters.map((cluster) => {
    const {columns, cross, products} = normalPart(cluster.blocks, solution.design.covariate)
    const key = countsOf(cluster)
    const pattern = patterns.get(key) ?? patternOf(solution, columns, cross)
    patterns.set(key, pattern)
    // Z_g'u_g, u the residuals of the whole fit.
    const residual = Float64Array.from(products, (product, row) => {
      let fitted = 0
      for (const [j, column] of columns.entries())
        fitted += cross.get(row, j) * solution.coefficients[column]!
      return product - fitted
    })
    const {root, reach, gram, alone} = pattern
    return {
      key: cluster.key,
      columns,
      root,
      reach,
      gram,
      alone,
      score: spread(solution.inverse, columns, residual, pattern, pattern.phi),
      deletion: spread(solution.inverse, columns, residual, pattern, pattern.deleted).map((value) => -value),
    }
  })
}

/** Names the counts of a cluster: with them its equations are given, whatever the ratings. */
function countsOf({blocks}: Cluster): string {
  return JSON.stringify(blocks.map(({cells}) => cells.map(({group, rater, n, x}) => [group, rater, n, x])))
}

interface Pattern {
  root: Matrix
  reach: Matrix
  gram: Matrix | undefined
  /** U' B' P: q rows, as wide as the model. */
  rotated: Matrix
  phi: Float64Array
  deleted: Float64Array
  alone: Float64Array[]
}

function patternOf({inverse, design}: Solution, columns: readonly number[], cross: Matrix): Pattern {
  const root = rootOf(cross)
  const q = root.columns
  // B'P, as wide as the model, by rows.
  const rows = columns.map((column) => Float64Array.from(inverse.getRow(column)))
  const projected = Array.from({length: q}, (_, row) => {
    const sum = new Float64Array(design.width)
    for (const [at, line] of rows.entries()) {
      const weight = root.get(at, row)
      if (weight !== 0) for (let j = 0; j < sum.length; j++) sum[j]! += weight * line[j]!
    }

    return sum
  })
  const sides = Array.from({length: q}, (_, column) => Float64Array.from(root.getColumn(column)))
  const inner = Matrix.zeros(q, q)
  for (let i = 0; i < q; i++) {
    const line = projected[i]!
    for (let j = 0; j <= i; j++) {
      const side = sides[j]!
      let sum = 0
      for (let at = 0; at < columns.length; at++) sum += line[columns[at]!]! * side[at]!
      inner.set(i, j, sum)
      inner.set(j, i, sum)
    }
  }

  const {realEigenvalues: shares, eigenvectorMatrix: rotation} = new EigenvalueDecomposition(inner, {
    assumeSymmetric: true,
  })
  const rotated = rotation.transpose().mmul(new Matrix(projected))
  const reach = rotation.mmul(scaledRows(rotated, shares, (share) => 1 / Math.sqrt(1 - share)))
  const alone = shares.flatMap((share, at) => (share >= ALONE ? [Float64Array.from(rotated.getRow(at))] : []))
  return {
    root,
    reach,
    gram: design.groups.length > MANY_GROUPS ? reach.transpose().mmul(reach) : undefined,
    rotated,
    // A direction that the cluster alone determines has no residuals.
    phi: Float64Array.from(shares, (share) =>
      share >= ALONE || share < ZERO ? 0 : (1 / Math.sqrt(1 - share) - 1) / share,
    ),
    deleted: Float64Array.from(shares, (share) => (share >= ALONE ? 0 : 1 / (1 - share))),
    alone,
  }
}

function scaledRows(matrix: Matrix, shares: readonly number[], scale: (share: number) => number): Matrix {
  const scaled = matrix.clone()
  for (const [row, share] of shares.entries()) {
    const factor = share >= ALONE ? 0 : scale(share)
    for (let column = 0; column < scaled.columns; column++)
      scaled.set(row, column, scaled.get(row, column) * factor)
  }

  return scaled
}

/** B with BB' = C, by Cholesky with the largest number of the diagonal first: C is not of full rank. */
function rootOf(cross: Matrix): Matrix {
  const size = cross.rows
  const rest = Array.from({length: size}, (_, row) => Float64Array.from(cross.getRow(row)))
  const least = Math.max(0, ...rest.map((row, at) => row[at]!)) * ZERO
  const roots: Float64Array[] = []
  const left = new Set(rest.keys())
  for (;;) {
    let pivot = -1
    for (const at of left) if (pivot < 0 || rest[at]![at]! > rest[pivot]![pivot]!) pivot = at
    if (pivot < 0 || rest[pivot]![pivot]! <= least) break
    const scale = Math.sqrt(rest[pivot]![pivot]!)
    const root = new Float64Array(size)
    for (const at of left) root[at] = rest[at]![pivot]! / scale
    left.delete(pivot)
    for (const i of left) for (const j of left) rest[i]![j]! -= root[i]! * root[j]!
    roots.push(root)
  }

  const whole = Matrix.zeros(size, Math.max(1, roots.length))
  for (const [column, root] of roots.entries())
    for (let row = 0; row < size; row++) whole.set(row, column, root[row]!)
  return whole
}

/** P z + (B'P)'U diag(weights) U'B'P z, z a vector on the cluster's columns. */
function spread(
  inverse: Matrix,
  columns: readonly number[],
  z: Float64Array,
  {rotated}: Pattern,
  weights: Float64Array,
): Float64Array {
  const width = inverse.rows
  const result = new Float64Array(width)
  for (const [at, column] of columns.entries())
    for (let j = 0; j < width; j++) result[j]! += inverse.get(column, j) * z[at]!
  for (const [row, weight] of weights.entries()) {
    if (weight === 0) continue
    let share = 0
    for (const [at, column] of columns.entries()) share += rotated.get(row, column) * z[at]!
    for (let j = 0; j < width; j++) result[j]! += rotated.get(row, j) * share * weight
  }

  return result
}

/** Whether a combination L of coefficients hangs on a cluster; `variance`: L'PL. */
export function hangsOn({alone}: ClusterFactor, combination: Float64Array, variance: number): boolean {
  return alone.some((direction) => dot(direction, combination) ** 2 > 1e-7 * variance)
}
