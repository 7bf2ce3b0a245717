import type {
  CellFactors,
  GroupColumn,
  GroupFigures,
  GroupLatencies,
  Histogram,
  RatedCell,
} from '../records/stats.js'
import {clusterBootstrap, type GroupBootstrap} from '../statistics/bootstrap.js'
import {quantileOfCounts} from '../statistics/describe.js'
import {meanInterval, type Interval} from '../statistics/interval.js'
import {paretoFront, paretoShares} from '../statistics/pareto.js'
import {arenaRanks, rankSummaries, type RankSummary} from '../statistics/ranks.js'
import {byGroupAndUnit, groupKey, stratumKey, unitKey} from './cells.js'

/** The data of the groups from the database. */
export interface LeaderboardData {
  figures: readonly GroupFigures[]
  cells: readonly RatedCell[]
  latencies: readonly GroupLatencies[]
  raters: readonly {group: GroupFigures['group']; raters: readonly string[]}[]
}

/** A group with the certainty of its place. */
export interface LeaderboardRow extends GroupFigures {
  /** Mean over configurations of the mean rating of their results: each configuration weighs the same. */
  mean_rating: number | null
  /** 95 % interval of `mean_rating`, Student t over configurations; null below two. */
  interval: Interval | null
  /** Configurations with a rated result. */
  rated_configurations: number
  /** How often each score 1, 2, 3, 4, 5 was given. */
  histogram: Histogram
  /** How many raters rated results of the group. */
  raters: number
  /** 1 is the best mean; equal means share a rank. */
  rank: number | null
  /**
   * The ranks of the middle 95 % of the bootstrap replicates; a group rated on one configuration may have
   * any.
   */
  rank_range: Interval | null
  /** 1 + the number of groups whose interval lies wholly above. */
  arena_rank: number | null
  /** Share of replicates in which the group is the best of those rated on two configurations or more. */
  p_best: number | null
  p50_latency_ms: number | null
  p95_latency_ms: number | null
  /** No other group is rated as well, as cheap and as fast, and better in one of the three. */
  pareto: boolean | null
  /** Share of replicates in which the group is on the Pareto front, among the same groups. */
  pareto_share: number | null
}

/**
 * Orders groups by their mean rating, unrated groups last, and gives the certainty of that order. Ranks and
 * shares come from a seeded bootstrap of configurations, stratified by persona and joint for all groups, so
 * that the difficulty of a configuration, which is the same for all groups, cancels.
 */
export function leaderboard(
  data: LeaderboardData,
  columns: readonly GroupColumn[],
  options: {seed: number},
): LeaderboardRow[] {
  const units = byGroupAndUnit(data.cells, columns)
  const keys = data.figures.map(({group}) => groupKey(group, columns))
  const means = keys.map((key) => meanInterval([...(units.get(key)?.values() ?? [])].map(({value}) => value)))
  const bootstraps = bootstrapOf(data.cells, keys, columns, options.seed)
  // One configuration does not show how far another would lie: such a group may have any rank.
  const isOpen = bootstraps.map(({n, degrees}) => n > 0 && degrees === 0)
  const replicates = bootstraps.map((bootstrap, g) =>
    isOpen[g] ? bootstrap.replicates.map(() => NaN) : bootstrap.replicates,
  )
  const ranks = rankRanges(rankSummaries(replicates), isOpen, means.filter(({mean}) => mean !== null).length)
  const arena = arenaRanks(means.map(({interval}) => interval))
  const latencies = quantilesByGroup(data.latencies, columns)
  const raters = new Map(data.raters.map((entry) => [groupKey(entry.group, columns), entry.raters.length]))
  const points = data.figures.map(({cost_per_result_usd}, g) => ({
    rating: means[g]!.mean,
    cost: cost_per_result_usd,
    latency: latencies.get(keys[g]!)?.p50 ?? null,
  }))
  const front = paretoFront(points)
  const shares = paretoShares({
    rating: replicates,
    cost: points.map(({cost}) => cost),
    latency: points.map(({latency}) => latency),
  })

  const rows = data.figures.map((figures, g): LeaderboardRow => ({
    ...figures,
    mean_rating: means[g]!.mean,
    interval: means[g]!.interval,
    rated_configurations: means[g]!.n,
    histogram: histogramOf(units.get(keys[g]!)?.values() ?? []),
    raters: raters.get(keys[g]!) ?? 0,
    rank: rankOf(
      means[g]!.mean,
      means.map(({mean}) => mean),
    ),
    rank_range: ranks[g]!.range,
    arena_rank: arena[g]!,
    p_best: ranks[g]!.best,
    p50_latency_ms: latencies.get(keys[g]!)?.p50 ?? null,
    p95_latency_ms: latencies.get(keys[g]!)?.p95 ?? null,
    pareto: front[g]!,
    pareto_share: shares[g]!,
  }))
  // Groups come in the order of their levels, and the sort keeps that order for equal means.
  return rows.sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || 0)
}

/** Open groups may have any rank; each of them may also push another group down by one rank. */
function rankRanges(
  summaries: readonly RankSummary[],
  isOpen: readonly boolean[],
  rated: number,
): RankSummary[] {
  const open = isOpen.filter(Boolean).length
  return summaries.map(({best, range}, g) => {
    if (isOpen[g]) return {best, range: {low: 1, high: rated}}
    return {best, range: range && {low: range.low, high: range.high + open}}
  })
}

function bootstrapOf(
  cells: readonly RatedCell[],
  keys: readonly string[],
  columns: readonly GroupColumn[],
  seed: number,
): GroupBootstrap[] {
  const place = new Map(keys.map((key, index) => [key, index]))
  const units = new Map<string, {stratum: string; values: (number | null)[]}>()
  for (const {factors, value} of cells) {
    const key = unitKey(factors, columns)
    const unit = units.get(key) ?? {stratum: stratumKey(factors, columns), values: keys.map(() => null)}
    units.set(key, unit)
    const group = place.get(groupKey(factors, columns))
    if (group !== undefined) unit.values[group] = value
  }

  return clusterBootstrap({groups: keys, strata: strataOf(units)}, {seed})
}

/** Strata and units in an order that depends on their names alone, so that a seed gives the same digits. */
function strataOf(units: ReadonlyMap<string, {stratum: string; values: (number | null)[]}>) {
  const strata = new Map<string, (number | null)[][]>()
  for (const key of [...units.keys()].sort()) {
    const {stratum, values} = units.get(key)!
    const known = strata.get(stratum)
    if (known) known.push(values)
    else strata.set(stratum, [values])
  }

  return [...strata.keys()].sort().map((stratum) => ({configurations: strata.get(stratum)!}))
}

/** Means that differ by less than rounding are equal. */
function rankOf(value: number | null, all: readonly (number | null)[]): number | null {
  if (value === null) return null
  return 1 + all.filter((candidate) => candidate !== null && candidate > value + 1e-9).length
}

function histogramOf(cells: Iterable<RatedCell>): Histogram {
  const all: Histogram = [0, 0, 0, 0, 0]
  for (const {histogram} of cells) histogram.forEach((count, at) => (all[at]! += count))
  return all
}

function quantilesByGroup(
  latencies: readonly GroupLatencies[],
  columns: readonly GroupColumn[],
): Map<string, {p50: number | null; p95: number | null}> {
  return new Map(
    latencies.map(({group, counts}) => {
      const counted = counts.map(({latency_ms, results}) => ({value: latency_ms, count: results}))
      return [
        groupKey(group, columns),
        {p50: quantileOfCounts(counted, 0.5), p95: quantileOfCounts(counted, 0.95)},
      ]
    }),
  )
}

/** The name of a group for people, from its levels. */
export function groupName(
  group: GroupFigures['group'] | CellFactors,
  columns: readonly GroupColumn[],
): string {
  return columns.map((column) => String(group[column as keyof typeof group] ?? '')).join(' · ')
}
