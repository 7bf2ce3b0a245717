import type {Interval} from '../interval.js'
import {studentTQuantile} from '../distributions.js'
import {FEWEST_CLUSTERS} from './contrast.js'
import {hangsOn, type ClusterFactors} from './cluster-factor.js'
import type {Block, Design} from './design.js'
import {pairCombination} from './satterthwaite.js'
import {RATINGS, type Scale} from './scale.js'
import {dot, isEstimable, times, type Solution} from './solution.js'

/** A group's figure: its least-squares mean rating. */
export interface GroupMean {
  group: string
  /**
   * Over the blocks in scope with equal weight, and over raters in the shares in which they rated. Where it
   * cannot be estimated, as a group's raters or blocks are linked to no others, the plain mean over its own
   * blocks.
   */
  mean: number
  isAdjusted: boolean
  /**
   * 95 %, with one configuration more that is rated 3, from 1 to 5; null with fewer than five configurations,
   * and for what is no rating.
   */
  interval: Interval | null
  /** Jackknife standard error by cluster; null with fewer than two. */
  standardError: number | null
  /** Clusters in which the group is rated. */
  configurations: number
}

const MIDDLE = 3

/**
 * The figures of all groups, in the order of their names. Where nothing links some groups to the others,
 * those with the most ratings that are linked are adjusted, among themselves.
 */
export function groupMeans(solution: Solution, factors: ClusterFactors, scale: Scale = RATINGS): GroupMean[] {
  const {design} = solution
  const linked = largestPart(solution)
  const clusters = design.clusters.map(({blocks}) => blocksOf(blocks, linked))
  const scope = scopeOf(design, clusters.flat())
  const deletions = new Deletions(solution, factors, clusters, scope)
  return design.groups.map((group, place): GroupMean => {
    const clusters = design.clusters.filter(({blocks: of}) => of.some((block) => has(block, place)))
    const weighing = weighingOf(solution, scope, place)
    const combination = combinationOf(scope, place, weighing ?? 'by ratings')
    if (!linked.has(place) || !weighing) return plainMean(design, group, place)
    const mean = meanOf(scope, combination, solution.coefficients)
    const variance = () => dot(combination, times(solution.inverse, combination))
    const isHanging = clusters.length < 2 || hangsOn(factors, combination, variance) !== undefined
    const known = {group, mean, isAdjusted: true, configurations: clusters.length}
    if (isHanging) return {...known, standardError: null, interval: null}
    const squares = deletions
      .meansOf(place, weighing)
      .reduce((sum, deleted) => sum + (deleted - mean) ** 2, 0)
    const standardError = Math.sqrt(((clusters.length - 1) / clusters.length) * squares)
    return {
      ...known,
      standardError,
      interval:
        clusters.length < FEWEST_CLUSTERS || scale !== RATINGS
          ? null
          : intervalOfMean(mean, standardError, clusters.length),
    }
  })
}

/**
 * The 95 % interval of a mean rating from `clusters` configurations, as if one configuration more had been
 * rated 3: without it, a mean near 5 would have an interval that is too narrow.
 */
export function intervalOfMean(mean: number, standardError: number, clusters: number): Interval {
  const centre = (clusters * mean + MIDDLE) / (clusters + 1)
  const variance =
    ((clusters - 1) * standardError ** 2 + (mean - MIDDLE) ** 2 / (clusters + 1)) / (clusters + 1)
  const spread = Math.max(Math.sqrt(variance), 1 / (clusters + 1)) * studentTQuantile(0.975, clusters - 1)
  return {low: Math.max(1, centre - spread), high: Math.min(5, centre + spread)}
}

/** The places of the groups that are linked to one another; of several such parts, the one rated most. */
function largestPart(solution: Solution): ReadonlySet<number> {
  const {design} = solution
  const ratings = new Float64Array(design.groups.length)
  for (const {blocks} of design.clusters)
    for (const {cells} of blocks) for (const {group, n} of cells) ratings[group]! += n
  const subsets: {places: number[]; n: number}[] = []
  for (const place of design.groups.keys()) {
    const part = subsets.find(({places}) =>
      isEstimable(solution, pairCombination(design.width, places[0]!, place)),
    )
    if (part) {
      part.places.push(place)
      part.n += ratings[place]!
    } else subsets.push({places: [place], n: ratings[place]!})
  }

  const most = Math.max(...subsets.map(({n}) => n))
  return new Set(subsets.find(({n}) => n === most)?.places)
}

/** Blocks with the cells of some groups alone. */
function blocksOf(blocks: readonly Block[], groups: ReadonlySet<number>): Block[] {
  return blocks.flatMap(({key, cells: all}) => {
    const cells = all.filter(({group}) => groups.has(group))
    if (cells.length === 0) return []
    const [n, sum] = [
      cells.reduce((total, cell) => total + cell.n, 0),
      cells.reduce((total, cell) => total + cell.sum, 0),
    ]
    return [{key, cells, n, sum}]
  })
}

/** The blocks and raters over which means are taken. */
interface Scope {
  blocks: number
  /** Σ of the blocks' mean ratings. */
  blockMeans: number
  /** Σ of the blocks' shares of each group and rater. */
  shares: Float64Array
  /** Ratings of each rater, in the rater's column. */
  ratings: Float64Array
  n: number
  /** Columns of groups; raters stand behind them. */
  groups: number
}

function scopeOf(design: Design, blocks: readonly Block[]): Scope {
  const scope = {
    blocks: blocks.length,
    blockMeans: 0,
    shares: new Float64Array(design.width),
    ratings: new Float64Array(design.width),
    n: 0,
    groups: design.groups.length,
  }
  for (const {cells, n, sum} of blocks) {
    scope.blockMeans += sum / n
    scope.n += n
    for (const cell of cells) {
      scope.shares[cell.group]! += cell.n / n
      scope.shares[cell.rater]! += cell.n / n
      scope.ratings[cell.rater]! += cell.n
    }
  }

  return scope
}

/** Shares and scope are taken anew when a cluster is left out. */
function withoutCluster(design: Design, all: Scope, blocks: readonly Block[]): Scope {
  const left = scopeOf(design, blocks)
  return {
    blocks: all.blocks - left.blocks,
    blockMeans: all.blockMeans - left.blockMeans,
    shares: all.shares.map((share, at) => share - left.shares[at]!),
    ratings: all.ratings.map((count, at) => count - left.ratings[at]!),
    n: all.n - left.n,
    groups: all.groups,
  }
}

/** The means of groups when each cluster in turn is left out. */
class Deletions {
  readonly #scopes: readonly Scope[]
  readonly #coefficients: readonly Float64Array[]
  /** A mean without the group's own coefficient, for each cluster: groups with one weighing share it. */
  readonly #shared = new Map<Weighing, number[]>()

  constructor(
    {design, coefficients}: Solution,
    factors: ClusterFactors,
    clusters: readonly (readonly Block[])[],
    scope: Scope,
  ) {
    this.#scopes = clusters.map((blocks) => withoutCluster(design, scope, blocks))
    this.#coefficients = factors.clusters.map(({deletion}) =>
      coefficients.map((value, at) => value + deletion[at]!),
    )
  }

  meansOf(group: number, weighing: Weighing): number[] {
    const shared =
      this.#shared.get(weighing) ??
      this.#scopes.map((scope, at) => meanOf(scope, weightsOf(scope, weighing), this.#coefficients[at]!))
    this.#shared.set(weighing, shared)
    return shared.map((value, at) => value + this.#coefficients[at]![group]!)
  }
}

/**
 * The weights of raters: by the number of their ratings, or, where raters and blocks cannot be told apart
 * (each block by one rater), by the blocks that they rated.
 */
type Weighing = 'by ratings' | 'by blocks'

function weighingOf(solution: Solution, scope: Scope, group: number): Weighing | undefined {
  return (['by ratings', 'by blocks'] as const).find((weighing) =>
    isEstimable(solution, combinationOf(scope, group, weighing)),
  )
}

/** The mean is the scope's mean of block means plus this combination of the coefficients. */
function combinationOf(scope: Scope, group: number, weighing: Weighing): Float64Array {
  const combination = weightsOf(scope, weighing)
  combination[group]! += 1
  return combination
}

/** The part of the combination that all groups have. */
function weightsOf({blocks, shares, ratings, n, groups}: Scope, weighing: Weighing): Float64Array {
  return shares.map((share, at) => {
    if (weighing === 'by blocks' && at >= groups) return 0
    return -share / blocks + ratings[at]! / n
  })
}

function meanOf({blockMeans, blocks}: Scope, combination: Float64Array, coefficients: Float64Array): number {
  return blockMeans / blocks + dot(combination, coefficients)
}

function plainMean(design: Design, group: string, place: number): GroupMean {
  const means = design.clusters.flatMap(({blocks}) =>
    blocks.flatMap(({cells}) => {
      const ofGroup = cells.filter((cell) => cell.group === place)
      const n = ofGroup.reduce((total, cell) => total + cell.n, 0)
      return n === 0 ? [] : [ofGroup.reduce((total, cell) => total + cell.sum, 0) / n]
    }),
  )
  return {
    group,
    mean: means.reduce((total, value) => total + value, 0) / means.length,
    isAdjusted: false,
    interval: null,
    standardError: null,
    configurations: design.clusters.filter(({blocks}) => blocks.some((block) => has(block, place))).length,
  }
}

function has({cells}: Block, place: number): boolean {
  return cells.some(({group}) => group === place)
}
