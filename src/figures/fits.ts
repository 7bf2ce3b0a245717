import type {CellFactors, GroupColumn, MeasuredCell, RatedCell} from '../records/stats.js'
import type {RatingTotals} from '../statistics/fit/design.js'
import {Fit} from '../statistics/fit/fit.js'
import {MEASURES} from '../statistics/fit/scale.js'
import {cellKeys} from './cells.js'

/** Models of the same cells that are kept, the latest; each takes a multiple of the memory of its cells. */
const MOST_FITS = 4
/** The models of the same cells: a leaderboard, its pairs and the effects of a factor ask for one of them. */
const fits = new WeakMap<readonly RatedCell[], Map<string, Fit>>()

/** The model behind every figure of ratings, for one way of making groups. */
export function ratingFit(
  cells: readonly RatedCell[],
  columns: readonly GroupColumn[],
  across: readonly GroupColumn[] = [],
): Fit {
  const ofCells = fits.get(cells) ?? new Map<string, Fit>()
  fits.set(cells, ofCells)
  const way = JSON.stringify([columns, across])
  const fit = ofCells.get(way) ?? new Fit(rowsOf(cells, columns, across))
  ofCells.set(way, fit)
  const [oldest] = ofCells.keys()
  if (ofCells.size > MOST_FITS && oldest !== undefined) ofCells.delete(oldest)
  return fit
}

/** Ratings as the model takes them. */
export function rowsOf(
  cells: readonly RatedCell[],
  columns: readonly GroupColumn[],
  across: readonly GroupColumn[],
): RatingTotals[] {
  return cells.map(({factors, rater, n, sum, squares}) => ({
    ...cellKeys(factors, columns, across),
    rater,
    n,
    sum,
    squares,
  }))
}

/** The same model for what is measured without people; cells whose value is unknown are left out. */
export function measureFit(
  cells: readonly {factors: CellFactors; value: number | null}[],
  columns: readonly GroupColumn[],
): Fit {
  return new Fit(
    cells.flatMap(({factors, value}) =>
      value === null
        ? []
        : [{...cellKeys(factors, columns), rater: '', n: 1, sum: value, squares: value * value}],
    ),
    MEASURES,
  )
}

/** The mean values of each group by block and cluster, of cells whose value is known. */
export function valuesByGroup(
  cells: readonly MeasuredCell[],
  metric: 'cost_usd' | 'latency_ms',
  columns: readonly GroupColumn[],
  across: readonly GroupColumn[],
): Map<string, Map<string, BlockValue>> {
  const groups = new Map<string, Map<string, BlockValue>>()
  for (const {factors, [metric]: value} of cells) {
    if (value === null) continue
    const {group, block, cluster} = cellKeys(factors, columns, across)
    const blocks = groups.get(group) ?? new Map<string, BlockValue>()
    groups.set(group, blocks)
    const known = blocks.get(block) ?? {cluster, sum: 0, n: 0}
    blocks.set(block, {cluster, sum: known.sum + value, n: known.n + 1})
  }

  return groups
}

/** Values of one group on one block. */
export interface BlockValue {
  cluster: string
  sum: number
  n: number
}
