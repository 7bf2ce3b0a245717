import type {EarlierRating} from '../../records/rating.js'
import {NOT_ARCHIVED} from '../archive.js'
import type {Database} from '../database/database.js'
import {listLength, number, text, textList} from '../database/rows.js'

/** The ratings of a person, newest first; those of archived runs left out. */
export async function earlierRatings(
  database: Database,
  userId: string,
  {limit, offset}: {limit: number; offset: number},
): Promise<EarlierRating[]> {
  const rows = await database.query(
    `SELECT ratings.result_id, ratings.rating, ratings.created_at, results.sector, results.desired_role,
       ${listLength('results.final_chips')} AS chips, notes.tags
     FROM ratings JOIN results ON results.id = ratings.result_id
       LEFT JOIN notes ON notes.result_id = ratings.result_id AND notes.user_id = ratings.user_id
     WHERE ratings.user_id = ? AND ${NOT_ARCHIVED} ORDER BY ratings.created_at DESC, ratings.id LIMIT ? OFFSET ?`,
    [userId, limit, offset],
  )
  return rows.map((row) => ({
    result_id: text(row, 'result_id'),
    rating: number(row, 'rating'),
    created_at: text(row, 'created_at'),
    sector: text(row, 'sector'),
    desired_role: text(row, 'desired_role'),
    chips: number(row, 'chips'),
    tags: textList(row, 'tags'),
  }))
}
