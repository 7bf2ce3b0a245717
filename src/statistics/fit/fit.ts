import {clusterFactors, type ClusterFactors} from './cluster-factor.js'
import {
  contrastTest,
  withInterval,
  type Contrast,
  type ContrastRequest,
  type ContrastTest,
} from './contrast.js'
import {designOf, type Design, type RatingTotals} from './design.js'
import {familyTests, withIntervals, type FamilyContrast, type FamilyTest} from './family.js'
import {atLarge, effectiveRaters, type AtLarge} from './jackknife.js'
import {groupMeans, type GroupMean} from './means.js'
import {Degrees, pairCombination} from './satterthwaite.js'
import {RATINGS, type Scale} from './scale.js'
import {solve, type Solution} from './solution.js'

/** How much of the variation of ratings a factor explains. */
export interface Explained {
  /** ω² = (SS - df · MS) / (SS_total + MS); null where nothing is left to measure the error by. */
  omegaSquared: number | null
  squares: number
  df: number
  residualMeanSquare: number | null
}

/**
 * One least-squares model of group + block + rater, all as fixed effects, behind every figure of ratings, and
 * of group + block behind differences in cost, time and tokens. What needs long to compute is computed when
 * it is asked for, and once.
 */
export class Fit {
  readonly #rows: readonly RatingTotals[]
  readonly #design: Design
  readonly #solution: Solution
  readonly #scale: Scale
  readonly #places: ReadonlyMap<string, number>
  readonly #tests = new Map<string, ContrastTest>()
  #factors: ClusterFactors | undefined
  #degrees: Degrees | undefined
  #means: GroupMean[] | undefined
  #family: FamilyTest[] | undefined
  #testedPairs: number | undefined

  constructor(rows: readonly RatingTotals[], scale = RATINGS) {
    this.#rows = rows
    this.#scale = scale
    this.#design = designOf(rows)
    this.#places = new Map(this.#design.groups.map((group, place) => [group, place]))
    this.#solution = solve(this.#design)
  }

  /** The groups that are rated, by name. */
  get groups(): readonly string[] {
    return this.#design.groups
  }

  get raters(): readonly string[] {
    return this.#design.raters
  }

  /** n² / Σ n_r²: how many raters the ratings are worth. */
  get effectiveRaters(): number {
    return effectiveRaters(this.#rows)
  }

  means(): GroupMean[] {
    return (this.#means ??= groupMeans(this.#solution, this.#clusterFactors, this.#scale))
  }

  /** A - B. @throws Error for a group that is not rated. */
  contrast(a: string, b: string): Contrast {
    return withInterval(this.#test(a, b), this.#scale)
  }

  /** The tests of every pair of groups, each once, as one family. */
  familyTests(): FamilyTest[] {
    return (this.#family ??= familyTests(
      this.groups.flatMap((a, at) => this.groups.slice(at + 1).map((b) => this.#test(a, b))),
    ))
  }

  /** The same with their intervals. */
  family(): FamilyContrast[] {
    return this.familyTests().map((test) => this.withIntervals(test))
  }

  /** A pair of the family with its intervals. */
  withIntervals(test: FamilyTest): FamilyContrast {
    return withIntervals(test, this.#tested, this.#scale)
  }

  /**
   * How far a group lies from the mean of all groups, each with the same weight; `b` is empty.
   * @throws Error for a group that is not rated.
   */
  effect(group: string): Contrast {
    const count = this.groups.length
    const combination = new Float64Array(this.#design.width)
    combination.fill(-1 / count, 0, count)
    combination[this.#place(group)]! += 1
    const places = this.groups.map((_, place) => place)
    return withInterval(this.#testOf({a: group, b: '', combination, places}), this.#scale)
  }

  /** The variance of one rating around the fit, and the ratings that are left to measure it by. */
  get residual(): {squares: number; degrees: number} {
    return {squares: this.#solution.residualSquares, degrees: this.#solution.residualDegrees}
  }

  /** Clusters that hold more than one group. */
  get comparedClusters(): number {
    return this.#design.clusters.filter(({blocks}) =>
      blocks.some(({cells}) => cells.some(({group}) => group !== cells[0]!.group)),
    ).length
  }

  /** The difference for people at large; undefined where it hangs on one configuration, rater or both. */
  atLarge(a: string, b: string): AtLarge | undefined {
    const {df, standardError} = this.#test(a, b)
    if (df === null || standardError === null) return undefined
    const combination = pairCombination(this.#design.width, this.#place(a), this.#place(b))
    const {effectiveRaters} = this
    return atLarge(this.#solution, this.#clusterFactors, combination, {df, standardError, effectiveRaters})
  }

  /** What the groups explain of the ratings, beside blocks and raters. */
  explained(): Explained {
    const without = solve(designOf(this.#rows.map((row) => ({...row, group: ''}))))
    const {residualSquares, residualDegrees} = this.#solution
    const squares = Math.max(0, without.residualSquares - residualSquares)
    const df = without.residualDegrees - residualDegrees
    const {n, sum, squares: total} = this.#design
    const residualMeanSquare = residualDegrees > 0 ? residualSquares / residualDegrees : null
    const squaresTotal = total - (sum * sum) / n
    return {
      squares,
      df,
      residualMeanSquare,
      omegaSquared:
        residualMeanSquare === null || squaresTotal + residualMeanSquare === 0
          ? null
          : (squares - df * residualMeanSquare) / (squaresTotal + residualMeanSquare),
    }
  }

  #test(a: string, b: string): ContrastTest {
    const key = JSON.stringify([a, b])
    const known = this.#tests.get(key)
    if (known) return known
    const places = [this.#place(a), this.#place(b)] as const
    const combination = pairCombination(this.#design.width, ...places)
    const test = this.#testOf({a, b, combination, places})
    this.#tests.set(key, test)
    return test
  }

  #testOf(question: Omit<ContrastRequest, 'degrees'>): ContrastTest {
    return contrastTest(this.#solution, this.#clusterFactors, this.#scale, {
      ...question,
      degrees: () => this.#satterthwaite.of(question.combination),
    })
  }

  /** Pairs that can be tested. */
  get #tested(): number {
    return (this.#testedPairs ??= this.familyTests().filter(({pHolm}) => pHolm !== null).length)
  }

  #place(group: string): number {
    const place = this.#places.get(group)
    if (place === undefined) throw new Error(`${group} is not rated`)
    return place
  }

  get #satterthwaite(): Degrees {
    return (this.#degrees ??= new Degrees(this.#solution, this.#clusterFactors))
  }

  get #clusterFactors(): ClusterFactors {
    return (this.#factors ??= clusterFactors(this.#solution, this.#design.clusters))
  }
}
