import {evaluateLeaderboard, type EvaluatedRow} from '../../figures/evaluate-leaderboard.js'
import {evaluateOverview, type Overview, type OverviewRequest} from '../../figures/overview.js'
import {applyCommand, type SubmittedCommand, type Outcome} from '../../rating/page-commands.js'
import {ratingPorts} from '../../rating/plan.js'
import type {NewRating, RatingRecord} from '../../records/rating.js'
import type {FactorColumn} from '../../records/result.js'
import type {ResultFilter} from '../../store/results.js'
import type {Store} from '../../store/store.js'

/** The default seed of `bench stats`, so that both show the same digits. */
export const SEED = 1

/** A request for a leaderboard. */
export interface LeaderboardRequest {
  column: FactorColumn
  filter: ResultFilter
}

/** Work that takes long enough to delay other requests: resampling, and waiting for another writer's lock. */
export interface Jobs {
  leaderboard(request: LeaderboardRequest): Promise<EvaluatedRow[]>
  /** The stored row; undefined when there is no such completed result. */
  rate(rating: NewRating): Promise<RatingRecord | undefined>
  /** The content of a page's leaderboard. */
  overview(request: Omit<OverviewRequest, 'seed'>): Promise<Overview>
  /** A command of a rater on a page. */
  applyCommand(done: SubmittedCommand): Promise<Outcome>
}

/** Jobs that run in the thread of the caller. */
export function jobsOf(store: Store): Jobs {
  return {
    leaderboard: async ({column, filter}) =>
      (await evaluateLeaderboard(store, [column], filter, {seed: SEED, adjust: false})).rows,
    rate: (rating) => store.ratings.save(rating),
    overview: (request) => evaluateOverview(store, {...request, seed: SEED}),
    applyCommand: (done) =>
      applyCommand(
        {...ratingPorts(store, done.rater), existing: (id) => existing(store, id, done.rater)},
        done,
      ),
  }
}

async function existing(store: Store, result_id: string, user_id: string): Promise<RatingRecord | undefined> {
  const [rating] = await store.ratings.list({result_id, user_id}, {limit: 1, offset: 0})
  return rating
}
