import type {ListedResult} from '../records/result.js'
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

// In the order of ListedRow. SQLite's own JSON rounds reals to 15 digits, so the cost is written with 17.
const COLUMNS = `results.id, run_id, model, persona_id, sector, desired_role, style, input_type, constraint_type, chip_count, trial,
  status, latency_ms, input_tokens, output_tokens, iif(cost_usd IS NULL, NULL, json(printf('%!.17g', cost_usd))), created_at, rating_count, rating_sum`
const MY_RATING = '(SELECT rating FROM ratings WHERE result_id = results.id AND user_id = ?2)'

type R = ListedResult
type ListedRow = [
  ...[
    R['id'],
    R['run_id'],
    R['model'],
    R['persona_id'],
    R['sector'],
    R['desired_role'],
    R['style'],
    R['input_type'],
    R['constraint_type'],
  ],
  ...[
    R['chip_count'],
    R['trial'],
    R['status'],
    R['latency_ms'],
    R['input_tokens'],
    R['output_tokens'],
    R['cost_usd'],
    R['created_at'],
  ],
  ...[rating_count: number, rating_sum: number, my_rating?: number | null],
]

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
  const columns = rater === undefined ? COLUMNS : `${COLUMNS}, ${MY_RATING}`
  const [row] = await database.query(
    `SELECT (SELECT coalesce(max(seq), 0) FROM changes) AS seq, (
       SELECT '[' || group_concat(listed) || ']' FROM (
         SELECT json_array(${columns}) AS listed FROM json_each(?1) AS wanted JOIN results ON results.rowid = wanted.value ORDER BY wanted.key)
     ) AS results`,
    [JSON.stringify(places.map((place) => place.row)), ...(rater === undefined ? [] : [rater])],
  )
  if (!row) throw new Error('a query without FROM gives one row')
  return {seq: number(row, 'seq'), results: json<ListedRow[]>(row, 'results', []).map(toListed)}
}

/** Written out: building objects column by column takes longer than reading them from the database. */
function toListed(row: ListedRow): ListedForUser {
  const [
    id,
    run_id,
    model,
    persona_id,
    sector,
    desired_role,
    style,
    input_type,
    constraint_type,
    chip_count,
    trial,
    status,
    latency_ms,
    input_tokens,
    output_tokens,
    cost_usd,
    created_at,
    rating_count,
    rating_sum,
    my_rating,
  ] = row
  const avg_rating = rating_count > 0 ? rating_sum / rating_count : null
  const listed = {
    id,
    run_id,
    model,
    persona_id,
    sector,
    desired_role,
    style,
    input_type,
    constraint_type,
    chip_count,
    trial,
    status,
    latency_ms,
    input_tokens,
    output_tokens,
    cost_usd,
    created_at,
    avg_rating,
    rating_count,
  }
  return my_rating === undefined ? listed : {...listed, my_rating}
}
