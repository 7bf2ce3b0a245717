import {Matrix} from '../matrix.js'

/**
 * The ratings of one group on one block by one rater, as whole numbers: how many, their sum, and the sum of
 * their squares. A block is everything that is asked but is no part of the group; a cluster is what varies by
 * chance together, the block without the system.
 */
export interface RatingTotals {
  group: string
  block: string
  cluster: string
  rater: string
  n: number
  sum: number
  squares: number
  /**
   * A covariate: something that is known of the group on the block without the raters. All rows have it or
   * none.
   */
  x?: number | undefined
}

/** One row with its keys as places of columns. */
export interface Cell {
  group: number
  rater: number
  n: number
  sum: number
  /** The covariate; 0 where there is none. */
  x: number
}

/** A block with its cells and totals. */
export interface Block {
  key: string
  cells: Cell[]
  n: number
  sum: number
}

export interface Cluster {
  key: string
  blocks: Block[]
}

/** Ratings sorted by their keys, so that no order of rows changes a digit. */
export interface Design {
  groups: string[]
  raters: string[]
  clusters: Cluster[]
  /** Columns of the model: groups, then the covariate, then raters. */
  width: number
  /** The column of the covariate. */
  covariate: number | null
  n: number
  sum: number
  squares: number
}

export function designOf(rows: readonly RatingTotals[]): Design {
  const groups = sortedKeys(rows.map(({group}) => group))
  const raters = sortedKeys(rows.map(({rater}) => rater))
  const covariate = rows.some(({x}) => x !== undefined) ? groups.length : null
  const firstRater = groups.length + (covariate === null ? 0 : 1)
  const width = firstRater + raters.length
  const groupAt = placesOf(groups)
  const raterAt = placesOf(raters)
  const clusters = new Map<string, Map<string, Map<number, Cell>>>()
  let [n, sum, squares] = [0, 0, 0]
  for (const row of rows) {
    const blocks = getOrAdd(clusters, row.cluster, () => new Map<string, Map<number, Cell>>())
    const cells = getOrAdd(blocks, row.block, () => new Map<number, Cell>())
    const [group, rater] = [groupAt.get(row.group)!, firstRater + raterAt.get(row.rater)!]
    const cell = getOrAdd(cells, group * width + rater, () => ({group, rater, n: 0, sum: 0, x: row.x ?? 0}))
    cell.n += row.n
    cell.sum += row.sum
    n += row.n
    sum += row.sum
    squares += row.squares
  }

  return {
    groups,
    raters,
    width,
    covariate,
    n,
    sum,
    squares,
    clusters: sortedKeys(clusters.keys()).map((key) => {
      const blocks = clusters.get(key)!
      return {key, blocks: sortedKeys(blocks.keys()).map((name) => blockOf(name, blocks.get(name)!))}
    }),
  }
}

function blockOf(key: string, cells: ReadonlyMap<number, Cell>): Block {
  const sorted = [...cells.entries()].sort(([a], [b]) => a - b).map(([, cell]) => cell)
  return {
    key,
    cells: sorted,
    n: sorted.reduce((total, cell) => total + cell.n, 0),
    sum: sorted.reduce((total, cell) => total + cell.sum, 0),
  }
}

/**
 * The normal equations of some blocks with the blocks absorbed, on the columns that occur in them: Z'Z and
 * Z'y, Z the group, covariate and rater columns as differences from their block's mean.
 */
export interface NormalPart {
  /** The columns that occur, ascending. */
  columns: number[]
  cross: Matrix
  products: Float64Array
}

/** @param covariate the column of the covariate, as in `Design`. */
export function normalPart(blocks: readonly Block[], covariate: number | null): NormalPart {
  const columns = [
    ...new Set([
      ...blocks.flatMap(({cells}) => cells.flatMap(({group, rater}) => [group, rater])),
      ...(covariate === null ? [] : [covariate]),
    ]),
  ].sort((a, b) => a - b)
  const at = new Map(columns.map((column, place) => [column, place]))
  const size = columns.length
  // Row by row in one array: a matrix takes several times as long for each number.
  const cross = new Float64Array(size * size)
  const products = new Float64Array(size)
  const add = (row: number, column: number, value: number) => {
    cross[row * size + column]! += value
  }
  for (const {cells, n, sum} of blocks) {
    const totals = new Float64Array(size)
    for (const cell of cells) {
      const [g, r] = [at.get(cell.group)!, at.get(cell.rater)!]
      add(g, g, cell.n)
      add(r, r, cell.n)
      add(g, r, cell.n)
      add(r, g, cell.n)
      totals[g]! += cell.n
      totals[r]! += cell.n
      products[g]! += cell.sum
      products[r]! += cell.sum
      if (covariate === null) continue
      const c = at.get(covariate)!
      const weight = cell.n * cell.x
      for (const place of [g, r]) {
        add(place, c, weight)
        add(c, place, weight)
      }

      add(c, c, weight * cell.x)
      totals[c]! += weight
      products[c]! += cell.sum * cell.x
    }

    for (let i = 0; i < size; i++) {
      const total = totals[i]!
      if (total === 0) continue
      products[i]! -= (total * sum) / n
      const row = i * size
      for (let j = i; j < size; j++) cross[row + j]! += (-total * totals[j]!) / n
    }
  }

  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) cross[i * size + j] = cross[j * size + i]!

  return {columns, cross: Matrix.from1DArray(size, size, cross), products}
}

/** By code units, so that the order is the same everywhere. */
function sortedKeys(keys: Iterable<string>): string[] {
  return [...new Set(keys)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

function placesOf(keys: readonly string[]): Map<string, number> {
  return new Map(keys.map((key, at) => [key, at]))
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
