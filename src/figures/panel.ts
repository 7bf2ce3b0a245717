import type {CellFactors, RatedCell} from '../records/stats.js'
import type {FactoredRating, RepeatedRating} from '../records/rating.js'
import {agreement, type Agreement} from '../statistics/agreement.js'
import {raterSummaries, ratingsByResult} from '../statistics/ratings.js'
import {severityModel} from '../statistics/severity.js'
import {cellKey} from './cells.js'

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

/**
 * Rated cells with the raters' severity taken out: each result counts with its adjusted mean.
 * `components` above 1: parts of the results were rated by people who share no result, and do not compare.
 */
export function adjustedCells(ratings: readonly FactoredRating[]): {cells: RatedCell[]; components: number} {
  const model = severityModel(ratings.map(toRating))
  const effects = new Map(model.raters.map(({rater, effect}) => [rater, effect]))
  const factors = new Map<string, {factors: CellFactors; raw: number[]; ratings: number[]}>()
  for (const {result_id, user_id, rating, ...cellFactors} of ratings) {
    const entry = factors.get(result_id) ?? {
      factors: cellFactors,
      raw: [] as number[],
      ratings: [] as number[],
    }
    factors.set(result_id, entry)
    entry.raw.push(rating)
    entry.ratings.push(rating - (effects.get(user_id) ?? 0))
  }

  const cells = new Map<string, RatedCell>()
  for (const {result, adjusted} of model.results) {
    const {factors: cellFactors, raw, ratings: scores} = factors.get(result)!
    const key = cellKey(cellFactors)
    const cell = cells.get(key) ?? emptyCell(cellFactors)
    cells.set(key, cell)
    cell.value = (cell.value * cell.results + adjusted) / (cell.results + 1)
    cell.results++
    cell.ratings += scores.length
    for (const score of raw) cell.histogram[score - 1]!++
    cell.within.squares += scores.reduce((sum, score) => sum + (score - adjusted) ** 2, 0)
    cell.within.degrees += scores.length - 1
  }

  return {cells: [...cells.values()], components: model.components}
}

function emptyCell(factors: CellFactors): RatedCell {
  return {
    factors,
    results: 0,
    ratings: 0,
    histogram: [0, 0, 0, 0, 0],
    value: 0,
    within: {squares: 0, degrees: 0},
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
