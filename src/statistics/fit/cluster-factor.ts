import {EigenvalueDecomposition, Matrix} from '../matrix.js'
import {normalPart, type Cluster} from './design.js'
import {dot, type Solution} from './solution.js'

const ZERO = 1e-9
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
    const key = JSON.stringify([columns, cross.to1DArray()])
    const pattern = patterns.get(key) ?? patternOf(solution, columns, cross)
    patterns.set(key, pattern)
    // Z_g'u_g, u the residuals of the whole fit.
    const residual = Float64Array.from(products, (product, row) => {
      let fitted = 0
      for (const [j, column] of columns.entries())
        fitted += cross.get(row, j) * solution.coefficients[column]!
      return product - fitted
    })
    const {root, reach, alone} = pattern
    return {
      key: cluster.key,
      columns,
      root,
      reach,
      alone,
      score: spread(solution.inverse, columns, residual, pattern, pattern.phi),
      deletion: spread(solution.inverse, columns, residual, pattern, pattern.deleted).map((value) => -value),
    }
  })
}

interface Pattern {
  root: Matrix
  reach: Matrix
  /** U' B' P: q rows, as wide as the model. */
  rotated: Matrix
  phi: Float64Array
  deleted: Float64Array
  alone: Float64Array[]
}

function patternOf({inverse, design}: Solution, columns: readonly number[], cross: Matrix): Pattern {
  const root = rootOf(cross)
  const q = root.columns
  // B'P, as wide as the model.
  const projected = Matrix.zeros(q, design.width)
  for (let row = 0; row < q; row++)
    for (const [at, column] of columns.entries()) {
      const weight = root.get(at, row)
      if (weight === 0) continue
      for (let j = 0; j < design.width; j++)
        projected.set(row, j, projected.get(row, j) + weight * inverse.get(column, j))
    }

  const inner = Matrix.zeros(q, q)
  for (let i = 0; i < q; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (const [at, column] of columns.entries()) sum += projected.get(i, column) * root.get(at, j)
      inner.set(i, j, sum)
      inner.set(j, i, sum)
    }

  const {realEigenvalues: shares, eigenvectorMatrix: rotation} = new EigenvalueDecomposition(inner, {
    assumeSymmetric: true,
  })
  const rotated = rotation.transpose().mmul(projected)
  const reach = rotation.mmul(scaledRows(rotated, shares, (share) => 1 / Math.sqrt(1 - share)))
  const alone = shares.flatMap((share, at) => (share >= ALONE ? [Float64Array.from(rotated.getRow(at))] : []))
  return {
    root,
    reach,
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

/** B with BB' = C, by eigenvalues: C is not of full rank. */
function rootOf(cross: Matrix): Matrix {
  const {realEigenvalues: values, eigenvectorMatrix: vectors} = new EigenvalueDecomposition(cross, {
    assumeSymmetric: true,
  })
  const least = Math.max(0, ...values) * ZERO
  const kept = values.flatMap((value, at) => (value > least ? [{value, at}] : []))
  const root = Matrix.zeros(cross.rows, Math.max(1, kept.length))
  for (const [column, {value, at}] of kept.entries())
    for (let row = 0; row < cross.rows; row++) root.set(row, column, vectors.get(row, at) * Math.sqrt(value))
  return root
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
