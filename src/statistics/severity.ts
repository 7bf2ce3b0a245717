import type {Rating} from './ratings.js'

/** A rater's estimated effect on the ratings given. */
export interface RaterEffect {
  rater: string
  n: number
  /** s_r, in rating points: above 0 rates higher than the other raters (lenient), below 0 lower (severe). */
  effect: number
  /** The component of the rater-result graph; effects compare only within one component. */
  component: number
}

/** A result's mean rating before and after the raters' effects are taken out. */
export interface AdjustedResult {
  result: string
  n: number
  raw: number
  adjusted: number
  component: number
}

export interface SeverityModel {
  raters: RaterEffect[]
  results: AdjustedResult[]
  /** Components of the graph that joins raters to the results they rated; above 1, they do not compare. */
  components: number
}

/** The ratings by index, and what the equations need of them. */
interface Design {
  raters: string[]
  results: string[]
  raterOf: number[]
  resultOf: number[]
  ratings: number[]
}

/**
 * Rater severity in the additive model y_ir = mu_i + s_r + e (two-way layout: Scheffe 1959, ch. 4), with the
 * rater effects shrunk by `lambda` as in ridge regression (Hoerl & Kennard 1970) and summing to 0 in each
 * component. It is the fixed point of the alternation
 *
 *   mu_i = mean_r(y_ir - s_r),   s_r = sum_i(y_ir - mu_i) / (n_r + lambda),
 *
 * reached by conjugate gradients on the raters' equations rather than by repeating the alternation, which
 * crawls when few results link the raters. `lambda` 0 is least squares; the default 1 keeps a rater with few
 * ratings near 0. Throws RangeError when lambda is negative.
 *
 * Raters and results come in order of first appearance. A group's adjusted mean is the mean of its results'
 * `adjusted`.
 */
export function severityModel(ratings: readonly Rating[], lambda = 1): SeverityModel {
  if (!(lambda >= 0)) throw new RangeError(`Lambda must not be negative, got ${lambda}`)
  const design = indexRatings(ratings)
  const {raters, results, raterOf, resultOf} = design
  const raterCounts = tally(raterOf, raters.length)
  const resultCounts = tally(resultOf, results.length)
  const {componentOf, components} = connect(design)
  const raw = resultMeans(design, resultCounts, new Float64Array(raters.length))
  const solved = solveEffects(design, raterCounts, resultCounts, raw, lambda)
  const effects = centre(solved, componentOf, components)
  const adjusted = resultMeans(design, resultCounts, effects)

  return {
    raters: raters.map((rater, r) => ({
      rater,
      n: raterCounts[r]!,
      effect: effects[r]!,
      component: componentOf[r]!,
    })),
    results: results.map((result, i) => ({
      result,
      n: resultCounts[i]!,
      raw: raw[i]!,
      adjusted: adjusted[i]!,
      component: componentOf[raters.length + i]!,
    })),
    components,
  }
}

/**
 * With mu eliminated, (n_r + lambda) s_r - sum_i mean_i(s) = sum_i(y_ir - mean_i(y)): symmetric and positive
 * (semi-)definite. Conjugate gradients (Hestenes & Stiefel 1952) with the diagonal as preconditioner stay
 * within the range of the equations, so that disconnected raters need no special case.
 */
function solveEffects(
  design: Design,
  raterCounts: Float64Array,
  resultCounts: Float64Array,
  raw: Float64Array,
  lambda: number,
): Float64Array {
  const {raters, raterOf, resultOf, ratings} = design
  const size = raters.length
  const effects = new Float64Array(size)
  const residual = new Float64Array(size)
  ratings.forEach((rating, k) => {
    residual[raterOf[k]!]! += rating - raw[resultOf[k]!]!
  })
  const scaled = residual.map((value, r) => value / (raterCounts[r]! + lambda))
  const direction = scaled.slice()
  let product = dot(residual, scaled)
  const enough = product * 1e-28

  for (let step = 0; step < 10 * size + 100 && product > enough; step++) {
    const image = direction.map((value, r) => (raterCounts[r]! + lambda) * value)
    const shared = new Float64Array(design.results.length)
    raterOf.forEach((r, k) => {
      shared[resultOf[k]!]! += direction[r]!
    })
    raterOf.forEach((r, k) => {
      const i = resultOf[k]!
      image[r]! -= shared[i]! / resultCounts[i]!
    })
    const curvature = dot(direction, image)
    if (curvature <= 0) break
    const length = product / curvature
    for (let r = 0; r < size; r++) {
      effects[r]! += length * direction[r]!
      residual[r]! -= length * image[r]!
      scaled[r] = residual[r]! / (raterCounts[r]! + lambda)
    }

    const next = dot(residual, scaled)
    for (let r = 0; r < size; r++) direction[r] = scaled[r]! + (next / product) * direction[r]!
    product = next
  }

  return effects
}

/** Mean of each result's ratings after the raters' effects are subtracted. */
function resultMeans(design: Design, resultCounts: Float64Array, effects: Float64Array): Float64Array {
  const means = new Float64Array(resultCounts.length)
  design.ratings.forEach((rating, k) => {
    means[design.resultOf[k]!]! += rating - effects[design.raterOf[k]!]!
  })
  return means.map((sum, i) => sum / resultCounts[i]!)
}

/** Subtracts the mean effect of each component's raters. */
function centre(effects: Float64Array, componentOf: readonly number[], components: number): Float64Array {
  const sums = new Float64Array(components)
  const counts = new Float64Array(components)
  effects.forEach((effect, r) => {
    sums[componentOf[r]!]! += effect
    counts[componentOf[r]!]!++
  })
  return effects.map((effect, r) => effect - sums[componentOf[r]!]! / counts[componentOf[r]!]!)
}

/** Components of the bipartite graph, by first appearance; nodes are the raters, then the results. */
function connect(design: Design): {componentOf: number[]; components: number} {
  const offset = design.raters.length
  const parents = Array.from({length: offset + design.results.length}, (_, node) => node)
  const rootOf = (node: number): number => {
    let root = node
    while (parents[root] !== root) root = parents[root] = parents[parents[root]!]!
    return root
  }

  design.raterOf.forEach((r, k) => {
    parents[rootOf(offset + design.resultOf[k]!)] = rootOf(r)
  })
  const numbers = new Map<number, number>()
  const componentOf = parents.map((_, node) => numberOf(numbers, rootOf(node)))
  return {componentOf, components: numbers.size}
}

function indexRatings(ratings: readonly Rating[]): Design {
  const raters = new Map<string, number>()
  const results = new Map<string, number>()
  const raterOf = ratings.map(({rater}) => numberOf(raters, rater))
  const resultOf = ratings.map(({result}) => numberOf(results, result))
  return {
    raters: [...raters.keys()],
    results: [...results.keys()],
    raterOf,
    resultOf,
    ratings: ratings.map(({rating}) => rating),
  }
}

/** The number a key got at its first appearance. */
function numberOf<K>(numbers: Map<K, number>, key: K): number {
  const known = numbers.get(key)
  if (known !== undefined) return known
  numbers.set(key, numbers.size)
  return numbers.size - 1
}

function tally(indices: readonly number[], size: number): Float64Array {
  const counts = new Float64Array(size)
  for (const index of indices) counts[index]!++
  return counts
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0)
}
