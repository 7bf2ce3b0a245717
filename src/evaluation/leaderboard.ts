import {adviceOf, type Advice} from '../analysis/comparison.js'
import {byGroupAndUnit, groupKey, pooledWithinVariance, stratumKey} from '../analysis/cells.js'
import {leaderboard, type LeaderboardRow} from '../analysis/leaderboard.js'
import {adjustedCells} from '../analysis/panel.js'
import type {FactorColumn} from '../records/result.js'
import type {RatedCell} from '../records/stats.js'
import {comparePaired} from '../statistics/compare.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'

/** Above so many rated results and trials, further trials count towards the first ones: the answer stays small. */
const CELLS_IN_FULL = 12_000
const TRIALS_ABOVE = 12

export interface EvaluatedRow extends LeaderboardRow {
  /** With adjusted ratings: the mean before the raters' severity was taken out. */
  raw_rating?: number | null
}

/** What it would take to tell the two best apart. */
export interface TopAdvice {
  best: LeaderboardRow['group']
  next: LeaderboardRow['group']
  /** Null: they are apart. */
  advice: Advice | null
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
  columns: readonly FactorColumn[],
  filter: ResultFilter,
  {seed, adjust}: {seed: number; adjust: boolean},
): Promise<EvaluatedLeaderboard> {
  const figures = await store.stats.groups(columns, filter)
  const rated = figures.reduce((sum, {rated_results}) => sum + rated_results, 0)
  const latencies = await store.stats.latencies(columns, filter)
  const raters = rated === 0 ? [] : await store.stats.raters(columns, filter, await store.ratings.raters())
  const isLarge = rated > CELLS_IN_FULL && (await store.stats.trials(filter)) > TRIALS_ABOVE
  const plain = rated === 0 ? [] : await store.stats.ratedCells(filter, isLarge ? {trials: TRIALS_ABOVE} : {})
  const adjusted = adjust && rated > 0 ? adjustedCells(await store.ratings.factored(filter)) : undefined
  const cells = adjusted?.cells ?? plain
  const rows = leaderboard({figures, cells, latencies, raters}, columns, {seed})
  const top = topAdvice(rows, cells, columns, seed)
  if (!adjusted) return {rows, top, components: null}
  const raw = new Map(leaderboard({figures, cells: plain, latencies, raters}, columns, {seed}).map((row) => [groupKey(row.group, columns), row.mean_rating]))
  return {
    rows: rows.map((row) => ({...row, raw_rating: raw.get(groupKey(row.group, columns)) ?? null})),
    top,
    components: adjusted.components,
  }
}

function topAdvice(
  rows: readonly LeaderboardRow[],
  cells: readonly RatedCell[],
  columns: readonly FactorColumn[],
  seed: number,
): TopAdvice | null {
  const [best, next] = rows
  if (!best || !next || best.mean_rating === null || next.mean_rating === null) return null
  const units = byGroupAndUnit(cells, columns)
  const a = units.get(groupKey(best.group, columns))
  const b = units.get(groupKey(next.group, columns))
  const matched = [...(a?.keys() ?? [])].filter((unit) => b?.has(unit)).sort().map((unit) => {
    const [left, right] = [a!.get(unit)!, b!.get(unit)!]
    return {
      difference: left.value - right.value,
      ratingsA: left.ratings,
      ratingsB: right.ratings,
      stratum: stratumKey(left.factors, columns),
    }
  })
  const paired = comparePaired(matched.map(({difference}) => difference), {seed, strata: matched.map(({stratum}) => stratum)})
  const configurations = Math.min(best.result_count, next.result_count)
  return {
    best: best.group,
    next: next.group,
    advice: adviceOf(paired, paired.p, matched, pooledWithinVariance(cells), {configurations}),
  }
}
