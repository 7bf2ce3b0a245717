import {EigenvalueDecomposition, Matrix} from '../matrix.js'
import {normalPart, type Design} from './design.js'

/** What is smaller beside the largest eigenvalue is 0: sums of whole numbers have errors of about 1e-13. */
const ZERO = 1e-9

/** Least squares of the ratings on group + block + rater, blocks absorbed, by the pseudoinverse. */
export interface Solution {
  design: Design
  /** Coefficients of groups and raters; only estimable combinations of them mean anything. */
  coefficients: Float64Array
  /** The pseudoinverse of Z'Z. */
  inverse: Matrix
  /** Orthonormal directions of the coefficients that the ratings do not determine, one a row. */
  undetermined: Float64Array[]
  residualSquares: number
  residualDegrees: number
}

export function solve(design: Design): Solution {
  const {width} = design
  const blocks = design.clusters.flatMap((cluster) => cluster.blocks)
  const part = normalPart(blocks, design.covariate)
  const [cross, products] = [Matrix.zeros(width, width), new Float64Array(width)]
  for (const [i, column] of part.columns.entries()) {
    products[column] = part.products[i]!
    for (const [j, other] of part.columns.entries()) cross.set(column, other, part.cross.get(i, j))
  }

  const {inverse, undetermined} = pseudoinverse(cross)
  const coefficients = times(inverse, products)
  const within = blocks.reduce((total, {n, sum}) => total - (sum * sum) / n, design.squares)
  return {
    design,
    coefficients,
    inverse,
    undetermined,
    residualSquares: Math.max(0, within - dot(coefficients, products)),
    residualDegrees: design.n - blocks.length - (width - undetermined.length),
  }
}

function pseudoinverse(cross: Matrix): {inverse: Matrix; undetermined: Float64Array[]} {
  const size = cross.rows
  const {realEigenvalues: values, eigenvectorMatrix: vectors} = new EigenvalueDecomposition(cross, {
    assumeSymmetric: true,
  })
  const least = Math.max(...values) * ZERO
  const inverse = Matrix.zeros(size, size)
  const undetermined: Float64Array[] = []
  for (const [at, value] of values.entries()) {
    const vector = Float64Array.from({length: size}, (_, row) => vectors.get(row, at))
    if (value <= least) {
      undetermined.push(vector)
      continue
    }

    for (let i = 0; i < size; i++) {
      const scaled = vector[i]! / value
      if (scaled === 0) continue
      for (let j = 0; j < size; j++) inverse.set(i, j, inverse.get(i, j) + scaled * vector[j]!)
    }
  }

  return {inverse, undetermined}
}

/** Whether the ratings determine a combination of the coefficients. */
export function isEstimable(
  {undetermined}: Pick<Solution, 'undetermined'>,
  combination: Float64Array,
): boolean {
  const length = Math.sqrt(dot(combination, combination))
  return undetermined.every((direction) => Math.abs(dot(direction, combination)) <= 1e-7 * length)
}

/** Most combinations are short: columns of weight 0 are passed over. */
export function times(matrix: Matrix, vector: Float64Array): Float64Array {
  const product = new Float64Array(matrix.rows)
  for (let column = 0; column < vector.length; column++) {
    const weight = vector[column]!
    if (weight === 0) continue
    for (let row = 0; row < matrix.rows; row++) product[row]! += matrix.get(row, column) * weight
  }

  return product
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!
  return sum
}
