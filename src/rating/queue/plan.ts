import type {Candidate, EarlierRating, NewNote, NewRating} from '../../records/rating.js'
import type {RatedResult} from '../../records/result.js'
import {shownKeys} from '../chip-labels.js'
import type {QueueItem, RatingPorts} from '../rating-service.js'
import type {SessionPorts} from '../session.js'
import {ratingQueue, type QueueOptions} from './queue.js'

/** With more results than this, the newest results are offered; filters choose other results. */
const MOST_CANDIDATES = 20_000
const MOST_REPEATS = 100

/**
 * How long a rating session is, and which share of it is steered to several raters, unless flags set other
 * values.
 */
export const SESSION_SIZE = {limit: 40, overlap: 0.2}

/** What a rating session needs of the store; `Filter` chooses results. */
export interface PlanStore<Filter> {
  results: {get: (id: string) => Promise<RatedResult | undefined>}
  ratings: {
    candidates: (filter: Filter, limit: number) => Promise<Candidate[]>
    repeatable: (filter: Filter, rater: string, limit: number) => Promise<Candidate[]>
    ofRater: (id: string, rater: string) => ReturnType<RatingPorts<RatedResult>['existingRating']>
    save: (rating: NewRating) => Promise<object | undefined>
    withdraw: (id: string, rater: string) => Promise<void>
    saveRepeat: (rating: NewRating) => Promise<void>
    withdrawRepeat: (id: string, rater: string) => Promise<void>
    saveNote: (note: NewNote) => Promise<void>
    earlier: (rater: string, page: {limit: number; offset: number}) => Promise<EarlierRating[]>
    saw: (rater: string, ids: readonly string[], at: string) => Promise<void>
  }
}

export interface PlanOptions extends QueueOptions {
  hasRepeats?: boolean
}

/** The results that one rater will see, in order. Without repeats where a list of them is shown. */
export async function planSession<Filter>(
  store: PlanStore<Filter>,
  filter: Filter,
  {hasRepeats = true, ...options}: PlanOptions,
): Promise<QueueItem[]> {
  const [candidates, rated] = await Promise.all([
    store.ratings.candidates(filter, MOST_CANDIDATES),
    hasRepeats ? store.ratings.repeatable(filter, options.rater, MOST_REPEATS) : [],
  ])
  return ratingQueue(candidates, rated, options)
}

/** The persona of a result, as the result's run describes it. */
export interface Personas {
  learn: (runId: string) => Promise<void>
  of: (result: {run_id: string; persona_id: string}) => string | undefined
  /** How many chips of each type the run's suite demands; undefined when that is not known. */
  leastPerType: (result: {run_id: string}) => number | undefined
}

/** The store as one rater's rating service uses it; a result comes with the description of its persona. */
export function ratingPorts<Filter>(
  {results, ratings}: PlanStore<Filter>,
  rater: string,
  personas?: Personas,
): SessionPorts<RatedResult> {
  return {
    load: async (id) => {
      const result = await results.get(id)
      if (result) await personas?.learn(result.run_id)
      return result
    },
    existingRating: (id) => ratings.ofRater(id, rater),
    chipKeys: ({final_chips}) => shownKeys(final_chips),
    save: (rating) => ratings.save(rating),
    withdraw: (id) => ratings.withdraw(id, rater),
    saveRepeat: (rating) => ratings.saveRepeat(rating),
    withdrawRepeat: (id) => ratings.withdrawRepeat(id, rater),
    saveNote: (note) => ratings.saveNote(note),
    earlier: (page) => ratings.earlier(rater, page),
    saw: (id) => ratings.saw(rater, [id], new Date().toISOString()),
  }
}
