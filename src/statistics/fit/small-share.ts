import {addScaled, gramOf, type Rows} from './rows.js'
import {dot} from './solution.js'

/**
 * A cluster that determines little of the fit, as most of many do: with M = B'PB far below the identity,
 * (I - M)^(-1/2) and (I - M)^(-1) are short sums of powers of M, and no eigenvectors are needed.
 */
export interface SmallShare {
  /** M. */
  inner: Rows
  /** B'P. */
  projected: Rows
  /** B', and the column that each row was made for: the rows behind it are 0 there. */
  root: Rows
  pivots: readonly number[]
}

/** No eigenvalue is above the largest sum of a row. */
const SMALL = 0.5
/** A term that is smaller beside the sum changes no digit. */
const LAST = 1e-18

export function isSmall(inner: Rows): boolean {
  return inner.every((row) => row.reduce((sum, value) => sum + Math.abs(value), 0) < SMALL)
}

/** P B (I - M)^(-1) B'P on the first columns, by Cholesky: with I - M = LL', X'X of X = L^(-1) B'P. */
export function smallGram({inner, projected}: SmallShare, width: number): Float64Array[] {
  const lower: Float64Array[] = []
  const solved: Float64Array[] = []
  for (const [i, row] of inner.entries()) {
    const line = new Float64Array(i + 1)
    const x = projected[i]!.slice(0, width)
    for (let j = 0; j <= i; j++) {
      const other = j === i ? line : lower[j]!
      let value = (i === j ? 1 : 0) - row[j]!
      for (let k = 0; k < j; k++) value -= line[k]! * other[k]!
      line[j] = j === i ? Math.sqrt(value) : value / other[j]!
      if (j < i) addScaled(x, solved[j]!, -line[j]!)
    }

    lower.push(line)
    solved.push(x.map((value) => value / line[i]!))
  }

  return gramOf(
    solved,
    solved.map(() => 1),
    width,
  )
}

/** P B (I - M)^(-1/2) w and -P B (I - M)^(-1) w, z = B w. */
export function smallParts(
  {inner, projected, root, pivots}: SmallShare,
  z: (pivot: number) => number,
): {score: Float64Array; deletion: Float64Array} {
  let term = new Float64Array(root.length)
  for (const [at, pivot] of pivots.entries()) {
    let value = z(pivot)
    for (let k = 0; k < at; k++) value -= root[k]![pivot]! * term[k]!
    term[at] = value / root[at]![pivot]!
  }

  const [halves, wholes] = [new Float64Array(root.length), new Float64Array(root.length)]
  // (1 - m)^(-1/2) = 1 + m/2 + (1·3)/(2·4) m² + …
  let coefficient = 1
  for (let power = 1; largest(term) > LAST * largest(wholes); power++) {
    addScaled(halves, term, coefficient)
    addScaled(wholes, term, 1)
    coefficient *= (2 * power - 1) / (2 * power)
    const last = term
    term = Float64Array.from(inner, (row) => dot(row, last))
  }

  const width = projected[0]!.length
  const [score, deletion] = [new Float64Array(width), new Float64Array(width)]
  for (const [at, row] of projected.entries()) {
    addScaled(score, row, halves[at]!)
    addScaled(deletion, row, -wholes[at]!)
  }

  return {score, deletion}
}

function largest(values: Float64Array): number {
  let most = 0
  for (const value of values) most = Math.max(most, Math.abs(value))
  return most
}
