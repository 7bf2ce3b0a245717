import {clusterFactors, type ClusterFactor} from './cluster-factor.js'
import {contrastOf, type Contrast} from './contrast.js'
import {designOf, type Design, type RatingTotals} from './design.js'
import {familyOf, type FamilyContrast} from './family.js'
import {atLarge, effectiveRaters, type AtLarge} from './jackknife.js'
import {groupMeans, type GroupMean} from './means.js'
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
 * One least-squares model of group + block + rater, all as fixed effects, behind every figure of ratings.
 * What needs long to compute is computed when it is asked for, and once.
 */
export class RatingFit {
  readonly #rows: readonly RatingTotals[]
  readonly #design: Design
  readonly #solution: Solution
  readonly #contrasts = new Map<string, Contrast>()
  #factors: ClusterFactor[] | undefined
  #means: GroupMean[] | undefined
  #family: FamilyContrast[] | undefined

  constructor(rows: readonly RatingTotals[]) {
    this.#rows = rows
    this.#design = designOf(rows)
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

  /** Residual variance of one rating; null where nothing is left. */
  get residualVariance(): number | null {
    const {residualSquares, residualDegrees} = this.#solution
    return residualDegrees > 0 ? residualSquares / residualDegrees : null
  }

  means(): GroupMean[] {
    return (this.#means ??= groupMeans(this.#solution, this.#clusterFactors))
  }

  /** A - B. @throws Error for a group that is not rated. */
  contrast(a: string, b: string): Contrast {
    const key = JSON.stringify([a, b])
    const known = this.#contrasts.get(key)
    if (known) return known
    const [first, second] = [this.#design.groups.indexOf(a), this.#design.groups.indexOf(b)]
    if (first < 0 || second < 0) throw new Error(`${first < 0 ? a : b} is not rated`)
    const contrast = contrastOf(this.#solution, this.#clusterFactors, first, second)
    this.#contrasts.set(key, contrast)
    return contrast
  }

  /** Every pair of groups, each once, as one family. */
  family(): FamilyContrast[] {
    return (this.#family ??= familyOf(
      this.groups.flatMap((a, at) => this.groups.slice(at + 1).map((b) => this.contrast(a, b))),
    ))
  }

  /** The difference for people at large; undefined where it hangs on one configuration, rater or both. */
  atLarge(a: string, b: string): AtLarge | undefined {
    const {df} = this.contrast(a, b)
    return df === null ? undefined : atLarge(this.#rows, a, b, df)
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

  get #clusterFactors(): ClusterFactor[] {
    return (this.#factors ??= clusterFactors(this.#solution, this.#design.clusters))
  }
}
