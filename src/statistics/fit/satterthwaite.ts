import {contrastedOf, weightOf, type ClusterFactors, type ClusterPattern} from './cluster-factor.js'
import {addScaled, product, quadratic, transposed, type Rows} from './rows.js'
import {dot, type Solution} from './solution.js'

/** What exact degrees need of clusters that are alike. */
interface Sides {
  pattern: ClusterPattern
  /** A_g' of each group, and of the covariate, alone: a row for each, as wide as the cluster. */
  sides: Rows
  /** A_g' P A_g of each pair of groups. */
  shared: Rows
}

/**
 * Satterthwaite's degrees of freedom of CR2 variances under independent errors: tr(M)² / ΣΣ M_gh², with
 * M = diag(q²) - A P A' (Bell & McCaffrey 2002). With more than 60 groups their lower bound tr(M) / max q²
 * (M is at most diag(q²)): fewer degrees than there are claim less, and never more.
 */
export class Degrees {
  readonly #inverse: Rows
  readonly #patterns: readonly ClusterPattern[]
  /** Undefined where degrees are a bound. */
  readonly #sides: Sides[] | undefined

  constructor({inverse, design}: Solution, {patterns}: ClusterFactors) {
    this.#inverse = inverse
    this.#patterns = patterns
    const sides = patterns.flatMap((pattern) =>
      pattern.reach ? [sidesOf(pattern, pattern.reach, inverse, contrastedOf(design))] : [],
    )
    if (sides.length === patterns.length) this.#sides = sides
  }

  /**
   * Of a combination of groups. As ‖A P A'‖² = tr(P S P S), S = A'A, no pair of clusters is looked at.
   */
  of(combination: Float64Array): number {
    const used = columnsOf(combination)
    return this.#sides ? this.#exact(this.#sides, combination, used) : this.#bound(combination, used)
  }

  /**
   * A_g P A_g' is the weight of the cluster less L'P C_g P L, and these add up to L'PL: so much is the trace
   * of M, but for directions that one cluster alone determines.
   */
  #bound(combination: Float64Array, used: readonly number[]): number {
    let [trace, largest] = [quadratic(this.#inverse, combination, used), 0]
    for (const pattern of this.#patterns) {
      for (const direction of pattern.alone) trace -= pattern.count * dot(direction, combination) ** 2
      largest = Math.max(largest, weightOf(pattern, combination, used))
    }

    return largest === 0 ? 0 : trace / largest
  }

  #exact(patterns: readonly Sides[], combination: Float64Array, used: readonly number[]): number {
    const width = this.#inverse.length
    const S = Array.from({length: width}, () => new Float64Array(width))
    let [trace, squares] = [0, 0]
    for (const {pattern, sides, shared} of patterns) {
      const {count, columns} = pattern
      const weight = weightOf(pattern, combination, used)
      if (weight === 0) continue
      const common = quadratic(shared, combination, used)
      trace += count * (weight - common)
      squares += count * weight * (weight - 2 * common)
      addProducts(S, columns, sideOf(sides, combination, used), count)
    }

    squares += traceOfSquare(this.#inverse, S)
    return squares <= 0 ? 0 : (trace * trace) / squares
  }
}

function sidesOf(pattern: ClusterPattern, reach: Rows, inverse: Rows, contrasted: number): Sides {
  const {columns, root} = pattern
  const sides = product(transposed(reach.map((row) => row.subarray(0, contrasted))), root)
  const within = columns.map((row) => Float64Array.from(columns, (column) => inverse[row]![column]!))
  return {pattern, sides, shared: product(product(sides, within), transposed(sides))}
}

function sideOf(sides: Rows, combination: Float64Array, used: readonly number[]): Float64Array {
  const side = new Float64Array(sides[0]!.length)
  for (const column of used) addScaled(side, sides[column]!, combination[column]!)
  return side
}

/** Adds count · side · side' on the cluster's columns. */
function addProducts(
  S: readonly Float64Array[],
  columns: readonly number[],
  side: Float64Array,
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

/** tr(P S P S), both symmetric. */
function traceOfSquare(inverse: Rows, S: Rows): number {
  const sums = product(inverse, S)
  let trace = 0
  for (const [i, row] of sums.entries()) for (let j = 0; j < row.length; j++) trace += row[j]! * sums[j]![i]!
  return trace
}
