import {mean, sd} from './describe.js'

/** One rating: which result, by whom, and the score. */
export interface Rating {
  result: string
  rater: string
  rating: number
}

/** How one rater used the scale; `sd` is null below two ratings. */
export interface RaterSummary {
  rater: string
  n: number
  mean: number
  sd: number | null
}

/** The ratings of each result, in order of first appearance: the units of `krippendorffAlpha`. */
export function ratingsByResult(ratings: readonly Rating[]): Map<string, number[]> {
  return collect(ratings, ({result}) => result)
}

/** Number, mean and sample SD of each rater's ratings, in order of first appearance. */
export function raterSummaries(ratings: readonly Rating[]): RaterSummary[] {
  return [...collect(ratings, ({rater}) => rater)].map(([rater, scores]) => ({
    rater,
    n: scores.length,
    mean: mean(scores) ?? 0,
    sd: sd(scores),
  }))
}

function collect(ratings: readonly Rating[], keyOf: (rating: Rating) => string): Map<string, number[]> {
  const collected = new Map<string, number[]>()
  for (const rating of ratings) {
    const key = keyOf(rating)
    const scores = collected.get(key)
    if (scores) scores.push(rating.rating)
    else collected.set(key, [rating.rating])
  }

  return collected
}
