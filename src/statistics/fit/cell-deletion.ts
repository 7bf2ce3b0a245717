import {normalPart, type Block, type Cell, type Cluster, type NormalPart} from './design.js'
import {determinedValue, solveSquare, type NormalEquations} from './elimination.js'
import {addScaled, type Rows} from './rows.js'
import {dot, times, type Solution} from './solution.js'

/** A direction of the coefficients: few are other than 0. */
interface Direction {
  columns: number[]
  values: number[]
  /** P u of the sum of a block, which each of the block's raters asks for. */
  projected?: Float64Array
}

/** What a block loses: places of the directions of its lost cells and of its sum. */
interface Loss {
  first: number
  cells: readonly Cell[]
  whole: number
  block: Block
  /** Ratings that are left, and their sum. */
  left: {n: number; sum: number}
}

/**
 * The change of a combination L of the coefficients when the ratings of one rater in one cluster are left
 * out. With u the columns of a lost cell, w the sum of all columns in its block and r = w - Σ n u what is
 * left of it, Z'Z loses D = Σ n uu' - ww'/n + rr'/n', as the ratings are differences from the mean of their
 * block, and Z'y loses d. In the directions U of cells and blocks, D = U W U' and d = U q; with P the
 * pseudoinverse, z = U'x' solves (I - U'PU W) z = U'x - U'PU q, as wide as the directions, and the change is
 * (L'PU)(W z - q).
 */
export class CellDeletion {
  readonly #solution: Solution
  readonly #combination: Float64Array
  /** L'P. */
  readonly #reach: Float64Array
  #sums: {cluster: Cluster; of: Direction[]} | undefined
  #whole: NormalEquations | undefined

  constructor(solution: Solution, combination: Float64Array) {
    this.#solution = solution
    this.#combination = combination
    this.#reach = times(solution.inverse, combination)
  }

  /** @returns undefined where the combination hangs on the cell. */
  change(cluster: Cluster, rater: number): number | undefined {
    return this.#byLosses(cluster, rater) ?? this.#slowly(cluster, rater)
  }

  /** Undefined where x' is not determined. */
  #byLosses(cluster: Cluster, rater: number): number | undefined {
    const {coefficients, inverse, design} = this.#solution
    const sums = this.#sumsOf(cluster)
    const directions: Direction[] = []
    const losses = cluster.blocks.flatMap((block, at): Loss[] => {
      const cells = block.cells.filter((cell) => cell.rater === rater)
      if (cells.length === 0) return []
      const first = directions.length
      directions.push(...cells.map((cell) => cellOf(cell, design.covariate)), sums[at]!)
      return [{first, cells, whole: directions.length - 1, block, left: leftOf(block, cells)}]
    })
    const common = commonOf(directions, inverse)
    const lost = productsOf(losses, directions.length)
    const size = directions.length
    const matrix = new Float64Array(size * size)
    const right = new Float64Array(size)
    for (const [at, row] of common.entries()) {
      right[at] = along(coefficients, directions[at]!) - dot(row, lost)
      const weighed = weigh(losses, row)
      for (let j = 0; j < size; j++) matrix[at * size + j] = (at === j ? 1 : 0) - weighed[j]!
    }

    const solved = solveSquare(matrix, right)
    if (!solved) return undefined
    return weigh(losses, solved).reduce(
      (change, value, at) => change + along(this.#reach, directions[at]!) * (value - lost[at]!),
      0,
    )
  }

  /** The raters of a cluster come one after the other. */
  #sumsOf(cluster: Cluster): Direction[] {
    if (this.#sums?.cluster === cluster) return this.#sums.of
    const {inverse, design} = this.#solution
    const of = cluster.blocks.map(({cells}): Direction => {
      const direction = sumOf(cells, design.covariate)
      const projected = new Float64Array(design.width)
      for (const [at, column] of direction.columns.entries())
        addScaled(projected, inverse[column]!, direction.values[at]!)
      return {...direction, projected}
    })
    this.#sums = {cluster, of}
    return of
  }

  /** By all equations anew, where the few of the cell leave something undetermined. */
  #slowly({blocks}: Cluster, rater: number): number | undefined {
    const {design, coefficients} = this.#solution
    const {width, covariate} = design
    this.#whole ??= widened(
      normalPart(
        design.clusters.flatMap(({blocks: of}) => of),
        covariate,
      ),
      width,
    )
    const [cross, products] = [this.#whole.cross.slice(), this.#whole.products.slice()]
    const left = blocks.flatMap((block) => blockWithout(block, rater))
    for (const [sign, part] of [
      [-1, normalPart(blocks, covariate)] as const,
      [1, normalPart(left, covariate)] as const,
    ])
      for (const [i, row] of part.columns.entries()) {
        products[row]! += sign * part.products[i]!
        for (const [j, column] of part.columns.entries())
          cross[row * width + column]! += sign * part.cross.get(i, j)
      }

    const value = determinedValue({width, cross, products}, this.#combination)
    return value === undefined ? undefined : value - dot(this.#combination, coefficients)
  }
}

/** Whole numbers of ratings: nothing left is 0 exactly. */
function leftOf(block: Block, lost: readonly Cell[]): {n: number; sum: number} {
  return {
    n: lost.reduce((n, cell) => n - cell.n, block.n),
    sum: lost.reduce((sum, cell) => sum - cell.sum, block.sum),
  }
}

/** U'PU. */
function commonOf(directions: readonly Direction[], inverse: Rows): Float64Array[] {
  const common = directions.map(() => new Float64Array(directions.length))
  for (const [i, direction] of directions.entries())
    for (let j = 0; j <= i; j++) {
      const value = commonPart(direction, directions[j]!, inverse)
      common[i]![j] = value
      common[j]![i] = value
    }

  return common
}

function commonPart(first: Direction, second: Direction, inverse: Rows): number {
  if (first.projected) return along(first.projected, second)
  if (second.projected) return along(second.projected, first)
  let sum = 0
  for (let at = 0; at < first.columns.length; at++)
    sum += first.values[at]! * along(inverse[first.columns[at]!]!, second)
  return sum
}

/** W z, W symmetric. */
function weigh(losses: readonly Loss[], z: Float64Array): Float64Array {
  const weighed = new Float64Array(z.length)
  for (const {first, cells, whole, block, left} of losses) {
    // r'z / n'.
    let rest = 0
    if (left.n > 0) {
      rest = z[whole]!
      for (const [at, {n}] of cells.entries()) rest -= n * z[first + at]!
      rest /= left.n
    }

    for (const [at, {n}] of cells.entries()) weighed[first + at] = n * (z[first + at]! - rest)
    weighed[whole] = rest - z[whole]! / block.n
  }

  return weighed
}

/** q. */
function productsOf(losses: readonly Loss[], size: number): Float64Array {
  const products = new Float64Array(size)
  for (const {first, cells, whole, block, left} of losses) {
    const mean = left.n > 0 ? left.sum / left.n : 0
    for (const [at, {n, sum}] of cells.entries()) products[first + at] = sum - n * mean
    products[whole] = mean - block.sum / block.n
  }

  return products
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

function cellOf({group, rater, x}: Cell, covariate: number | null): Direction {
  return covariate === null
    ? {columns: [group, rater], values: [1, 1]}
    : {columns: [group, rater, covariate], values: [1, 1, x]}
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
