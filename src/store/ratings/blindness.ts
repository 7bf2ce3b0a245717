import type {Database, Statement} from '../database/database.js'
import {notRemoved, raterId} from './rater-ids.js'

/*
 * What makes a rating blind is decided where it is stored, in one statement with it, whatever came before:
 * a rating is not blind after its rater saw chips and system together (`notes.seen_at`), nor when it replaces
 * a rating after which its rater opened figures (`raters.figures_seen_at`): a row of the figures moved.
 */

interface NewRatingSql {
  /** SQL for the values of the new rating. */
  blind: string
  result: string
  user: string
  /** SQL for the moment before which a thing must have been seen to count; without it, any moment counts. */
  until?: string
}

/** The value of `ratings.blind`, as SQL: what the caller says, unless the database knows better. */
export function blindSql({blind, result, user, until}: NewRatingSql): string {
  const isBefore = (column: string) => (until === undefined ? '' : ` AND ${column} <= ${until}`)
  const earlier = `FROM ratings AS earlier WHERE earlier.result_id = ${result} AND earlier.user_id = ${user}`
  return `CASE WHEN ${blind} IS NOT 1 THEN ${blind}
    WHEN EXISTS (SELECT 1 FROM notes AS seen WHERE seen.result_id = ${result} AND seen.user_id = ${user}
      AND seen.seen_at IS NOT NULL${isBefore('seen.seen_at')}) THEN 0
    WHEN EXISTS (SELECT 1 ${earlier} AND (earlier.blind = 0 OR ${opened('earlier', isBefore)})) THEN 0
    WHEN EXISTS (SELECT 1 ${earlier} AND earlier.blind IS NULL) THEN NULL
    ELSE 1 END`
}

/** Whether the rater opened figures after a rating, as SQL. */
function opened(rating: string, isBefore: (column: string) => string = () => ''): string {
  return `EXISTS (SELECT 1 FROM raters WHERE raters.user_id = ${rating}.user_id
      AND raters.figures_seen_at >= ${rating}.created_at${isBefore('raters.figures_seen_at')})`
}

const SEE = (from: string) => `INSERT INTO notes (id, result_id, user_id, created_at, seen_at)
  SELECT value ->> 1, results.id, ?2, ?3, ?3 FROM json_each(?1) JOIN results ON results.id = value ->> 0 ${from}
  ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at WHERE notes.seen_at IS NULL`

/**
 * Notes that a person saw these results together with their systems; what was seen before keeps its moment.
 * `notes`: the results with the ids of the person's notes on them.
 */
export function seeing(
  notes: readonly (readonly [result: string, note: string])[],
  user: string,
  at: string,
): Statement {
  return {
    sql: SEE(`WHERE results.status = 'completed' AND ${notRemoved('?4')}`),
    args: [JSON.stringify(notes), user, at, raterId(user)],
  }
}

/** Whether any of these notes does not say yet that its result was seen. */
export async function areUnseen(
  database: Database,
  notes: readonly (readonly [result: string, note: string])[],
): Promise<boolean> {
  const [row] = await database.query(
    `SELECT EXISTS (SELECT 1 FROM json_each(?) WHERE NOT EXISTS (
       SELECT 1 FROM notes WHERE notes.id = value ->> 1 AND seen_at IS NOT NULL)) AS unseen`,
    [JSON.stringify(notes)],
  )
  return Number(row?.['unseen']) === 1
}

/**
 * Before a rating is taken back: what its rater may have learnt after it stays known, so that a new score
 * does not count as blind.
 */
export function rememberingOf(result: string, note: string, user: string, at: string): Statement {
  return {
    sql: SEE(`JOIN ratings AS taken ON taken.result_id = results.id AND taken.user_id = ?2
      WHERE (taken.blind = 0 OR ${opened('taken')}) AND ${notRemoved('?4')}`),
    args: [JSON.stringify([[result, note]]), user, at, raterId(user)],
  }
}

/** Whether a person has rated since figures were last opened. */
const HAS_NEWER = `EXISTS (SELECT 1 FROM ratings WHERE user_id = ?2
  AND created_at >= coalesce((SELECT figures_seen_at FROM raters WHERE id = ?1), ''))`

/** Notes that a person opened figures, if there are newer ratings of the person in them. */
export async function figuresOpened(database: Database, user: string, at: string): Promise<void> {
  const id = raterId(user)
  const [row] = await database.query(`SELECT ${HAS_NEWER} AS has_newer`, [id, user])
  if (Number(row?.['has_newer']) !== 1) return
  await database.write([
    {
      sql: `INSERT INTO raters (id, user_id, figures_seen_at, created_at)
        SELECT ?1, ?2, ?3, ?3 WHERE ${HAS_NEWER} AND ${notRemoved('?1')}
        ON CONFLICT (id) DO UPDATE SET figures_seen_at = max(excluded.figures_seen_at, coalesce(figures_seen_at, ''))`,
      args: [id, user, at],
    },
  ])
}
