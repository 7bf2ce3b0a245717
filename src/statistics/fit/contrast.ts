import {studentTCdf, studentTQuantile} from '../distributions.js'
import type {Interval} from '../interval.js'
import {hangsOn, weightOf, type ClusterFactors} from './cluster-factor.js'
import {columnsOf} from './satterthwaite.js'
import type {Cell} from './design.js'
import {quadratic} from './rows.js'
import type {Scale} from './scale.js'
import {dot, isEstimable, times, type Solution} from './solution.js'

/** Why a difference has no interval, no p-value and no part in ranks. */
export type Withheld =
  /** One of the two has no rating. */
  | {kind: 'not_rated'}
  /** The two have no rater in common, not even through others. */
  | {kind: 'nobody_rated_both'}
  /** They have no configuration in common, not even through others. */
  | {kind: 'no_common_configuration'}
  /** Without this one configuration, nothing links the two. */
  | {kind: 'hangs'; on: string}
  | {kind: 'few_configurations'; configurations: number}
  | {kind: 'few_degrees'; df: number}

/** The test of the difference between two groups, in units of the scale (rating points). */
export interface ContrastTest {
  a: string
  b: string
  /** A - B; null where it cannot be estimated. */
  difference: number | null
  withheld: Withheld | null
  /** The rest is null where it is withheld. */
  /** For ratings, at least √2 times the largest weight of one, as if two ratings had been a point other. */
  standardError: number | null
  /** CR2 by cluster, before that floor. */
  clusterError: number | null
  df: number | null
  t: number | null
  /** Two-sided, of this pair alone. */
  p: number | null
  /** Configurations that the difference is measured on. */
  configurations: number
}

/** The same with its interval, which takes longer than the test: made only where it is read. */
export interface Contrast extends ContrastTest {
  /** 95 %, of this pair alone; null where it is withheld. */
  interval: Interval | null
}

/** Fewer clusters of influence, or degrees of freedom, promise more than they keep. */
export const FEWEST_CLUSTERS = 5
const FEWEST_DEGREES = 3
/** Three degrees that are 2.999999999999 by rounding are three. */
const ROUNDING = 1e-9

/** A combination of coefficients to be told apart from 0, and the names of its two sides. */
export interface ContrastRequest {
  a: string
  b: string
  combination: Float64Array
  /** Places of the groups that have to be linked. */
  places: readonly number[]
  /** Satterthwaite's degrees of freedom; computed only where something is to be said. */
  degrees: () => number
  /** Variance that does not come from the ratings; 0 where nothing is said. */
  furtherVariance?: number
}

interface Estimate {
  difference: number
  variance: number
  influence: number
  loads: Loads
}

/** The largest weight of one rating in a contrast; `widest` is never less, and quick. */
interface Loads {
  largest: () => number
  widest: () => number
}

/** A difference with its CR2 standard error and Satterthwaite degrees. */
export function contrastTest(
  solution: Solution,
  factors: ClusterFactors,
  scale: Scale,
  {a, b, combination, places, degrees, furtherVariance = 0}: ContrastRequest,
): ContrastTest {
  const names = {a, b}
  if (!isEstimable(solution, combination))
    return {...names, ...NOTHING, difference: null, withheld: unlinked(solution, places), configurations: 0}
  const estimate = partsOf(solution, factors, combination)
  const known = {...names, difference: estimate.difference, configurations: estimate.influence}
  const withheld = withheldOf(solution, factors, combination, estimate)
  if (withheld) return {...known, ...NOTHING, withheld}
  const df = degrees()
  if (df < FEWEST_DEGREES - ROUNDING) return {...known, ...NOTHING, withheld: {kind: 'few_degrees', df}}
  const clusterError = Math.sqrt(estimate.variance + furtherVariance)
  const standardError = Math.max(clusterError, floorOf(scale, estimate, clusterError))
  return {
    ...known,
    withheld: null,
    standardError,
    clusterError,
    df,
    ...testOf(estimate.difference, standardError, df),
  }
}

export function withInterval(test: ContrastTest, scale: Scale): Contrast {
  const {difference, standardError, df} = test
  const interval =
    difference === null || standardError === null || df === null
      ? null
      : differenceInterval(difference, standardError, studentTQuantile(0.975, df), scale)
  return {...test, interval}
}

const NOTHING = {standardError: null, clusterError: null, df: null, t: null, p: null}

/** As if two values had been one step other; 0 where that is certainly less than `clusterError`. */
function floorOf({step}: Scale, {loads}: Estimate, clusterError: number): number {
  const isLower = step * Math.SQRT2 * loads.widest() <= clusterError
  return isLower ? 0 : step * Math.SQRT2 * loads.largest()
}

function testOf(difference: number, standardError: number, df: number): {t: number; p: number} {
  if (standardError === 0)
    return difference === 0 ? {t: 0, p: 1} : {t: Math.sign(difference) * Infinity, p: 0}
  const t = difference / standardError
  return {t, p: Math.min(1, 2 * (1 - studentTCdf(Math.abs(t), df)))}
}

/** Cut where no difference can be. */
export function differenceInterval(
  difference: number,
  standardError: number,
  quantile: number,
  {widest}: Scale,
): Interval {
  return {
    low: Math.max(-widest, difference - quantile * standardError),
    high: Math.min(widest, difference + quantile * standardError),
  }
}

function partsOf(solution: Solution, factors: ClusterFactors, combination: Float64Array): Estimate {
  const {clusters, patterns} = factors
  const used = columnsOf(combination)
  const weights = patterns.map((pattern) => weightOf(pattern, combination, used))
  // Where all of it hangs on one cluster, the weights of the others are rounding.
  const total = Math.max(
    quadratic(solution.inverse, combination, used),
    patterns.reduce((sum, {count}, at) => sum + count * weights[at]!, 0),
  )
  let variance = 0
  for (const {score} of clusters) variance += sparseDot(combination, score, used) ** 2
  return {
    difference: sparseDot(combination, solution.coefficients, used),
    variance,
    // A cluster that alone tells the two apart has no error, and so no weight.
    influence: Math.max(
      1,
      patterns.reduce((sum, {count}, at) => sum + (weights[at]! > 1e-9 * total ? count : 0), 0),
    ),
    loads: loadsOf(solution, combination),
  }
}

function sparseDot(combination: Float64Array, values: Float64Array, used: readonly number[]): number {
  let sum = 0
  for (const column of used) sum += combination[column]! * values[column]!
  return sum
}

function withheldOf(
  {inverse}: Solution,
  factors: ClusterFactors,
  combination: Float64Array,
  {influence}: Estimate,
): Withheld | undefined {
  const only = hangsOn(factors, combination, () => dot(combination, times(inverse, combination)))
  if (only) return {kind: 'hangs', on: only.key}
  return influence < FEWEST_CLUSTERS ? {kind: 'few_configurations', configurations: influence} : undefined
}

function loadsOf(solution: Solution, combination: Float64Array): Loads {
  let known: Float64Array | undefined
  // P L.
  const loads = () => (known ??= times(solution.inverse, combination))
  return {largest: () => largestWeight(solution, loads()), widest: () => widestWeight(solution, loads())}
}

/** The weight of a rating is its load beside the mean of its block, so no more than all loads are apart. */
function widestWeight({design: {groups, covariate}}: Solution, loads: Float64Array): number {
  if (covariate !== null) return Infinity
  return rangeOf(loads.subarray(0, groups.length)) + rangeOf(loads.subarray(groups.length))
}

function rangeOf(values: Float64Array): number {
  let [least, most] = [Infinity, -Infinity]
  for (const value of values) {
    least = Math.min(least, value)
    most = Math.max(most, value)
  }

  return most - least
}

function largestWeight({design}: Solution, loads: Float64Array): number {
  const slope = design.covariate === null ? 0 : loads[design.covariate]!
  const loadOf = ({group, rater, x}: Cell) => loads[group]! + loads[rater]! + slope * x
  let largest = 0
  for (const {blocks} of design.clusters)
    for (const {cells, n} of blocks) {
      let mean = 0
      for (const cell of cells) mean += (cell.n * loadOf(cell)) / n
      for (const cell of cells) largest = Math.max(largest, Math.abs(loadOf(cell) - mean))
    }

  return largest
}

/** Whether the groups share a configuration at all: then it is the raters who do not link them. */
function unlinked({design}: Solution, places: readonly number[]): Withheld {
  const blocks = design.clusters.flatMap(({blocks: of}) =>
    of.map(({cells}) => [...new Set(cells.map(({group}) => group))]),
  )
  const reached = new Set(places.slice(0, 1))
  for (let size = 0; size !== reached.size;) {
    size = reached.size
    for (const groups of blocks)
      if (groups.some((group) => reached.has(group))) for (const group of groups) reached.add(group)
  }

  const isLinked = places.every((place) => reached.has(place))
  return {kind: isLinked ? 'nobody_rated_both' : 'no_common_configuration'}
}
