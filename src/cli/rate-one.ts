import {notRateable, usage} from '../errors/catalogue.js'
import {LONGEST_NOTE, type RatingRecord} from '../records/rating.js'
import type {Store} from '../store/store.js'
import {resolveResult} from './result-filter.js'

/**
 * Saves the score of a script for one result, and what it says besides.
 * @throws BenchError (exit 2) for a result that does not exist or failed, or a note that is too long.
 */
export async function rateOne(
  store: Store,
  wanted: string,
  rating: {rater: string; score: number; note: string | undefined; flag: boolean},
): Promise<RatingRecord> {
  if ((rating.note?.length ?? 0) > LONGEST_NOTE)
    throw usage(`--note has more than ${LONGEST_NOTE} characters. Nothing was written.`)
  const {id} = await resolveResult(store, wanted)
  const created_at = new Date().toISOString()
  const saved = await store.ratings.save({
    result_id: id,
    user_id: rating.rater,
    rating: rating.score,
    created_at,
    blind: null,
  })
  if (!saved) throw notRateable(id)
  if (rating.note !== undefined || rating.flag) {
    const {note} = await store.ratings.ofRater(id, rating.rater)
    await store.ratings.saveNote({
      result_id: id,
      user_id: rating.rater,
      note: rating.note?.trim() ?? note?.note ?? '',
      flagged: rating.flag || (note?.flagged ?? false),
      created_at,
    })
  }

  return saved
}
