import {planSession, SESSION_SIZE} from '../../rating/queue/plan.js'
import type {QueueItem} from '../../rating/rating-service.js'
import type {ResultFilter} from '../../store/results.js'
import type {Store} from '../../store/store.js'
import {builtInSuites} from '../../suite/files/load.js'
import {chooseVersions} from '../../versions/choice.js'

/** What a rater sits down to. */
export interface PlannedSession {
  queue: QueueItem[]
  /** Whether the choice of results tells whose they are. */
  isTold: boolean
  /** How many people have rated anything. */
  raters: number
  /** How far all raters together are. */
  team: {results: number; rated: number}
  /** Where there is nothing in the queue: the completed results, and those the rater has not rated. */
  left: {results: number; unrated: number}
}

export interface PlanRequest {
  user: string
  /** Without what would tell whose a result is. */
  filter: ResultFilter
}

/** Plans a session on a page, over all candidates there are. */
export async function planForPage(
  store: Store,
  {user, filter: wanted}: PlanRequest,
): Promise<PlannedSession> {
  const {filter} = await chooseVersions(store, wanted, {suites: builtInSuites, isRetiredLeftOut: true})
  const queue = await planSession(store, filter, {rater: user, ...SESSION_SIZE})
  const count = async (unrated_by?: string) =>
    (await store.results.list({...filter, status: 'completed', unrated_by}, {limit: 1, offset: 0})).total
  return {
    queue,
    isTold: await store.ratings.isOfOneSystem(filter),
    raters: (await store.ratings.raters()).length,
    team: await store.ratings.progress(filter),
    left: queue.length > 0 ? {results: 0, unrated: 0} : {results: await count(), unrated: await count(user)},
  }
}
