import type {GroupColumn, MeasuredCell, RatedCell} from '../records/stats.js'
import {comparePaired, holm, type PairedComparison} from '../statistics/compare.js'
import {betweenVariance, planRatings, type MatchedDifference, type RatingPlan} from '../statistics/power.js'
import {byGroupAndUnit, pooledWithinVariance, stratumKey} from './cells.js'

/** The compared metrics; a higher rating is better, a lower cost and latency are. */
export const COMPARED = ['rating', 'cost_usd', 'latency_ms'] as const
export type Compared = (typeof COMPARED)[number]

/** A - B on the configurations both have. */
export interface MetricComparison extends PairedComparison {
  metric: Compared
  /** Means over the matched configurations. */
  meanA: number | null
  meanB: number | null
}

/** One pair; `p_holm` is adjusted for the family of pairs it was compared with. */
export interface PairResult {
  a: string
  b: string
  metrics: MetricComparison[]
  p_holm: number | null
  advice: Advice | null
}

/**
 * What is missing to separate two groups; null when they are apart already, or when nothing can be concluded.
 */
export type Advice =
  | {kind: 'unmatched'}
  | {kind: 'ratings'; more: number}
  | {kind: 'trials'; configurations: number; have: number}
  | {kind: 'equal'}

/**
 * Compares groups in pairs on matched configurations; the family of all pairs shares its error rate (Holm).
 */
export function comparePairs(
  pairs: readonly {a: string; b: string}[],
  measured: readonly MeasuredCell[],
  rated: readonly RatedCell[],
  columns: readonly GroupColumn[],
  options: {seed: number; across?: readonly GroupColumn[]},
): PairResult[] {
  const groups = byGroupAndUnit(measured, columns, options.across)
  const cells = byGroupAndUnit(rated, columns, options.across)
  const within = pooledWithinVariance(rated)
  const compared = pairs.map(({a, b}) => ({
    a,
    b,
    metrics: COMPARED.map((metric) => compareMetric(metric, groups.get(a), groups.get(b), columns, options)),
  }))
  const adjusted = holm(compared.map(({metrics}) => metrics[0]!.p))
  return compared.map(({a, b, metrics}, index) => ({
    a,
    b,
    metrics,
    p_holm: adjusted[index]!,
    advice: adviceOf(metrics[0]!, adjusted[index]!, matchedRatings(cells.get(a), cells.get(b)), within, {
      configurations: sharedUnits(groups.get(a), groups.get(b)).length,
    }),
  }))
}

/** A - B in rating on the configurations that are rated for both. */
export function compareRatings(
  a: ReadonlyMap<string, RatedCell> | undefined,
  b: ReadonlyMap<string, RatedCell> | undefined,
  columns: readonly GroupColumn[],
  {seed}: {seed: number},
): {paired: PairedComparison; matched: MatchedDifference[]} {
  const matched = matchedRatings(a, b)
  const strata = sharedUnits(a, b).map((unit) => stratumKey(a!.get(unit)!.factors, columns))
  return {
    paired: comparePaired(
      matched.map(({difference}) => difference),
      {seed, strata},
    ),
    matched,
  }
}

function compareMetric(
  metric: Compared,
  a: ReadonlyMap<string, MeasuredCell> | undefined,
  b: ReadonlyMap<string, MeasuredCell> | undefined,
  columns: readonly GroupColumn[],
  options: {seed: number},
): MetricComparison {
  const matched = sharedUnits(a, b).flatMap((unit) => {
    const [left, right] = [a!.get(unit)!, b!.get(unit)!]
    const [x, y] = [left[metric], right[metric]]
    return x === null || y === null ? [] : [{x, y, stratum: stratumKey(left.factors, columns)}]
  })
  const paired = comparePaired(
    matched.map(({x, y}) => x - y),
    {seed: options.seed, strata: matched.map(({stratum}) => stratum)},
  )
  const mean = (values: number[]) =>
    values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
  return {metric, ...paired, meanA: mean(matched.map(({x}) => x)), meanB: mean(matched.map(({y}) => y))}
}

/** Units of both groups, in an order that depends on their names alone. */
export function sharedUnits(
  a: ReadonlyMap<string, unknown> | undefined,
  b: ReadonlyMap<string, unknown> | undefined,
): string[] {
  return a && b ? [...a.keys()].filter((unit) => b.has(unit)).sort() : []
}

function matchedRatings(
  a: ReadonlyMap<string, RatedCell> | undefined,
  b: ReadonlyMap<string, RatedCell> | undefined,
): MatchedDifference[] {
  return sharedUnits(a, b).map((unit) => {
    const [left, right] = [a!.get(unit)!, b!.get(unit)!]
    return {difference: left.value - right.value, ratingsA: left.ratings, ratingsB: right.ratings}
  })
}

/**
 * How many more ratings would separate the two groups with a power of 80 %, if the observed difference is the
 * true difference. Where no result was rated twice, the noise of ratings is not known apart, and counts as
 * difference between configurations.
 */
export function adviceOf(
  {meanDifference, interval, n}: Pick<PairedComparison, 'meanDifference' | 'interval' | 'n'>,
  p: number | null,
  matched: readonly MatchedDifference[],
  within: number | null,
  {configurations}: {configurations: number},
): Advice | null {
  if (n < 2 || meanDifference === null || interval === null || matched.length < 2) return {kind: 'unmatched'}
  if (p !== null && p <= 0.05) return null
  if (Math.abs(meanDifference) < 1e-9) return {kind: 'equal'}
  const ratingCount = matched.reduce((sum, {ratingsA, ratingsB}) => sum + ratingsA + ratingsB, 0)
  const plan = planRatings({
    difference: meanDifference,
    betweenVariance: betweenVariance(matched, within ?? 0) ?? 0,
    withinVariance: within ?? 0,
    ratingsPerResult: ratingCount / (2 * matched.length),
    configurations,
  })
  return plan && adviceFrom(plan, ratingCount, matched.length, configurations)
}

/**
 * The existing ratings were not enough: in any case the plan asks for another configuration, or else another
 * rating of each result.
 */
function adviceFrom(plan: RatingPlan, ratingCount: number, rated: number, have: number): Advice {
  if (plan.kind === 'trials') return {kind: 'trials', configurations: plan.configurations, have}
  const configurations = Math.max(plan.configurations, rated + 1)
  const wanted =
    configurations <= have
      ? configurations * plan.ratingsPerResult
      : have * Math.max(plan.ratingsPerResult, Math.floor(ratingCount / (2 * rated)) + 1)
  return {kind: 'ratings', more: Math.ceil(2 * wanted - ratingCount - 1e-9)}
}
