import {blocksByGroup, comparePairs, type PairResult} from './pairs.js'
import {groupKey} from './cells.js'
import {leaderboard, type LeaderboardRow} from './leaderboard.js'
import {OCCASIONS, type GroupColumn, type GroupLevels} from '../records/stats.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'

/** The two best groups, and whether they are apart. */
export interface TopPair {
  best: GroupLevels
  next: GroupLevels
  pair: PairResult
}

/** For whom the ratings speak. */
export interface RatersOfBoard {
  raters: number
  /** n² / Σ n_r²: how many raters the ratings are worth. */
  effective: number
}

export interface EvaluatedLeaderboard {
  rows: LeaderboardRow[]
  top: TopPair | null
  /** Pairs of rated groups, and how many of them cannot be told for want of common ground. */
  pairs: {all: number; withheld: number}
  raters: RatersOfBoard
  /**
   * Configurations that all groups have, where some group has others too: cost and latency of the rows are of
   * different configurations. Null where all groups have the same.
   */
  common_configurations: number | null
}

/** Reads the store and orders the groups. */
export async function evaluateLeaderboard(
  store: Store,
  columns: readonly GroupColumn[],
  filter: ResultFilter,
): Promise<EvaluatedLeaderboard> {
  const occasions = OCCASIONS.filter((occasion) => columns.includes(occasion))
  const figures = await store.stats.groups(columns, filter)
  const isRated = figures.some(({rated_results}) => rated_results > 0)
  const data = {
    figures,
    rated: isRated ? await store.stats.ratedCells(filter, {occasions}) : [],
    measured: await store.stats.measuredCells(filter, {occasions}),
  }
  const {rows, fit} = leaderboard(data, columns)
  const family = fit?.familyTests() ?? []
  return {
    rows,
    top: topPair(rows, {...data, fit, columns, across: []}),
    pairs: {all: family.length, withheld: family.filter(({withheld}) => withheld !== null).length},
    raters: {raters: fit?.raters.length ?? 0, effective: fit?.effectiveRaters ?? 0},
    common_configurations: commonConfigurations(blocksByGroup(data.measured, columns)),
  }
}

function topPair(rows: readonly LeaderboardRow[], data: Parameters<typeof comparePairs>[1]): TopPair | null {
  const [first, second] = rows
  if (!first || !second || first.adjusted_rating === null || second.adjusted_rating === null) return null
  const [a, b] = [groupKey(first.group, data.columns), groupKey(second.group, data.columns)]
  const [pair] = comparePairs([{a, b}], data, {isSingle: true})
  return pair ? {best: first.group, next: second.group, pair} : null
}

function commonConfigurations(groups: ReadonlyMap<string, ReadonlySet<string>>): number | null {
  const [first, ...others] = [...groups.values()]
  if (!first) return null
  const common = [...first].filter((block) => others.every((blocks) => blocks.has(block))).length
  return [first, ...others].every(({size}) => size === common) ? null : common
}
