import type {Candidate, NewNote, NewRating} from '../records/rating.js'
import type {RatedResult} from '../records/result.js'
import type {QueueItem, RatingPorts} from './rating-service.js'
import {ratingQueue, type QueueOptions} from './queue.js'

/** With more results than this, the newest are offered; filters choose others. */
const MOST_CANDIDATES = 20_000
const MOST_REPEATS = 100

/** How long a sitting is, and how much of it is steered to several raters, unless somebody says otherwise. */
export const SESSION_SIZE = {limit: 40, overlap: 0.2}

/** What a sitting needs of the store; `Filter` chooses results. */
export interface PlanStore<Filter> {
  results: {get: (id: string) => Promise<RatedResult | undefined>}
  ratings: {
    unrated: (filter: Filter, rater: string, limit: number) => Promise<Candidate[]>
    repeatable: (filter: Filter, rater: string, limit: number) => Promise<Candidate[]>
    ofRater: (id: string, rater: string) => ReturnType<RatingPorts<RatedResult>['existingRating']>
    save: (rating: NewRating) => Promise<object | undefined>
    withdraw: (id: string, rater: string) => Promise<void>
    saveRepeat: (rating: NewRating) => Promise<void>
    withdrawRepeat: (id: string, rater: string) => Promise<void>
    saveNote: (note: NewNote) => Promise<void>
  }
}

/** What one rater is to see, in order; `unrated`: how many there are to choose from. */
export async function planSession<Filter>(
  store: PlanStore<Filter>,
  filter: Filter,
  options: QueueOptions,
): Promise<{queue: QueueItem[]; unrated: number}> {
  const [unrated, rated] = await Promise.all([
    store.ratings.unrated(filter, options.rater, MOST_CANDIDATES),
    store.ratings.repeatable(filter, options.rater, MOST_REPEATS),
  ])
  return {queue: ratingQueue(unrated, rated, options), unrated: unrated.length}
}

/** Who is meant in a result, told by its run. */
export interface Personas {
  learn: (runId: string) => Promise<void>
  of: (result: {run_id: string; persona_id: string}) => string | undefined
  /** How many chips of each type the run's suite demands; undefined when nobody knows. */
  leastPerType: (result: {run_id: string}) => number | undefined
}

/** The store as one rater's desk knows it; with a result comes who it was made for. */
export function ratingPorts<Filter>(
  {results, ratings}: PlanStore<Filter>,
  rater: string,
  personas?: Personas,
): RatingPorts<RatedResult> {
  return {
    load: async (id) => {
      const result = await results.get(id)
      if (result) await personas?.learn(result.run_id)
      return result
    },
    existingRating: (id) => ratings.ofRater(id, rater),
    save: (rating) => ratings.save(rating),
    withdraw: (id) => ratings.withdraw(id, rater).then(() => true),
    saveRepeat: (rating) => ratings.saveRepeat(rating),
    withdrawRepeat: (id) => ratings.withdrawRepeat(id, rater),
    saveNote: (note) => ratings.saveNote(note),
  }
}
