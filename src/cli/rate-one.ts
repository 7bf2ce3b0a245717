import {notRateable, usage} from '../errors/catalogue.js'
import {strangeReason} from '../rating/reasons.js'
import {rubricTags} from '../rating/rubric-tags.js'
import {LONGEST_NOTE, type RatingRecord} from '../records/rating.js'
import type {Store} from '../store/store.js'
import {resolveResult} from './result-filter.js'

/** What a script says of one result. */
export interface OneRating {
  rater: string
  score: number
  note: string | undefined
  flag: boolean
  /** In the place of those before; undefined: as they are. */
  tags: string[] | undefined
  badChips: string[] | undefined
}

/**
 * Saves the score of a script with what it says besides; nothing is written where any of it cannot be taken.
 * @throws BenchError (exit 2) for a tag that no suite here has, or a chip that is not in the answer.
 */
export async function rateOne(
  store: Store,
  wanted: string,
  {rater, score, note, flag, tags, badChips}: OneRating,
  suiteTags: () => Promise<readonly string[]>,
): Promise<RatingRecord> {
  if ((note?.length ?? 0) > LONGEST_NOTE)
    throw usage(`--note has more than ${LONGEST_NOTE} characters. Nothing was written.`)
  const result = await resolveResult(store, wanted)
  const {note: before} = await store.ratings.ofRater(result.id, rater)
  if (tags || badChips) {
    const known = [...(await suiteTags()), ...(await rubricTags(store)), ...(before?.tags ?? [])]
    const chips = result.final_chips.map(({key}) => key)
    const problem = strangeReason({tags, bad_chips: badChips}, {tags: known, chips})
    if (problem !== undefined)
      throw usage(
        `Nothing was written: ${problem}.`,
        `bench results ${result.id.slice(0, 8)} shows the answer.`,
      )
  }

  const created_at = new Date().toISOString()
  const rating = {result_id: result.id, user_id: rater, rating: score, created_at, blind: null}
  const saved = await store.ratings.save(rating)
  if (!saved) throw notRateable(result.id)
  if (note !== undefined || flag || tags || badChips)
    await store.ratings.saveNote({
      result_id: result.id,
      user_id: rater,
      note: note?.trim() ?? before?.note ?? '',
      flagged: flag || (before?.flagged ?? false),
      tags: tags && [...new Set(tags)],
      bad_chips: badChips && [...new Set(badChips)],
      created_at,
    })
  return saved
}
