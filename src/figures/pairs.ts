import type {CellFactors, GroupColumn, MeasuredCell} from '../records/stats.js'
import {tTest, type Interval} from '../statistics/interval.js'
import type {Withheld} from '../statistics/fit/contrast.js'
import type {FamilyContrast, FamilyTest} from '../statistics/fit/family.js'
import type {Fit} from '../statistics/fit/fit.js'
import type {AtLarge} from '../statistics/fit/jackknife.js'
import {adviceOf, type Advice, type RatedBoth} from './advice.js'
import {cellKeys} from './cells.js'
import {valuesByGroup, type BlockValue} from './fits.js'

/** A - B in rating, on configurations and raters of both; null: unknown or withheld. */
export interface RatingDifference {
  metric: 'rating'
  difference: number | null
  /** Least-squares means, as in `bench stats`. */
  mean_a: number | null
  mean_b: number | null
  standard_error: number | null
  df: number | null
  /** 95 % of this pair alone, and its two-sided p. */
  interval: Interval | null
  p: number | null
  /** Among all pairs of the table (Holm), and the interval for all pairs at once. */
  p_holm: number | null
  simultaneous: Interval | null
  /** Pairs that can be tested, this one among them. */
  family: number
  /** Configurations that tell the two apart. */
  configurations: number
  /** Why nothing is said of the difference. */
  withheld: Withheld | null
  /** The difference for people at large; null where these raters are too few or one of them carries it. */
  at_large: {standard_error: number; df: number; p: number; interval: Interval} | null
}

/** A - B in what is measured without people, on the configurations both have. */
export interface MeasureDifference {
  metric: 'cost_usd' | 'latency_ms'
  difference: number | null
  mean_a: number | null
  mean_b: number | null
  interval: Interval | null
  p: number | null
  configurations: number
}

/** One pair. */
export interface PairResult {
  a: string
  b: string
  rating: RatingDifference
  measures: MeasureDifference[]
  /** What is missing to tell the two apart; null where they are apart alone. */
  advice: Advice | null
}

/** The cells of all groups, for everything that is said of pairs. */
export interface PairData {
  fit: Fit | undefined
  measured: readonly MeasuredCell[]
  rated: readonly {factors: CellFactors; rater: string}[]
  columns: readonly GroupColumn[]
  across: readonly GroupColumn[]
}

/** Fewer raters than this, weighed by how much each rated, are no sample of people. */
export const FEWEST_RATERS_AT_LARGE = 5

/**
 * Every pair that is asked for, as one of all pairs of its table. `isSingle`: also for people at large, which
 * takes a fit for each rater and configuration.
 */
export function comparePairs(
  pairs: readonly {a: string; b: string}[],
  data: PairData,
  {isSingle}: {isSingle: boolean},
): PairResult[] {
  const family = data.fit?.familyTests() ?? []
  const byPair = new Map(family.map((test) => [JSON.stringify([test.a, test.b]), test]))
  const means = new Map((data.fit?.means() ?? []).map(({group, mean}) => [group, mean]))
  const tested = family.filter(({pHolm}) => pHolm !== null).length
  const values = MEASURES.map(
    (metric) => [metric, valuesByGroup(data.measured, metric, data.columns, data.across)] as const,
  )
  const configurations = configurationsOf(data)
  const isForPeople = (data.fit?.effectiveRaters ?? 0) >= FEWEST_RATERS_AT_LARGE
  return pairs.map(({a, b}) => {
    const contrast = contrastOf(data.fit, byPair, a, b)
    const rating = ratingDifference(contrast, {
      means: [means.get(a) ?? null, means.get(b) ?? null],
      tested,
      atLarge: isSingle && contrast && isForPeople ? data.fit?.atLarge(a, b) : undefined,
    })
    return {
      a,
      b,
      rating,
      measures: values.map(([metric, groups]) => measureDifference(metric, groups.get(a), groups.get(b))),
      // Takes longer than the rest of a pair, and a table of all pairs shows none.
      get advice() {
        return adviceOf(rating, configurations(a, b))
      },
    }
  })
}

const MEASURES = ['cost_usd', 'latency_ms'] as const

/** A pair of the family, which has each pair one way. */
function contrastOf(
  fit: Fit | undefined,
  byPair: ReadonlyMap<string, FamilyTest>,
  a: string,
  b: string,
): FamilyContrast | undefined {
  const [test, reverse] = [byPair.get(JSON.stringify([a, b])), byPair.get(JSON.stringify([b, a]))]
  if (test) return fit?.withIntervals(test)
  return reverse && fit && turned(fit.withIntervals(reverse))
}

/** B - A. */
function turned(contrast: FamilyContrast): FamilyContrast {
  const {a, b, difference, t, interval, simultaneous} = contrast
  return {
    ...contrast,
    a: b,
    b: a,
    difference: minus(difference),
    t: minus(t),
    interval: turnedInterval(interval),
    simultaneous: turnedInterval(simultaneous),
  }
}

function minus(value: number | null): number | null {
  return value === null ? null : 0 - value
}

function turnedInterval(interval: Interval | null): Interval | null {
  return interval && {low: 0 - interval.high, high: 0 - interval.low}
}

function ratingDifference(
  contrast: FamilyContrast | undefined,
  {
    means: [mean_a, mean_b],
    tested,
    atLarge,
  }: {means: [number | null, number | null]; tested: number; atLarge: AtLarge | undefined},
): RatingDifference {
  const shared = {metric: 'rating' as const, mean_a, mean_b, family: tested}
  if (!contrast) return {...shared, ...NOTHING, configurations: 0, withheld: {kind: 'not_rated'}}
  const {difference, standardError, df, interval, p, pHolm, simultaneous, configurations, withheld} = contrast
  return {
    ...shared,
    difference,
    standard_error: standardError,
    df,
    interval,
    p,
    p_holm: pHolm,
    simultaneous,
    configurations,
    withheld,
    at_large: atLarge
      ? {standard_error: atLarge.standardError, df: atLarge.df, p: atLarge.p, interval: atLarge.interval}
      : null,
  }
}

const NOTHING = {
  difference: null,
  standard_error: null,
  df: null,
  interval: null,
  p: null,
  p_holm: null,
  simultaneous: null,
  at_large: null,
} as const

/** Paired over clusters: what varies by chance together counts once. */
function measureDifference(
  metric: MeasureDifference['metric'],
  a: ReadonlyMap<string, BlockValue> | undefined,
  b: ReadonlyMap<string, BlockValue> | undefined,
): MeasureDifference {
  const clusters = new Map<string, {a: number; b: number; n: number}>()
  for (const [block, left] of a ?? []) {
    const right = b?.get(block)
    if (!right) continue
    const known = clusters.get(left.cluster) ?? {a: 0, b: 0, n: 0}
    clusters.set(left.cluster, {
      a: known.a + left.sum / left.n,
      b: known.b + right.sum / right.n,
      n: known.n + 1,
    })
  }

  const sums = [...clusters.values()]
  const mean = (side: 'a' | 'b') =>
    sums.length === 0 ? null : sums.reduce((total, sum) => total + sum[side] / sum.n, 0) / sums.length
  const differences = sums.map((sum) => (sum.a - sum.b) / sum.n)
  const [mean_a, mean_b] = [mean('a'), mean('b')]
  const test = tTest(differences)
  return {
    metric,
    difference: mean_a === null || mean_b === null ? null : mean_a - mean_b,
    mean_a,
    mean_b,
    interval: test?.interval ?? null,
    p: test?.p ?? null,
    configurations: sums.length,
  }
}

/** The configurations two groups have, and how they are rated. */
function configurationsOf({measured, rated, columns, across}: PairData): (a: string, b: string) => RatedBoth {
  const have = blocksByGroup(measured, columns, across)
  const ratings = new Map<string, Map<string, Set<string>>>()
  for (const {factors, rater} of rated) {
    const {group, block} = cellKeys(factors, columns, across)
    const blocks = ratings.get(group) ?? new Map<string, Set<string>>()
    ratings.set(group, blocks)
    blocks.set(block, (blocks.get(block) ?? new Set()).add(rater))
  }

  return (a, b) => {
    const shared = [...(have.get(a) ?? [])].filter((block) => have.get(b)?.has(block))
    const both = shared.filter((block) => ratings.get(a)?.has(block) && ratings.get(b)?.has(block))
    const raters = [a, b].flatMap((group) => both.map((block) => ratings.get(group)!.get(block)!.size))
    return {
      shared: shared.length,
      rated: both.length,
      ratingsEach: raters.length === 0 ? 0 : raters.reduce((sum, count) => sum + count, 0) / raters.length,
    }
  }
}

/** The blocks each group has results on. */
export function blocksByGroup(
  cells: readonly {factors: CellFactors}[],
  columns: readonly GroupColumn[],
  across: readonly GroupColumn[] = [],
): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>()
  for (const {factors} of cells) {
    const {group, block} = cellKeys(factors, columns, across)
    groups.set(group, (groups.get(group) ?? new Set()).add(block))
  }

  return groups
}
