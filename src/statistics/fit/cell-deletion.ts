import {normalPart, type Block, type Cell, type Cluster, type NormalPart} from './design.js'
import {determinedValue, solveSquare, type NormalEquations} from './elimination.js'
import {dot, times, type Solution} from './solution.js'

/** A direction of the coefficients: few are other than 0. */
interface Direction {
  columns: number[]
  values: number[]
}

/** What Z'Z and Z'y lose: Σ weight · u u' and Σ product · u. */
interface Loss extends Direction {
  weight: number
  product: number
}

/**
 * The change of a combination L of the coefficients when the ratings of one rater in one cluster are left
 * out. Z'Z loses as many directions u as there are such ratings, and two for the mean of each block:
 * D = U W U', and Z'y loses d = U q. With P the pseudoinverse, z = U'x' solves
 * (I - U'PU W) z = U'x - U'PU q, as wide as the directions, and the change is (L'PU)(W z - q).
 */
export class CellDeletion {
  readonly #solution: Solution
  readonly #combination: Float64Array
  /** L'P. */
  readonly #reach: Float64Array
  /** P, by rows. */
  readonly #inverse: Float64Array[]
  #whole: NormalEquations | undefined

  constructor(solution: Solution, combination: Float64Array) {
    const {inverse} = solution
    this.#solution = solution
    this.#combination = combination
    this.#reach = times(inverse, combination)
    this.#inverse = Array.from({length: inverse.rows}, (_, row) => Float64Array.from(inverse.getRow(row)))
  }

  /** @returns undefined where the combination hangs on the cell. */
  change({blocks}: Cluster, rater: number): number | undefined {
    const {covariate} = this.#solution.design
    const losses = blocks.flatMap((block) => lossesOf(block, rater, covariate))
    return this.#byLosses(losses) ?? this.#slowly(losses)
  }

  /** Undefined where x' is not determined. */
  #byLosses(losses: readonly Loss[]): number | undefined {
    const size = losses.length
    const matrix = new Float64Array(size * size)
    const right = new Float64Array(size)
    for (const [i, loss] of losses.entries()) {
      const projected = this.#projected(loss)
      right[i] = along(this.#solution.coefficients, loss)
      for (const [j, other] of losses.entries()) {
        const common = along(projected, other)
        right[i] -= common * other.product
        matrix[i * size + j] = (i === j ? 1 : 0) - common * other.weight
      }
    }

    const solved = solveSquare(matrix, right)
    if (!solved) return undefined
    return losses.reduce((change, loss, at) => {
      const lost = loss.weight * solved[at]! - loss.product
      return change + along(this.#reach, loss) * lost
    }, 0)
  }

  /** P u. */
  #projected({columns, values}: Direction): Float64Array {
    const sum = new Float64Array(this.#inverse.length)
    for (const [at, column] of columns.entries()) {
      const [row, value] = [this.#inverse[column]!, values[at]!]
      for (let place = 0; place < sum.length; place++) sum[place]! += row[place]! * value
    }

    return sum
  }

  /** By all equations anew, where the few of the cell leave something undetermined. */
  #slowly(losses: readonly Loss[]): number | undefined {
    const {design, coefficients} = this.#solution
    this.#whole ??= widened(
      normalPart(
        design.clusters.flatMap(({blocks}) => blocks),
        design.covariate,
      ),
      design.width,
    )
    const {width} = design
    const [cross, products] = [this.#whole.cross.slice(), this.#whole.products.slice()]
    for (const {columns, values, weight, product} of losses)
      for (const [i, row] of columns.entries()) {
        products[row]! -= product * values[i]!
        for (const [j, column] of columns.entries())
          cross[row * width + column]! -= weight * values[i]! * values[j]!
      }

    const value = determinedValue({width, cross, products}, this.#combination)
    return value === undefined ? undefined : value - dot(this.#combination, coefficients)
  }
}

/** What a block loses with one of its raters; nothing where the rater has no part in it. */
function lossesOf(block: Block, rater: number, covariate: number | null): Loss[] {
  const lost = block.cells.filter((cell) => cell.rater === rater)
  if (lost.length === 0) return []
  const rest = blockWithout(block, rater)
  return [
    ...lost.map((cell) => ({...sumOf([{...cell, n: 1}], covariate), weight: cell.n, product: cell.sum})),
    // The ratings are differences from the mean of their block, which is another one without the rater.
    {...sumOf(block.cells, covariate), weight: -1 / block.n, product: -block.sum / block.n},
    ...rest.map(({cells, n, sum}) => ({...sumOf(cells, covariate), weight: 1 / n, product: sum / n})),
  ]
}

/** Σ n · (columns of the cell). */
function sumOf(cells: readonly Cell[], covariate: number | null): Direction {
  const sums = new Map<number, number>()
  const add = (column: number, value: number) => sums.set(column, (sums.get(column) ?? 0) + value)
  for (const {group, rater, n, x} of cells) {
    add(group, n)
    add(rater, n)
    if (covariate !== null) add(covariate, n * x)
  }

  return {columns: [...sums.keys()], values: [...sums.values()]}
}

function along(vector: Float64Array, {columns, values}: Direction): number {
  let sum = 0
  for (let at = 0; at < columns.length; at++) sum += vector[columns[at]!]! * values[at]!
  return sum
}

/** A block without the ratings of a rater; none where nothing is left. */
export function blockWithout({key, cells: all}: Block, rater: number): Block[] {
  const cells = all.filter((cell) => cell.rater !== rater)
  if (cells.length === 0) return []
  const [n, sum] = [
    cells.reduce((total, cell) => total + cell.n, 0),
    cells.reduce((total, cell) => total + cell.sum, 0),
  ]
  return [{key, cells, n, sum}]
}

/** Normal equations on all columns of the model. */
export function widened(
  {columns, cross: part, products: ofPart}: NormalPart,
  width: number,
): NormalEquations {
  const [cross, products] = [new Float64Array(width * width), new Float64Array(width)]
  for (const [i, row] of columns.entries()) {
    products[row] = ofPart[i]!
    for (const [j, column] of columns.entries()) cross[row * width + column] = part.get(i, j)
  }

  return {width, cross, products}
}
