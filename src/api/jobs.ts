import {evaluateLeaderboard, type EvaluatedRow} from '../evaluation/leaderboard.js'
import type {NewRating, RatingRecord} from '../records/rating.js'
import type {FactorColumn} from '../records/result.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'

/** The seed that `bench stats` uses when it is given none, so that both show the same digits. */
export const SEED = 1

/** A leaderboard that is asked for. */
export interface LeaderboardRequest {
  column: FactorColumn
  filter: ResultFilter
}

/** What takes long enough to keep other requests waiting: resampling, and waiting for another writer's lock. */
export interface Jobs {
  leaderboard(request: LeaderboardRequest): Promise<EvaluatedRow[]>
  /** The stored row; undefined when there is no such completed result. */
  rate(rating: NewRating): Promise<RatingRecord | undefined>
}

/** Jobs where they are asked for. */
export function jobsOf(store: Store): Jobs {
  return {
    leaderboard: async ({column, filter}) => (await evaluateLeaderboard(store, [column], filter, {seed: SEED, adjust: false})).rows,
    rate: (rating) => store.ratings.save(rating),
  }
}
