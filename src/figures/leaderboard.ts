import type {
  CellFactors,
  GroupColumn,
  GroupFigures,
  GroupLevels,
  MeasuredCell,
  RatedCell,
} from '../records/stats.js'
import {quantileSorted} from '../statistics/describe.js'
import {rankSets, verdictOf, type RankSet} from '../statistics/fit/family.js'
import type {Fit} from '../statistics/fit/fit.js'
import type {GroupMean} from '../statistics/fit/means.js'
import type {Interval} from '../statistics/interval.js'
import {cellKeys, groupKey} from './cells.js'
import {ratingFit, valuesByGroup, type BlockValue} from './fits.js'

/** The data of the groups from the database. */
export interface LeaderboardData {
  figures: readonly GroupFigures[]
  rated: readonly RatedCell[]
  measured: readonly MeasuredCell[]
}

/** A group with the certainty of its place. */
export interface LeaderboardRow extends GroupFigures {
  /**
   * Least-squares mean: over all configurations with equal weight, and over the raters in the shares in which
   * they rated, whatever raters and configurations this group has.
   */
  adjusted_rating: number | null
  /** False where nothing links the group to the others: then `adjusted_rating` is its plain mean. */
  is_adjusted: boolean
  /** 95 % interval of `adjusted_rating`; null below five configurations. */
  interval: Interval | null
  /** Configurations with a rated result. */
  rated_configurations: number
  /** How many raters rated results of the group. */
  raters: number
  /** 1 is the best adjusted rating; equal ratings share a rank. */
  rank: number | null
  /** The ranks the data leave open: 1 + groups surely better, up to all groups but those surely worse. */
  rank_set: RankSet | null
  p50_latency_ms: number | null
  p95_latency_ms: number | null
  /**
   * A group that is surely rated higher and, on the configurations both have, costs no more and is no slower.
   */
  dominated_by: GroupLevels | null
}

/** The groups in their order, and the model behind it. */
export interface Leaderboard {
  rows: LeaderboardRow[]
  /** Undefined when nothing is rated. */
  fit: Fit | undefined
}

/** Orders groups by their adjusted rating, unrated groups last, and gives the certainty of that order. */
export function leaderboard(data: LeaderboardData, columns: readonly GroupColumn[]): Leaderboard {
  const fit = data.rated.length === 0 ? undefined : ratingFit(data.rated, columns)
  const means = new Map((fit?.means() ?? []).map((mean) => [mean.group, mean]))
  const sets = fit ? rankSets(fit.groups, fit.familyTests()) : new Map<string, RankSet>()
  const dominated = fit ? dominatedGroups(fit, data, columns) : new Map<string, string>()
  const latencies = quantilesByGroup(data.measured, columns)
  const raters = ratersByGroup(data.rated, columns)
  const groupOf = new Map(data.figures.map(({group}) => [groupKey(group, columns), group]))
  const all = [...means.values()]
  const rows = data.figures.map((figures): LeaderboardRow => {
    const key = groupKey(figures.group, columns)
    const {p50 = null, p95 = null} = latencies.get(key) ?? {}
    return {
      ...figures,
      ...ratingOf(means.get(key), all),
      raters: raters.get(key)?.size ?? 0,
      rank_set: sets.get(key) ?? null,
      p50_latency_ms: p50,
      p95_latency_ms: p95,
      dominated_by: groupOf.get(dominated.get(key) ?? '') ?? null,
    }
  })
  // Groups come in the order of their levels, and the sort keeps that order for equal means.
  return {rows: rows.sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || 0), fit}
}

const NOT_RATED = {
  adjusted_rating: null,
  is_adjusted: false,
  interval: null,
  rated_configurations: 0,
  rank: null,
} as const

function ratingOf(mean: GroupMean | undefined, all: readonly GroupMean[]) {
  if (!mean) return NOT_RATED
  return {
    adjusted_rating: mean.mean,
    is_adjusted: mean.isAdjusted,
    interval: mean.interval,
    rated_configurations: mean.configurations,
    rank: rankOf(mean.mean, all),
  }
}

/** Means that differ by less than rounding are equal. */
function rankOf(value: number, all: readonly {mean: number}[]): number {
  return 1 + all.filter(({mean}) => mean > value + 1e-9).length
}

function ratersByGroup(
  rated: readonly RatedCell[],
  columns: readonly GroupColumn[],
): Map<string, Set<string>> {
  const raters = new Map<string, Set<string>>()
  for (const {factors, rater} of rated) {
    const key = groupKey(factors, columns)
    raters.set(key, (raters.get(key) ?? new Set()).add(rater))
  }

  return raters
}

/** The groups that are surely dominated, each with the first group that dominates it. */
function dominatedGroups(
  fit: Fit,
  {measured}: LeaderboardData,
  columns: readonly GroupColumn[],
): Map<string, string> {
  const values = (['cost_usd', 'latency_ms'] as const).map((metric) =>
    valuesByGroup(measured, metric, columns, []),
  )
  const dominated = new Map<string, string>()
  for (const contrast of fit.familyTests()) {
    const verdict = verdictOf(contrast)
    if (verdict === 0) continue
    const [better, worse] = verdict > 0 ? [contrast.a, contrast.b] : [contrast.b, contrast.a]
    if (!dominated.has(worse) && values.every((groups) => isNoMore(groups.get(better), groups.get(worse))))
      dominated.set(worse, better)
  }

  return dominated
}

/**
 * Whether A's mean is at most B's on the blocks both have; never where there is none, or a value is unknown.
 */
function isNoMore(
  a: ReadonlyMap<string, BlockValue> | undefined,
  b: ReadonlyMap<string, BlockValue> | undefined,
): boolean {
  let [difference, blocks] = [0, 0]
  for (const [block, {sum, n}] of a ?? []) {
    const other = b?.get(block)
    if (!other) continue
    difference += sum / n - other.sum / other.n
    blocks++
  }

  return blocks > 0 && difference <= 0
}

function quantilesByGroup(
  measured: readonly MeasuredCell[],
  columns: readonly GroupColumn[],
): Map<string, {p50: number | null; p95: number | null}> {
  const groups = new Map<string, (readonly number[])[]>()
  for (const {factors, latencies_ms} of measured) {
    const {group} = cellKeys(factors, columns)
    const known = groups.get(group)
    if (known) known.push(latencies_ms)
    else groups.set(group, [latencies_ms])
  }

  return new Map(
    [...groups].map(([group, lists]) => {
      const sorted = sortedNumbers(lists)
      return [group, {p50: quantileSorted(sorted, 0.5), p95: quantileSorted(sorted, 0.95)}]
    }),
  )
}

function sortedNumbers(lists: readonly (readonly number[])[]): Float64Array {
  const all = new Float64Array(lists.reduce((count, {length}) => count + length, 0))
  let at = 0
  for (const list of lists) {
    all.set(list, at)
    at += list.length
  }

  return all.sort()
}

/** The name of a group for people, from its levels. */
export function groupName(group: GroupLevels | CellFactors, columns: readonly GroupColumn[]): string {
  return columns.map((column) => String(group[column as keyof typeof group] ?? '')).join(' · ')
}
