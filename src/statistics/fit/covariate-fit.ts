import {isVaried, type Unsharpened} from '../covariate.js'
import {clusterFactors, hangsOn, type ClusterFactors} from './cluster-factor.js'
import {contrastTest, withInterval, type Contrast} from './contrast.js'
import {designOf, type RatingTotals} from './design.js'
import {familyTests, withIntervals, type FamilyContrast} from './family.js'
import {Fit} from './fit.js'
import {Degrees, pairCombination} from './satterthwaite.js'
import {RATINGS} from './scale.js'
import {isEstimable, solve, type Solution} from './solution.js'

/** What a judge says of a group on a block, whether people rated it or not. */
export interface CovariateValue {
  group: string
  block: string
  cluster: string
  x: number
}

/** Whether the covariate is in a difference, and why not where it is not. */
interface Sharpening {
  isSharpened: boolean
  unsharpened: Unsharpened | null
}

/** A difference, and whether the covariate is in it. */
export type SharpenedContrast = FamilyContrast & Sharpening

/** Fewer clusters rated for both do not know the slope well enough. */
export const FEWEST_SHARPENED = 16

interface Column {
  solution: Solution
  factors: ClusterFactors
  degrees: Degrees
  /** Points of people's for one of the judge's. */
  slope: number
}

/** The judge's differences of a pair over all clusters it is known of. */
interface JudgedPair {
  mean: number
  /** Of the mean. */
  variance: number
  clusters: number
}

/**
 * The fit of ratings with one column more: what a judge says of each group on each block. A difference is
 * read off at the judge's mean difference over all clusters, those without ratings too; its variance is CR2
 * of that contrast and λ² var(J_ac - J_bc) / N. The column is used where both groups are rated in at least 16
 * clusters and the slope hangs on none of them; so the choice never looks at ratings. Rated cells that the
 * judge has not rated are in the differences of people alone, and not in those with the column.
 */
export class CovariateFit {
  readonly people: Fit
  readonly #judged: readonly RatingTotals[]
  readonly #column: Column | Unsharpened
  readonly #values: ReadonlyMap<string, ReadonlyMap<string, {cluster: string; x: number}>>
  readonly #ratedIn: ReadonlyMap<string, ReadonlySet<string>>
  readonly #judgedIn: ReadonlyMap<string, ReadonlySet<string>>
  readonly #pairs = new Map<string, JudgedPair>()

  constructor(
    rows: readonly RatingTotals[],
    values: readonly CovariateValue[],
    private readonly fewest = FEWEST_SHARPENED,
  ) {
    this.people = new Fit(rows)
    this.#values = valuesByGroup(values)
    const judged = rows.flatMap((row) => {
      const known = this.#values.get(row.group)?.get(row.block)
      return known === undefined ? [] : [{...row, x: known.x}]
    })
    this.#judged = judged
    this.#ratedIn = clustersByGroup(rows)
    this.#judgedIn = clustersByGroup(judged)
    this.#column = columnOf(judged)
  }

  /** λ, the slope of people's points on the judge's; 0 where it cannot be told. */
  get slope(): number {
    return typeof this.#column === 'object' ? this.#column.slope : 0
  }

  /** Ratings of people that the covariate is known of. */
  get ratings(): number {
    return this.#judged.reduce((sum, {n}) => sum + n, 0)
  }

  /**
   * The correlation of the paired differences of people and covariate: what is left of both beside groups,
   * blocks and raters. For two groups and one rater it is that of their differences. Null where there is no
   * slope, or people's differences do not vary.
   */
  get correlation(): number | null {
    if (typeof this.#column !== 'object') return null
    const alone = solve(designOf(this.#judged.map((row) => ({...row, x: undefined})))).residualSquares
    if (!isVaried(alone, this.#judged.length)) return null
    const share = 1 - this.#column.solution.residualSquares / alone
    return Math.sign(this.slope) * Math.sqrt(Math.min(1, Math.max(0, share)))
  }

  /** Clusters in which two groups or more are rated, and those in which they have a value. */
  get clusters(): {rated: number; known: number} {
    const values = new Map([...this.#values].map(([group, blocks]) => [group, clustersOf(blocks.values())]))
    return {rated: sharedClusters(this.#judgedIn), known: sharedClusters(values)}
  }

  /** A - B, with the judge where the rule allows it. @throws Error for a group that is not rated. */
  contrast(a: string, b: string): Contrast & Sharpening {
    const sharpened = this.#sharpened(a, b)
    return typeof sharpened === 'object'
      ? {...sharpened, isSharpened: true, unsharpened: null}
      : {...this.people.contrast(a, b), isSharpened: false, unsharpened: sharpened}
  }

  /** Every pair of groups, each once, as one family. */
  family(): SharpenedContrast[] {
    const groups = this.people.groups
    const contrasts = groups.flatMap((a, at) => groups.slice(at + 1).map((b) => this.contrast(a, b)))
    const tests = familyTests(contrasts)
    const tested = tests.filter(({pHolm}) => pHolm !== null).length
    return tests.map((test, at) => {
      const {isSharpened, unsharpened} = contrasts[at]!
      return {...withIntervals(test, tested), isSharpened, unsharpened}
    })
  }

  #sharpened(a: string, b: string): Contrast | Unsharpened {
    if (inBoth(this.#ratedIn, a, b) < this.fewest) return 'few_rated'
    if (inBoth(this.#judgedIn, a, b) < this.fewest) return 'few_judged'
    if (typeof this.#column === 'string') return this.#column
    const {solution, factors, degrees, slope} = this.#column
    const {groups, width, covariate} = solution.design
    const places = [groups.indexOf(a), groups.indexOf(b)] as const
    const {mean, variance, clusters} = this.#judgedPair(a, b)
    const combination = pairCombination(width, ...places)
    combination[covariate!] = mean
    const test = contrastTest(solution, factors, RATINGS, {
      a,
      b,
      combination,
      places,
      degrees: () => degrees.of(combination),
      furtherVariance: (slope * slope * variance) / clusters,
    })
    return test.withheld === null ? withInterval(test, RATINGS) : 'no_interval'
  }

  #judgedPair(a: string, b: string): JudgedPair {
    const key = JSON.stringify([a, b])
    const known = this.#pairs.get(key)
    if (known) return known
    const differences = differencesOf(this.#values.get(a), this.#values.get(b))
    const count = differences.length
    const mean = differences.reduce((sum, value) => sum + value, 0) / count
    const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1)
    const pair = {mean, variance, clusters: count}
    this.#pairs.set(key, pair)
    return pair
  }
}

/** The model with the column, or why it tells no slope. */
function columnOf(rows: readonly RatingTotals[]): Column | Unsharpened {
  if (rows.length === 0) return 'few_judged'
  const design = designOf(rows)
  const solution = solve(design)
  const place = design.covariate!
  const only = new Float64Array(design.width)
  only[place] = 1
  if (!isEstimable(solution, only)) return 'same_everywhere'
  const variance = solution.inverse[place]![place]!
  if (!isVaried(1 / variance, design.n)) return 'same_everywhere'
  const factors = clusterFactors(solution, design.clusters)
  if (hangsOn(factors, only, () => variance)) return 'one_configuration'
  return {solution, factors, degrees: new Degrees(solution, factors), slope: solution.coefficients[place]!}
}

function valuesByGroup(
  values: readonly CovariateValue[],
): Map<string, Map<string, {cluster: string; x: number}>> {
  const groups = new Map<string, Map<string, {cluster: string; x: number}>>()
  for (const {group, block, cluster, x} of values) {
    const blocks = groups.get(group) ?? new Map<string, {cluster: string; x: number}>()
    groups.set(group, blocks.set(block, {cluster, x}))
  }

  return groups
}

function clustersByGroup(rows: readonly RatingTotals[]): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>()
  for (const {group, cluster} of rows) groups.set(group, (groups.get(group) ?? new Set()).add(cluster))
  return groups
}

/** How many clusters both groups have. */
function inBoth(groups: ReadonlyMap<string, ReadonlySet<string>>, a: string, b: string): number {
  const second = groups.get(b)
  return [...(groups.get(a) ?? [])].filter((cluster) => second?.has(cluster)).length
}

/** A - B, a value for each cluster in which some block has both. */
function differencesOf(
  a: ReadonlyMap<string, {cluster: string; x: number}> | undefined,
  b: ReadonlyMap<string, {cluster: string; x: number}> | undefined,
): number[] {
  const clusters = new Map<string, {sum: number; n: number}>()
  for (const [block, {cluster, x}] of a ?? []) {
    const other = b?.get(block)
    if (!other) continue
    const known = clusters.get(cluster) ?? {sum: 0, n: 0}
    clusters.set(cluster, {sum: known.sum + x - other.x, n: known.n + 1})
  }

  return [...clusters.entries()].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, {sum, n}]) => sum / n)
}

function clustersOf(values: Iterable<{cluster: string}>): Set<string> {
  return new Set(Array.from(values, ({cluster}) => cluster))
}

/** How many clusters two groups or more have. */
function sharedClusters(groups: ReadonlyMap<string, ReadonlySet<string>>): number {
  const counts = new Map<string, number>()
  for (const clusters of groups.values())
    for (const cluster of clusters) counts.set(cluster, (counts.get(cluster) ?? 0) + 1)
  return [...counts.values()].filter((count) => count > 1).length
}
