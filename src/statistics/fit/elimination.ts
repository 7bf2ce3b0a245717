/** Z'Z, row by row, and Z'y. */
export interface NormalEquations {
  width: number
  cross: Float64Array
  products: Float64Array
}

/** A pivot that is smaller beside the largest number of the diagonal is 0, as in `solve`. */
const ZERO = 1e-9
/** Weight on what the equations do not determine, beside the largest weight. */
const UNDETERMINED = 1e-6
/** A pivot of a matrix near the identity that is smaller is 0. */
const SINGULAR = 1e-7

/**
 * L'x for any x with Z'Z x = Z'y, by Gaussian elimination of [Z'Z Z'y; L' 0] with the largest number of the
 * diagonal first: Z'Z need not be of full rank.
 * @returns undefined where the equations do not determine it.
 */
export function determinedValue(
  {width, cross, products}: NormalEquations,
  combination: Float64Array,
): number | undefined {
  const rows = Array.from({length: width}, (_, row) =>
    Float64Array.of(...cross.subarray(row * width, (row + 1) * width), products[row]!),
  )
  const border = Float64Array.of(...combination, 0)
  const left = new Set(rows.keys())
  const largest = Math.max(0, ...rows.map((row, at) => row[at]!))
  for (;;) {
    let pivot = -1
    for (const at of left) if (pivot < 0 || rows[at]![at]! > rows[pivot]![pivot]!) pivot = at
    if (pivot < 0 || rows[pivot]![pivot]! <= largest * ZERO) break
    left.delete(pivot)
    for (const at of left) eliminate(rows[at]!, rows[pivot]!, pivot)
    eliminate(border, rows[pivot]!, pivot)
  }

  const most = Math.max(...combination.map((weight) => Math.abs(weight)))
  for (const at of left) if (Math.abs(border[at]!) > UNDETERMINED * most) return undefined
  return -border[width]!
}

/**
 * x with A x = b for a square matrix near the identity, given row by row; both are used up.
 * @returns undefined where A is singular.
 */
export function solveSquare(matrix: Float64Array, right: Float64Array): Float64Array | undefined {
  const size = right.length
  const rows = Array.from({length: size}, (_, row) =>
    Float64Array.of(...matrix.subarray(row * size, (row + 1) * size), right[row]!),
  )
  for (let column = 0; column < size; column++) {
    let pivot = column
    for (let row = column + 1; row < size; row++)
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row
    if (Math.abs(rows[pivot]![column]!) < SINGULAR) return undefined
    ;[rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!]
    for (let row = column + 1; row < size; row++) eliminate(rows[row]!, rows[column]!, column)
  }

  for (let row = size - 1; row >= 0; row--) {
    const line = rows[row]!
    let value = line[size]!
    for (let column = row + 1; column < size; column++) value -= line[column]! * right[column]!
    right[row] = value / line[row]!
  }

  return right
}

/** Takes so much of the pivot's row from a row that its number in the pivot's column becomes 0. */
function eliminate(row: Float64Array, pivotRow: Float64Array, pivot: number): void {
  const factor = row[pivot]! / pivotRow[pivot]!
  if (factor === 0) return
  for (let column = 0; column < row.length; column++) row[column]! -= factor * pivotRow[column]!
}
