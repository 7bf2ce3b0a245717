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
  const rows = rowsWith(cross, products)
  const border = new Float64Array(width + 1)
  border.set(combination)
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
  const rows = rowsWith(matrix, right)
  for (let column = 0; column < size; column++) {
    let pivot = column
    for (let row = column + 1; row < size; row++)
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row
    if (Math.abs(rows[pivot]![column]!) < SINGULAR) return undefined
    ;[rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!]
    for (let row = column + 1; row < size; row++) eliminate(rows[row]!, rows[column]!, column, column)
  }

  for (let row = size - 1; row >= 0; row--) {
    const line = rows[row]!
    let value = line[size]!
    for (let column = row + 1; column < size; column++) value -= line[column]! * right[column]!
    right[row] = value / line[row]!
  }

  return right
}

/** The rows of a square matrix, with one number behind each. */
function rowsWith(matrix: Float64Array, right: Float64Array): Float64Array[] {
  const size = right.length
  return Array.from({length: size}, (_, at) => {
    const row = new Float64Array(size + 1)
    row.set(matrix.subarray(at * size, (at + 1) * size))
    row[size] = right[at]!
    return row
  })
}

/**
 * Takes so much of the pivot's row from a row that its number in the pivot's column becomes 0; `first`: the
 * columns before it are 0 already.
 */
function eliminate(row: Float64Array, pivotRow: Float64Array, pivot: number, first = 0): void {
  const factor = row[pivot]! / pivotRow[pivot]!
  if (factor === 0) return
  for (let column = first; column < row.length; column++) row[column]! -= factor * pivotRow[column]!
}
