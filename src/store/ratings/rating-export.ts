import type {Row} from '@libsql/client'
import {RATING_PROVENANCE_PART, RATING_TABLE, type ExportedRating} from '../../records/rating.js'
import {namesOf} from '../../records/columns.js'
import {CASE_COLUMNS, VERSION_PART} from '../../records/result.js'
import type {Database} from '../database/database.js'
import {factors, readRow, text, textOrNull} from '../database/rows.js'
import {ratingsOf, whereOf, type ResultFilter} from '../results.js'
import {saysSomething} from './rating-statements.js'
import {FEEDBACK_BESIDES, feedbackBesides} from './stored-feedback.js'

const ROWS_A_PAGE = 1000

/** What else the person said of the result; `main` is the table that has the row. */
const COLUMNS = `${[...CASE_COLUMNS, ...namesOf(VERSION_PART)].map((column) => `results.${column}`).join(', ')}, results.run_id,
  ${FEEDBACK_BESIDES}`

const OF_PERSON = (table: string, alias: string, main: string) =>
  `LEFT JOIN ${table} AS ${alias} ON ${alias}.result_id = ${main}.result_id AND ${alias}.user_id = ${main}.user_id`
const IS_NEW = (table: string, main: string) =>
  `NOT EXISTS (SELECT 1 FROM ${table} WHERE ${table}.result_id = ${main}.result_id AND ${table}.user_id = ${main}.user_id)`

const RATED = {
  key: 'ratings.id',
  from: `FROM ratings JOIN results ON results.id = ratings.result_id
    ${OF_PERSON('notes', 'notes', 'ratings')} ${OF_PERSON('rating_repeats', 'again', 'ratings')}`,
  columns: `ratings.*, ${COLUMNS}`,
}
const ANNOTATED = {
  key: 'notes.id',
  from: `FROM notes JOIN results ON results.id = notes.result_id ${OF_PERSON('rating_repeats', 'again', 'notes')}`,
  columns: `notes.id AS key, notes.result_id, notes.user_id, NULL AS id, ${COLUMNS}`,
  only: `${IS_NEW('ratings', 'notes')} AND ${saysSomething('notes')}`,
}
const REPEATED = {
  key: 'again.id',
  from: `FROM rating_repeats AS again JOIN results ON results.id = again.result_id ${OF_PERSON('notes', 'notes', 'again')}`,
  columns: `again.id AS key, again.result_id, again.user_id, NULL AS id, ${COLUMNS}`,
  only: `${IS_NEW('ratings', 'again')} AND NOT EXISTS (SELECT 1 FROM notes AS other WHERE other.result_id = again.result_id
    AND other.user_id = again.user_id AND ${saysSomething('other')})`,
}

/**
 * All that people said of the results within the filter, one row for each person and result: ratings by id
 * with the person's note and second rating, then notes and flags without a rating, then second ratings alone.
 */
export async function* exportedRatings(
  database: Database,
  filter: ResultFilter,
): AsyncGenerator<ExportedRating[]> {
  const {where, args} = whereOf(filter)
  const isCounted = ratingsOf(filter)
  for (const {key, from, columns, only} of [{...RATED, only: isCounted}, ANNOTATED, REPEATED]) {
    for (let after = ''; ;) {
      const rows = await database.query(
        `SELECT ${columns} ${from} ${where === '' ? 'WHERE' : `${where} AND`} ${only} AND ${key} > ? ORDER BY ${key} LIMIT ${ROWS_A_PAGE}`,
        [...args, after],
      )
      if (rows.length > 0) yield rows.map(toExported)
      const last = rows.at(-1)
      if (!last || rows.length < ROWS_A_PAGE) break
      after = text(last, key === RATED.key ? 'id' : 'key')
    }
  }
}

function toExported(row: Row): ExportedRating {
  const isRated = textOrNull(row, 'id') !== null
  return {
    ...(isRated
      ? {...readRow(row, RATING_TABLE), ...readRow(row, RATING_PROVENANCE_PART)}
      : {
          ...NOT_RATED,
          result_id: text(row, 'result_id'),
          user_id: text(row, 'user_id'),
        }),
    ...factors(row),
    run_id: text(row, 'run_id'),
    ...feedbackBesides(row),
    ...readRow(row, VERSION_PART),
  }
}

const NOT_RATED = {id: null, rating: null, created_at: null, blind: null, seconds: null, rubric_version: null}
