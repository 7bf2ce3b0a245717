import type {Random} from './random.js'

/**
 * The units of resampling: rows of `width` additive columns, such as sums and counts. The rows of the
 * first stratum come first, then those of the next; `sizes` holds the number of rows of each stratum.
 */
export interface ResampleTable {
  rows: Float64Array
  width: number
  sizes: readonly number[]
}

/**
 * How well resampling reflects the sampling of one column's mean: `shrinkage` is the expected share of the
 * sampling variance that the replicates show, `degrees` the degrees of freedom behind it.
 */
export interface Spread {
  shrinkage: number
  degrees: number
}

/** Up to this many rows, each row is a unit; above, they are grouped into about so many blocks. */
export const MAX_UNITS = 800

/** Blocks a stratum is cut into at least, where it has the rows for it. */
const MIN_BLOCKS = 8

/**
 * Stratified bootstrap (Efron & Tibshirani 1993, ch. 6 and 8): each replicate draws, with replacement, as
 * many units from each stratum as it has, and adds up their columns. Returns replicates x width totals.
 */
export function resampleTotals(table: ResampleTable, replicates: number, random: Random): Float64Array {
  const {rows, width, sizes} = table
  const totals = new Float64Array(replicates * width)
  const picks = new Uint32Array(Math.max(0, ...sizes))
  const sums = new Float64Array(width)
  for (let replicate = 0; replicate < replicates; replicate++) {
    sums.fill(0)
    let first = 0
    for (const size of sizes) {
      random.fillBelow(picks, size, size)
      let i = 0
      // Four rows at a time: this loop is where a bootstrap spends its time, and it halves the reads.
      for (; i + 3 < size; i += 4) {
        const a = (first + picks[i]!) * width
        const b = (first + picks[i + 1]!) * width
        const c = (first + picks[i + 2]!) * width
        const d = (first + picks[i + 3]!) * width
        for (let column = 0; column < width; column++) {
          sums[column]! += rows[a + column]! + rows[b + column]! + (rows[c + column]! + rows[d + column]!)
        }
      }

      for (; i < size; i++) {
        const row = (first + picks[i]!) * width
        for (let column = 0; column < width; column++) sums[column]! += rows[row + column]!
      }

      first += size
    }

    totals.set(sums, replicate * width)
  }

  return totals
}

/**
 * Keeps resampling fast when there are very many units. Starts above `maxUnits` rows: each stratum is then
 * dealt at random (seeded) into blocks of nearly equal size, about `maxUnits` in all and in proportion to
 * the strata, and a block's row is the sum of its members' rows.
 *
 * Why this is valid: columns are additive, so a replicate of blocks is a replicate of the same totals. Under
 * a random deal the blocks of a stratum are exchangeable, and a total over m independent units has m times
 * their variance and third cumulant, so the replicates have the right variance and skewness on average (the
 * random-groups method: Wolter 2007, ch. 2). The price is noise in the width of an interval of about
 * 1/sqrt(2 blocks), 2.5 % at 800 blocks; `spreadOf` accounts for the smaller number of units.
 */
export function groupIntoBlocks(table: ResampleTable, random: Random, maxUnits = MAX_UNITS): ResampleTable {
  const {rows, width, sizes} = table
  const total = sizes.reduce((sum, size) => sum + size, 0)
  if (total <= maxUnits) return table

  const blockSizes = sizes.map((size) =>
    Math.min(size, Math.max(MIN_BLOCKS, Math.round((maxUnits * size) / total))),
  )
  const blocks = new Float64Array(blockSizes.reduce((sum, size) => sum + size, 0) * width)
  let firstRow = 0
  let firstBlock = 0
  sizes.forEach((size, stratum) => {
    const blockCount = blockSizes[stratum]!
    random.permutation(size).forEach((row, position) => {
      const from = (firstRow + row) * width
      const to = (firstBlock + (position % blockCount)) * width
      for (let column = 0; column < width; column++) blocks[to + column]! += rows[from + column]!
    })
    firstRow += size
    firstBlock += blockCount
  })
  return {rows: blocks, width, sizes: blockSizes}
}

/**
 * The spread of the mean whose counts of values are in `column`. With N values in all, n_u in unit u, n_h in
 * stratum h and B_h units in stratum h, the residuals y - mean of equally varying values give
 *
 *   shrinkage = 1 - sum_u (n_u/N)^2 - sum_h (n_h/N)(1 - n_h/N)/B_h,  degrees = shrinkage N^2 / sum_u n_u^2.
 *
 * One stratum of single values gives (N - 1)/N and N - 1, the factor of Hesterberg's expanded percentile
 * interval; H full strata give (N - H)/N and N - H. Zero degrees: the replicates cannot vary.
 */
export function spreadOf(table: ResampleTable, column: number): Spread {
  const {rows, width, sizes} = table
  let total = 0
  for (let cell = column; cell < rows.length; cell += width) total += rows[cell]!
  if (total === 0) return {shrinkage: 0, degrees: 0}

  let squares = 0
  let between = 0
  let cell = column
  for (const size of sizes) {
    let count = 0
    for (let i = 0; i < size; i++, cell += width) {
      const share = rows[cell]! / total
      squares += share * share
      count += share
    }

    between += (count * (1 - count)) / size
  }

  const shrinkage = 1 - squares - between
  // A remainder of 1 - 1 from rounding is no information.
  return shrinkage < 1e-9 ? {shrinkage: 0, degrees: 0} : {shrinkage, degrees: shrinkage / squares}
}
