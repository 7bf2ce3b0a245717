import type {Row} from '@libsql/client'
import type {NewRating} from '../../records/rating.js'
import type {StoredFeedback} from '../../records/stored-feedback.js'
import type {Database} from '../database/database.js'
import {textList, number, numberOrNull, text, textOrNull} from '../database/rows.js'

type PersonOnResult = Pick<NewRating, 'result_id' | 'user_id'>

/** What a person said besides the rating, of the tables `notes` and `rating_repeats AS again`. */
export const FEEDBACK_BESIDES = `notes.note, notes.flagged, notes.tags, notes.bad_chips, notes.created_at AS noted_at,
  again.rating AS repeat_rating, again.created_at AS repeated_at`

/** The columns of `FEEDBACK_BESIDES`. */
export function feedbackBesides(row: Row): Omit<StoredFeedback, 'rating' | 'created_at'> {
  return {
    note: textOrNull(row, 'note'),
    flagged: number(row, 'flagged') === 1,
    tags: textList(row, 'tags'),
    bad_chips: textList(row, 'bad_chips'),
    noted_at: textOrNull(row, 'noted_at'),
    repeat_rating: numberOrNull(row, 'repeat_rating'),
    repeated_at: textOrNull(row, 'repeated_at'),
  }
}

export function feedbackKey({result_id, user_id}: PersonOnResult): string {
  return JSON.stringify([result_id, user_id])
}

/** What is stored of these people on these results, by `wordsKey`. */
export async function storedFeedback(
  database: Database,
  of: readonly PersonOnResult[],
): Promise<Map<string, StoredFeedback>> {
  const is = (alias: string) =>
    `${alias}.result_id = given.value ->> 0 AND ${alias}.user_id = given.value ->> 1`
  const rows = await database.queryAll(
    `SELECT given.value ->> 0 AS result_id, given.value ->> 1 AS user_id, ratings.rating, ratings.created_at,
       ${FEEDBACK_BESIDES}
     FROM json_each(?) AS given LEFT JOIN ratings ON ${is('ratings')} LEFT JOIN notes ON ${is('notes')}
       LEFT JOIN rating_repeats AS again ON ${is('again')}
     WHERE coalesce(ratings.id, notes.id, again.id) IS NOT NULL ORDER BY given.key`,
    [JSON.stringify(of.map(({result_id, user_id}) => [result_id, user_id]))],
  )
  return new Map(
    rows.map((row) => [
      feedbackKey({result_id: text(row, 'result_id'), user_id: text(row, 'user_id')}),
      {
        rating: numberOrNull(row, 'rating'),
        created_at: textOrNull(row, 'created_at'),
        ...feedbackBesides(row),
      },
    ]),
  )
}
