/** A matrix as an array for each row: products take a fraction of the time of a general matrix. */
export type Rows = readonly Float64Array[]

/** A B. */
export function product(a: Rows, b: Rows): Float64Array[] {
  const width = b[0]?.length ?? 0
  const inFours = b.length - (b.length % 4)
  return a.map((weights) => {
    const sum = new Float64Array(width)
    for (let at = 0; at < inFours; at += 4) addFour(sum, b, weights, at)
    for (let at = inFours; at < b.length; at++) addScaled(sum, b[at]!, weights[at]!)
    return sum
  })
}

/** Adds four rows at once: each sum is read and written once for all of them. */
function addFour(sum: Float64Array, rows: Rows, weights: Float64Array, at: number): void {
  const [a, b, c, d] = [rows[at]!, rows[at + 1]!, rows[at + 2]!, rows[at + 3]!]
  const [p, q, r, s] = [weights[at]!, weights[at + 1]!, weights[at + 2]!, weights[at + 3]!]
  if (p === 0 && q === 0 && r === 0 && s === 0) return
  for (let j = 0; j < sum.length; j++) sum[j]! += p * a[j]! + q * b[j]! + r * c[j]! + s * d[j]!
}

/** Σ weight · row' row, on the first columns alone. */
export function gramOf(rows: Rows, weights: ArrayLike<number>, width: number): Float64Array[] {
  const gram = zeroRows(width, width)
  for (const [at, row] of rows.entries()) {
    const weight = weights[at]!
    if (weight === 0) continue
    for (let i = 0; i < width; i++) {
      const scaled = weight * row[i]!
      if (scaled === 0) continue
      const line = gram[i]!
      for (let j = i; j < width; j++) line[j]! += scaled * row[j]!
    }
  }

  for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) gram[i]![j] = gram[j]![i]!
  return gram
}

export function transposed(rows: Rows): Float64Array[] {
  const width = rows[0]?.length ?? 0
  return Array.from({length: width}, (_, column) => Float64Array.from(rows, (row) => row[column]!))
}

export function zeroRows(height: number, width: number): Float64Array[] {
  return Array.from({length: height}, () => new Float64Array(width))
}

/** Adds weight · row. */
export function addScaled(sum: Float64Array, row: Float64Array, weight: number): void {
  if (weight !== 0) for (let j = 0; j < sum.length; j++) sum[j]! += weight * row[j]!
}

/** L'A L of a symmetric A, L other than 0 in the columns `used` alone. */
export function quadratic(rows: Rows, combination: Float64Array, used: readonly number[]): number {
  let sum = 0
  for (const a of used) for (const b of used) sum += combination[a]! * combination[b]! * rows[a]![b]!
  return sum
}
