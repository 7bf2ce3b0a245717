import {evaluateLeaderboard, type EvaluatedRow} from '../../figures/evaluate-leaderboard.js'
import {evaluateOverview, type Overview, type OverviewRequest} from '../../figures/overview.js'
import {applyCommand, type SubmittedCommand, type Outcome} from '../../rating/page-commands.js'
import {ratingPorts} from '../../rating/plan.js'
import type {NewRating, RatingRecord} from '../../records/rating.js'
import type {FactorColumn} from '../../records/result.js'
import type {ResultFilter} from '../../store/results.js'
import type {Store} from '../../store/store.js'

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
  /** What a page's leaderboard shows. */
  overview(request: Omit<OverviewRequest, 'seed'>): Promise<Overview>
  /** What a rater did on a page. */
  applyCommand(done: SubmittedCommand): Promise<Outcome>
}

/** Jobs where they are asked for. */
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
