import {notRateable, usage} from '../../errors/catalogue.js'
import {strangeReason, tidyAnnotation} from '../../rating/reasons.js'
import {rubricTags} from '../../rating/rubric-tags.js'
import {LONGEST_NOTE, type RatingRecord} from '../../records/rating.js'
import type {RatedResult} from '../../records/result.js'
import type {Store} from '../../store/store.js'
import {resolveResult} from '../result-filter.js'

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
  wish: OneRating,
  suiteTags: () => Promise<readonly string[]>,
): Promise<RatingRecord> {
  const {rater, score, note, flag, tags, badChips} = wish
  if ((note?.length ?? 0) > LONGEST_NOTE)
    throw usage(`--note has more than ${LONGEST_NOTE} characters. Nothing was written.`)
  const result = await resolveResult(store, wanted)
  const {note: before} = await store.ratings.ofRater(result.id, rater)
  if (tags || badChips) {
    const known = [...(await suiteTags()), ...(await rubricTags(store)), ...(before?.tags ?? [])]
    refuseStrange(result, wish, known)
  }

  const created_at = new Date().toISOString()
  const rating = {result_id: result.id, user_id: rater, rating: score, created_at, blind: null}
  const saved = await store.ratings.save(
    rating,
    tidyAnnotation({note, flagged: flag || undefined, tags, bad_chips: badChips}),
  )
  if (!saved) throw notRateable(result.id)
  return saved
}

function refuseStrange(
  {id, final_chips}: Pick<RatedResult, 'id' | 'final_chips'>,
  {tags, badChips}: OneRating,
  knownTags: readonly string[],
): void {
  const chips = final_chips.map(({key}) => key)
  const problem = strangeReason({tags, bad_chips: badChips}, {tags: knownTags, chips})
  if (problem !== undefined)
    throw usage(`Nothing was written: ${problem}.`, `bench results ${id.slice(0, 8)} shows the answer.`)
}
