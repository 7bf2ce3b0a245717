import type {FactoredRating, RepeatedRating} from '../records/rating.js'
import {agreement, type Agreement} from '../statistics/agreement.js'
import {raterSummaries, ratingsByResult} from '../statistics/ratings.js'
import {severityModel} from '../statistics/severity.js'

/** How often a second rating of the same result was the same score, and how often a score at most 1 away. */
export interface SelfAgreement {
  n: number
  exact: number | null
  within_one: number | null
}

export interface RaterRow {
  rater: string
  ratings: number
  mean: number
  sd: number | null
  /** Points above (lenient) or below (severe) the other raters on the same results. */
  severity: number
  /** Raters with other numbers share no result with this rater, directly or through other raters. */
  component: number
  self: SelfAgreement
}

/**
 * The raters, their use of the scale, and how far they agree. With few raters this describes this panel
 * alone.
 */
export interface Panel {
  raters: RaterRow[]
  agreement: Agreement
  self: SelfAgreement
  components: number
  /** Ratings that were made while the rater could see the model. */
  not_blind: number
}

/** Describes the people behind the ratings. */
export function panelOf(
  ratings: readonly FactoredRating[],
  repeats: readonly RepeatedRating[],
  notBlind: number,
  {seed}: {seed: number},
): Panel {
  const plainRatings = ratings.map(toRating)
  const model = severityModel(plainRatings)
  const effects = new Map(model.raters.map((entry) => [entry.rater, entry]))
  return {
    raters: raterSummaries(plainRatings)
      .map(({rater, n, mean, sd}) => ({
        rater,
        ratings: n,
        mean,
        sd,
        severity: effects.get(rater)?.effect ?? 0,
        component: effects.get(rater)?.component ?? 0,
        self: selfAgreement(repeats.filter(({user_id}) => user_id === rater)),
      }))
      .sort((a, b) => b.ratings - a.ratings || (a.rater < b.rater ? -1 : 1)),
    agreement: agreement(ratingsByResult(plainRatings).values(), {seed}),
    self: selfAgreement(repeats),
    components: model.components,
    not_blind: notBlind,
  }
}

function toRating({result_id, user_id, rating}: FactoredRating) {
  return {result: result_id, rater: user_id, rating}
}

function selfAgreement(repeats: readonly RepeatedRating[]): SelfAgreement {
  const share = (reach: number) =>
    repeats.length === 0
      ? null
      : repeats.filter(({first, second}) => Math.abs(first - second) <= reach).length / repeats.length
  return {n: repeats.length, exact: share(0), within_one: share(1)}
}
