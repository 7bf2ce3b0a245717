import {adviceOf, compareRatings, sharedUnits, type Advice} from './pairs.js'
import {byGroupAndUnit, groupKey, pooledWithinVariance} from './cells.js'
import {leaderboard, type LeaderboardRow} from './leaderboard.js'
import {adjustedCells} from './panel.js'
import {OCCASIONS, type GroupColumn} from '../records/stats.js'
import type {RatedCell} from '../records/stats.js'
import type {ResultFilter} from '../store/results.js'
import type {CellOptions} from '../store/stats.js'
import type {Store} from '../store/store.js'

/**
 * With more rated results than this, further trials count towards the first trials: the answer stays small.
 */
const CELLS_IN_FULL = 12_000
const TRIALS_ABOVE = 12

export interface EvaluatedRow extends LeaderboardRow {
  /** With adjusted ratings: the mean before the raters' severity was taken out. */
  raw_rating?: number | null
}

/** How many more ratings would separate the two best groups. */
export interface TopAdvice {
  best: LeaderboardRow['group']
  next: LeaderboardRow['group']
  /** Null: the two are apart. `against`: where both are rated, the other group is ahead by so many points. */
  advice: Advice | {kind: 'against'; points: number; configurations: number} | null
}

export interface EvaluatedLeaderboard {
  rows: EvaluatedRow[]
  top: TopAdvice | null
  /** Parts of the panel that share no result; known only when ratings were adjusted. */
  components: number | null
}

/** Reads the store once and orders the groups; with `adjust`, the raters' severity is taken out first. */
export async function evaluateLeaderboard(
  store: Store,
  columns: readonly GroupColumn[],
  filter: ResultFilter,
  {seed, adjust}: {seed: number; adjust: boolean},
): Promise<EvaluatedLeaderboard> {
  const figures = await store.stats.groups(columns, filter)
  const rated = figures.reduce((sum, {rated_results}) => sum + rated_results, 0)
  const latencies = await store.stats.latencies(columns, filter)
  const raters = rated === 0 ? [] : await store.stats.raters(columns, filter, await store.ratings.raters())
  const isLarge = rated > CELLS_IN_FULL && (await store.stats.trials(filter)) > TRIALS_ABOVE
  const occasions = OCCASIONS.filter((occasion) => columns.includes(occasion))
  const trials = {occasions, ...(isLarge && {trials: TRIALS_ABOVE})}
  const plain = rated === 0 ? [] : await store.stats.ratedCells(filter, trials)
  const adjusted = adjust && rated > 0 ? adjustedCells(await store.ratings.factored(filter)) : undefined
  const cells = adjusted?.cells ?? plain
  const rows = leaderboard({figures, cells, latencies, raters}, columns, {seed})
  // Adjusted cells keep their trials apart, so configurations are counted in the same way.
  const counted = adjusted ? {occasions} : trials
  const top = await topAdvice(rows, cells, columns, {
    seed,
    configurations: (best, next) => sharedConfigurations(store, [best, next], columns, filter, counted),
  })
  if (!adjusted) return {rows, top, components: null}
  const raw = new Map(
    leaderboard({figures, cells: plain, latencies, raters}, columns, {seed}).map((row) => [
      groupKey(row.group, columns),
      row.mean_rating,
    ]),
  )
  return {
    rows: rows.map((row) => ({...row, raw_rating: raw.get(groupKey(row.group, columns)) ?? null})),
    top,
    components: adjusted.components,
  }
}

/** Configurations that both groups have results of, rated or not. */
async function sharedConfigurations(
  store: Store,
  groups: readonly TopAdvice['best'][],
  columns: readonly GroupColumn[],
  filter: ResultFilter,
  options: CellOptions,
): Promise<number> {
  const units = byGroupAndUnit(await store.stats.measuredCells(filter, options), columns)
  const [a, b] = groups.map((group) => units.get(groupKey(group, columns)))
  return sharedUnits(a, b).length
}

/**
 * What separates the two best groups, on the configurations that are rated for both. Means of different
 * configurations may show the opposite; then rating must go on, and the sentence claims nothing.
 */
async function topAdvice(
  rows: readonly LeaderboardRow[],
  cells: readonly RatedCell[],
  columns: readonly GroupColumn[],
  {
    seed,
    configurations,
  }: {seed: number; configurations: (best: TopAdvice['best'], next: TopAdvice['next']) => Promise<number>},
): Promise<TopAdvice | null> {
  const [first, second] = rows
  if (!first || !second || first.mean_rating === null || second.mean_rating === null) return null
  const [best, next] = [first.group, second.group]
  const units = byGroupAndUnit(cells, columns)
  const {paired, matched} = compareRatings(
    units.get(groupKey(best, columns)),
    units.get(groupKey(next, columns)),
    columns,
    {seed},
  )
  const {n, p, meanDifference} = paired
  if (n > 1 && meanDifference !== null && meanDifference < -1e-9)
    return {best, next, advice: {kind: 'against', points: -meanDifference, configurations: n}}
  // Counting takes a while and is of no use where the two are apart.
  const isOpen = p !== null && p > 0.05
  const advice = adviceOf(paired, p, matched, pooledWithinVariance(cells), {
    configurations: isOpen ? await configurations(best, next) : n,
  })
  return {best, next, advice}
}
