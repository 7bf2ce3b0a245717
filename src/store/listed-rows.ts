import {ASKED_PART, OUTCOME_PART, type ListedResult} from '../records/result.js'
import type {Database} from './database/database.js'
import {json, number} from './database/rows.js'

/** A listed result, with what one user gave it when the list was asked for by a user. */
export type ListedForUser = ListedResult & {my_rating?: number | null}

/** Where the directory says a result is. */
export interface Place {
  id: string
  /** Its rowid: found in half the time that its id is. */
  row: number
}

const FIELDS = [
  ...Object.entries({...ASKED_PART, ...OUTCOME_PART}).map(([name, {type}]) => {
    const column = `results.${name}`
    // SQLite's own JSON rounds reals to 15 digits, so they are written with 17.
    const exact = `iif(${column} IS NULL, NULL, json(printf('%!.17g', ${column})))`
    return `'${name}', ${type === 'real' ? exact : column}`
  }),
  // Its place in the object; the quotient is taken here.
  `'avg_rating', NULL`,
  `'rating_count', rating_count`,
].join(', ')
const MY_RATING = `'my_rating', (SELECT rating FROM ratings WHERE result_id = results.id AND user_id = ?2)`

/**
 * The results at these places, in this order, and the number of the newest change in the database as they
 * were read; with a rater also what that person gave them. Those that are no longer there are left out.
 *
 * All rows come as one text: single values would take four times as long to hand over.
 */
export async function listedRows(
  database: Database,
  places: readonly Place[],
  rater?: string,
): Promise<{seq: number; results: ListedForUser[]}> {
  const fields = rater === undefined ? FIELDS : `${FIELDS}, ${MY_RATING}`
  const [row] = await database.query(
    `SELECT (SELECT coalesce(max(seq), 0) FROM changes) AS seq, (
       SELECT '[' || group_concat(listed) || ']' FROM (
         SELECT json_array(json_object(${fields}), rating_sum) AS listed
         FROM json_each(?1) AS wanted JOIN results ON results.rowid = wanted.value ORDER BY wanted.key)
     ) AS results`,
    [JSON.stringify(places.map((place) => place.row)), ...(rater === undefined ? [] : [rater])],
  )
  if (!row) throw new Error('a query without FROM gives one row')
  return {seq: number(row, 'seq'), results: json<[ListedForUser, number][]>(row, 'results', []).map(withMean)}
}

function withMean([listed, ratingSum]: [ListedForUser, number]): ListedForUser {
  if (listed.rating_count > 0) listed.avg_rating = ratingSum / listed.rating_count
  return listed
}
