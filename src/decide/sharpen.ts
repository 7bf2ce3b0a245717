import {isVaried, type Unsharpened} from '../statistics/covariate.js'

/** What a judge said, by the key of the block and then by candidate; undefined: not judged. */
export type JudgeScores = ReadonlyMap<string, readonly (number | undefined)[]>

/** `other - reference` of people, on a block that one rater rated for both. */
export interface BlockDifference {
  block: string
  difference: number
}

/**
 * People's mean difference of a pair as a judge sharpens it. Its variance is `variance · weight + further`.
 */
export interface SharpenedDifference {
  difference: number
  /** Blocks that were both rated and judged. */
  n: number
  /** Of people's differences around the line, n - 2 degrees of freedom. */
  variance: number
  weight: number
  further: number
}

/** Sharpens a pair where the rule allows it, and else says why not. */
export type Sharpen = (
  other: number,
  reference: number,
  differences: readonly BlockDifference[],
) => SharpenedDifference | Unsharpened

/** Fewer blocks do not know a slope well enough. */
const FEWEST_BLOCKS = 16
/**
 * Blocks that are not judged for both are lost to the difference: more than a tenth of them costs too much.
 */
const LEAST_SHARE = 0.9

/**
 * The regression estimator of docs/statistics.md for each pair: with λ the slope of people's differences on
 * the judge's, d + λ (J - j̄) with J over all blocks that the judge judged for both, s² (1/n + (J - j̄)² /
 * S_jj) and λ² s_J² / N. Left to people below 16 blocks, where more than a tenth of the blocks is not judged,
 * and where the judge's differences do not vary or do in one block alone: none of these looks at ratings.
 */
export function sharpenBy(scores: JudgeScores, fewest = FEWEST_BLOCKS): Sharpen {
  const pairs = new Map<string, JudgedDifferences>()
  return (other, reference, differences) => {
    if (differences.length < fewest) return 'few_rated'
    const key = `${other}/${reference}`
    const judged = pairs.get(key) ?? judgedDifferences(scores, other, reference)
    pairs.set(key, judged)
    return regression(differences, judged, fewest)
  }
}

/** A judge's differences of one pair over all blocks that it judged for both. */
interface JudgedDifferences {
  byBlock: ReadonlyMap<string, number>
  mean: number
  varianceOfMean: number
}

function judgedDifferences(scores: JudgeScores, other: number, reference: number): JudgedDifferences {
  const byBlock = new Map<string, number>()
  for (const [block, of] of scores) {
    const [a, b] = [of[other], of[reference]]
    if (a !== undefined && b !== undefined) byBlock.set(block, a - b)
  }

  const n = byBlock.size
  let [sum, squares] = [0, 0]
  for (const value of byBlock.values()) sum += value
  for (const value of byBlock.values()) squares += (value - sum / n) ** 2
  return {byBlock, mean: sum / n, varianceOfMean: squares / (n - 1) / n}
}

function regression(
  differences: readonly BlockDifference[],
  {byBlock, mean, varianceOfMean}: JudgedDifferences,
  fewest: number,
): SharpenedDifference | Unsharpened {
  const points = differences.flatMap(({block, difference: y}) => {
    const x = byBlock.get(block)
    return x === undefined ? [] : [{x, y}]
  })
  const n = points.length
  if (n < Math.max(fewest, LEAST_SHARE * differences.length)) return 'few_judged'
  const [x, y] = [points.reduce((sum, point) => sum + point.x, 0) / n, meanOf(points)]
  let [xx, xy, yy] = [0, 0, 0]
  for (const point of points) {
    xx += (point.x - x) ** 2
    xy += (point.x - x) * (point.y - y)
    yy += (point.y - y) ** 2
  }

  if (!isVaried(xx, n)) return 'same_everywhere'
  // Without its block with the largest part, what is left of the spread must still be more than rounding.
  const withoutBlock = (point: {x: number}) => xx - (point.x - x) ** 2 * (n / (n - 1))
  if (!points.every((point) => isVaried(withoutBlock(point), n))) return 'one_configuration'
  const slope = xy / xx
  const shift = mean - x
  return {
    difference: y + slope * shift,
    n,
    variance: Math.max(0, yy - slope * xy) / (n - 2),
    weight: 1 / n + (shift * shift) / xx,
    further: slope * slope * varianceOfMean,
  }
}

function meanOf(points: readonly {y: number}[]): number {
  return points.reduce((sum, {y}) => sum + y, 0) / points.length
}
