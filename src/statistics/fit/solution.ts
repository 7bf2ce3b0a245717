import {EigenvalueDecomposition, Matrix} from '../matrix.js'
import {normalPart, type Design} from './design.js'
import {addScaled, gramOf, type Rows} from './rows.js'

/** What is smaller beside the largest eigenvalue is 0: sums of whole numbers have errors of about 1e-13. */
const ZERO = 1e-9

/** Least squares of the ratings on group + block + rater, blocks absorbed, by the pseudoinverse. */
export interface Solution {
  design: Design
  /** Coefficients of groups and raters; only estimable combinations of them mean anything. */
  coefficients: Float64Array
  /** The pseudoinverse of Z'Z, symmetric. */
  inverse: Rows
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

function pseudoinverse(cross: Matrix): {inverse: Rows; undetermined: Float64Array[]} {
  const {realEigenvalues: values, eigenvectorMatrix} = new EigenvalueDecomposition(cross, {
    assumeSymmetric: true,
  })
  const least = Math.max(...values) * ZERO
  const vectors = values.map((_, at) => Float64Array.from(eigenvectorMatrix.getColumn(at)))
  return {
    inverse: gramOf(
      vectors,
      values.map((value) => (value <= least ? 0 : 1 / value)),
      cross.rows,
    ),
    undetermined: vectors.filter((_, at) => values[at]! <= least),
  }
}

/** Whether the ratings determine a combination of the coefficients. */
export function isEstimable(
  {undetermined}: Pick<Solution, 'undetermined'>,
  combination: Float64Array,
): boolean {
  const length = Math.sqrt(dot(combination, combination))
  return undetermined.every((direction) => Math.abs(dot(direction, combination)) <= 1e-7 * length)
}

/** A L of a symmetric A. Most combinations are short: columns of weight 0 are passed over. */
export function times(symmetric: Rows, combination: Float64Array): Float64Array {
  const sum = new Float64Array(symmetric.length)
  for (const [column, row] of symmetric.entries()) addScaled(sum, row, combination[column]!)
  return sum
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!
  return sum
}
