import {studentTCdf, studentTQuantile} from '../distributions.js'
import type {Interval} from '../interval.js'
import {hangsOn, type ClusterFactor} from './cluster-factor.js'
import {dot, isEstimable, times, type Solution} from './solution.js'

/** Why a difference has no interval, no p-value and no part in ranks. */
export type Withheld =
  /** The two have no rater in common, not even through others. */
  | {kind: 'nobody_rated_both'}
  /** They have no configuration in common, not even through others. */
  | {kind: 'no_common_configuration'}
  /** Without this one configuration, nothing links the two. */
  | {kind: 'hangs'; on: string}
  | {kind: 'few_configurations'; configurations: number}
  | {kind: 'few_degrees'; df: number}

/** The difference between two groups, in rating points. */
export interface Contrast {
  a: string
  b: string
  /** A - B; null where it cannot be estimated. */
  difference: number | null
  withheld: Withheld | null
  /** The rest is null where it is withheld. */
  /** At least √2 times the largest weight of one rating, as if two ratings had been a point other. */
  standardError: number | null
  /** CR2 by cluster, before that floor. */
  clusterError: number | null
  df: number | null
  t: number | null
  /** Two-sided, of this pair alone. */
  p: number | null
  /** 95 %, of this pair alone. */
  interval: Interval | null
  /** Configurations that the difference is measured on. */
  configurations: number
}

/** Fewer clusters of influence, or degrees of freedom, promise more than they keep. */
export const FEWEST_CLUSTERS = 5
const FEWEST_DEGREES = 3
/** Differences of ratings from 1 to 5. */
const MOST = 4

interface Parts {
  difference: number
  variance: number
  influence: number
  largestWeight: () => number
  df: () => number
}

/**
 * The difference between the groups in places `a` and `b`, with its CR2 standard error and Satterthwaite
 * degrees.
 */
export function contrastOf(
  solution: Solution,
  factors: readonly ClusterFactor[],
  a: number,
  b: number,
): Contrast {
  const {design} = solution
  const combination = new Float64Array(design.width)
  combination[a] = 1
  combination[b] = -1
  const names = {a: design.groups[a]!, b: design.groups[b]!}
  if (!isEstimable(solution, combination))
    return {...names, ...NOTHING, difference: null, withheld: unlinked(solution, a, b), configurations: 0}
  const parts = partsOf(solution, factors, combination)
  const known = {...names, difference: parts.difference, configurations: parts.influence}
  const withheld = withheldOf(solution, factors, combination, parts)
  if (withheld) return {...known, ...NOTHING, withheld}
  const df = parts.df()
  if (df < FEWEST_DEGREES) return {...known, ...NOTHING, withheld: {kind: 'few_degrees', df}}
  const clusterError = Math.sqrt(parts.variance)
  const standardError = Math.max(clusterError, Math.SQRT2 * parts.largestWeight())
  const t = parts.difference / standardError
  return {
    ...known,
    withheld: null,
    standardError,
    clusterError,
    df,
    t,
    p: Math.min(1, 2 * (1 - studentTCdf(Math.abs(t), df))),
    interval: differenceInterval(parts.difference, standardError, studentTQuantile(0.975, df)),
  }
}

const NOTHING = {standardError: null, clusterError: null, df: null, t: null, p: null, interval: null}

/** Cut where no difference of ratings can be. */
export function differenceInterval(difference: number, standardError: number, quantile: number): Interval {
  return {
    low: Math.max(-MOST, difference - quantile * standardError),
    high: Math.min(MOST, difference + quantile * standardError),
  }
}

function partsOf(solution: Solution, factors: readonly ClusterFactor[], combination: Float64Array): Parts {
  const {coefficients, inverse} = solution
  // q_g² = |R_g L|²: the weight that a cluster has in the variance.
  const reaches = factors.map(({reach}) => times(reach, combination))
  const weights = reaches.map((reach) => dot(reach, reach))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return {
    difference: dot(coefficients, combination),
    variance: factors.reduce((sum, {score}) => sum + dot(score, combination) ** 2, 0),
    influence: weights.filter((weight) => weight > 1e-9 * total).length,
    largestWeight: () => largestWeight(solution, times(inverse, combination)),
    df: () => satterthwaite(solution, factors, reaches, weights),
  }
}

function withheldOf(
  {inverse}: Solution,
  factors: readonly ClusterFactor[],
  combination: Float64Array,
  {influence}: Parts,
): Withheld | undefined {
  const variance = dot(combination, times(inverse, combination))
  const only = factors.find((factor) => hangsOn(factor, combination, variance))
  if (only) return {kind: 'hangs', on: only.key}
  return influence < FEWEST_CLUSTERS ? {kind: 'few_configurations', configurations: influence} : undefined
}

/**
 * Satterthwaite's degrees of freedom under independent errors: tr(M)² / ΣΣ M_gh², M = diag(q²) - A P A'.
 * Clusters of one pattern have equal rows, so that each pair of patterns is computed once.
 */
function satterthwaite(
  {inverse}: Solution,
  factors: readonly ClusterFactor[],
  reaches: readonly Float64Array[],
  weights: readonly number[],
): number {
  const kinds = new Map<unknown, {at: number; count: number}>()
  for (const [at, {reach}] of factors.entries()) {
    const kind = kinds.get(reach) ?? {at, count: 0}
    kinds.set(reach, kind)
    kind.count++
  }

  const patterns = [...kinds.values()].filter(({at}) => weights[at]! > 0)
  const sides = patterns.map(({at}) => {
    const {columns, root} = factors[at]!
    const side = new Float64Array(inverse.rows)
    for (const [row, column] of columns.entries())
      for (let j = 0; j < root.columns; j++) side[column]! += root.get(row, j) * reaches[at]![j]!
    return side
  })
  const projected = sides.map((side) => times(inverse, side))
  let trace = 0
  let squares = 0
  for (const [i, {at, count}] of patterns.entries())
    for (const [j, other] of patterns.entries()) {
      if (j > i) continue
      const shared = dot(projected[i]!, sides[j]!)
      if (i === j) {
        trace += count * (weights[at]! - shared)
        squares += count * (weights[at]! - shared) ** 2 + count * (count - 1) * shared ** 2
      } else squares += 2 * count * other.count * shared ** 2
    }

  return squares === 0 ? 0 : (trace * trace) / squares
}

/** The largest weight of one rating in a contrast; `loads`: P L. */
function largestWeight({design}: Solution, loads: Float64Array): number {
  let largest = 0
  for (const {blocks} of design.clusters)
    for (const {cells, n} of blocks) {
      let mean = 0
      for (const cell of cells) mean += (cell.n * (loads[cell.group]! + loads[cell.rater]!)) / n
      for (const cell of cells)
        largest = Math.max(largest, Math.abs(loads[cell.group]! + loads[cell.rater]! - mean))
    }

  return largest
}

/** Whether the two share a configuration at all: then it is the raters who do not link them. */
function unlinked({design}: Solution, a: number, b: number): Withheld {
  const sharesBlock = design.clusters.some(({blocks}) =>
    blocks.some(({cells}) => [a, b].every((group) => cells.some((cell) => cell.group === group))),
  )
  return {kind: sharesBlock || linkedByBlocks(design, a, b) ? 'nobody_rated_both' : 'no_common_configuration'}
}

function linkedByBlocks(design: Solution['design'], a: number, b: number): boolean {
  const blocks = design.clusters.flatMap(({blocks: of}) =>
    of.map(({cells}) => [...new Set(cells.map(({group}) => group))]),
  )
  const reached = new Set([a])
  for (let size = 0; size !== reached.size;) {
    size = reached.size
    for (const groups of blocks)
      if (groups.some((group) => reached.has(group))) for (const group of groups) reached.add(group)
  }

  return reached.has(b)
}
