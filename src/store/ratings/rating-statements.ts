import type {InValue} from '@libsql/client'
import {v5} from 'uuid'
import {namesOf} from '../../records/columns.js'
import {RATING_PROVENANCE_PART, RATING_TABLE, type NewRating, type NoteChange} from '../../records/rating.js'
import type {Statement} from '../database/database.js'
import {storable, storedRow} from '../database/rows.js'
import {blindSql} from './blindness.js'
import {notRemoved, raterId} from './rater-ids.js'

const RATING_NAMESPACE = 'a9d1e6e4-50a5-5c0e-9a3e-61b7d1d0c9b2'
/** What is saved of a rating. A score that replaces another has its own seconds and rubric, or none. */
const SAVED_RATING = {...RATING_TABLE, ...RATING_PROVENANCE_PART}
const RATING_COLUMNS = namesOf(SAVED_RATING)
const RATING_CHANGES = changesOf(RATING_COLUMNS)

// Only completed results can be rated, and not by people who were removed. Either of the two unique keys may
// exist already.
export const SAVE_RATING = `${insertForResult('ratings', RATING_COLUMNS)} AND status = 'completed' AND ${notRemoved(`?${RATING_COLUMNS.length + 1}`)}
  ON CONFLICT DO UPDATE SET ${RATING_CHANGES} RETURNING *`
/** Many ratings as one JSON argument; ratings of results that do not exist are left out. */
export const SAVE_RATINGS = `INSERT INTO ratings (${RATING_COLUMNS.join(', ')})
  SELECT ${RATING_COLUMNS.map(importedValue).join(', ')} FROM json_each(?)
  WHERE EXISTS (SELECT 1 FROM results WHERE id = value ->> 1 AND status = 'completed') AND ${notRemoved(`value ->> ${RATING_COLUMNS.length}`)}
  ON CONFLICT DO UPDATE SET ${RATING_CHANGES}`
export const SAVE_REPEAT = `INSERT INTO rating_repeats (id, result_id, user_id, rating, created_at)
  SELECT ?1, ?2, ?3, ?4, ?5 WHERE ${notRemoved('?6')}
  ON CONFLICT DO UPDATE SET rating = excluded.rating, created_at = excluded.created_at`
/** The same for an import, whose result may have been deleted since the file was looked at. */
export const SAVE_KNOWN_REPEAT = SAVE_REPEAT.replace(
  'WHERE',
  'WHERE EXISTS (SELECT 1 FROM results WHERE id = ?2) AND',
)
// A field that is left out keeps its value; what was seen stays. No row is made that would say nothing.
const SAVE_NOTE = `INSERT INTO notes (id, result_id, user_id, note, flagged, created_at, tags, bad_chips)
  SELECT ?1, id, ?3, coalesce(?4, ''), coalesce(?5, 0), ?6, coalesce(?8, '[]'), coalesce(?9, '[]') FROM results
  WHERE id = ?2 AND ${notRemoved('?7')} AND (?10 OR EXISTS (
    SELECT 1 FROM notes WHERE result_id = ?2 AND user_id = ?3 AND ${saysSomething('notes')}))
  ON CONFLICT DO UPDATE SET note = coalesce(?4, note), flagged = coalesce(?5, flagged), created_at = excluded.created_at,
    tags = coalesce(?8, tags), bad_chips = coalesce(?9, bad_chips)`
/** A note beside a rating is kept only where the rating is. */
const SAVE_NOTE_OF_RATING = SAVE_NOTE.replace('WHERE id = ?2', "WHERE id = ?2 AND status = 'completed'")
/** Of a note with nothing left to say the row goes, or stays as what was seen. */
const DELETE_EMPTY_NOTE = `DELETE FROM notes WHERE result_id = ? AND user_id = ? AND seen_at IS NULL AND NOT ${saysSomething('notes')}`

/**
 * Saves what a person says besides a score, all of it or nothing. `isOfRating`: a rating stands before it.
 */
export function noteStatements(note: NoteChange, {isOfRating = false} = {}): Statement[] {
  const {note: text, flagged, tags, bad_chips} = note
  if ([text, flagged, tags, bad_chips].every((field) => field === undefined || field === null)) return []
  const isWorth = Boolean(text) || flagged === true || [...(tags ?? []), ...(bad_chips ?? [])].length > 0
  return [
    {sql: isOfRating ? SAVE_NOTE_OF_RATING : SAVE_NOTE, args: noteArgs(note, isWorth)},
    ...(isWorth ? [] : [{sql: DELETE_EMPTY_NOTE, args: [note.result_id, note.user_id]}]),
  ]
}

/** Whether a row of notes says anything that people read, as SQL; others only keep what was seen. */
export function saysSomething(alias: string): string {
  return `(${alias}.note <> '' OR ${alias}.flagged = 1 OR ${alias}.tags <> '[]' OR ${alias}.bad_chips <> '[]')`
}

export function keyedId(kind: string, resultId: string, userId: string): string {
  return v5(`${kind}|${resultId}|${userId}`, RATING_NAMESPACE)
}

/** A value of a rating in a file. What its rater saw later is no matter: the file tells when it was made. */
function importedValue(column: string, index: number): string {
  const value = (name: string) => `value ->> ${RATING_COLUMNS.findIndex((other) => other === name)}`
  if (column !== 'blind') return `value ->> ${index}`
  const [blind, result, user, until] = ['blind', 'result_id', 'user_id', 'created_at'].map(value)
  return blindSql({blind: blind!, result: result!, user: user!, until: until!})
}

/**
 * Inserts a row that belongs to a result (the second column), if the result exists; more conditions may
 * follow.
 */
function insertForResult(table: string, columns: readonly string[]): string {
  const place = (name: string) => `?${columns.indexOf(name) + 1}`
  const values = columns.map((column) => {
    if (column === 'result_id') return 'id'
    if (column !== 'blind') return place(column)
    return blindSql({blind: place('blind'), result: place('result_id'), user: place('user_id')})
  })
  return `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM results WHERE id = ?2`
}

/** The columns that a second row of the same person on the same result changes. */
function changesOf(columns: readonly string[]): string {
  const keys = ['id', 'result_id', 'user_id']
  return columns
    .filter((column) => !keys.includes(column))
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')
}

export function ratingArgs(rating: NewRating): InValue[] {
  const id = keyedId('rating', rating.result_id, rating.user_id)
  return [
    ...storedRow({seconds: null, rubric_version: null, ...rating, id}, SAVED_RATING),
    raterId(rating.user_id),
  ]
}

function noteArgs(
  {result_id, user_id, note, flagged, created_at, tags, bad_chips}: NoteChange,
  isWorth: boolean,
): InValue[] {
  return [
    keyedId('note', result_id, user_id),
    result_id,
    user_id,
    typeof note === 'string' ? storable(note) : null,
    typeof flagged === 'boolean' ? Number(flagged) : null,
    created_at,
    raterId(user_id),
    listed(tags),
    listed(bad_chips),
    Number(isWorth),
  ]
}

function listed(marks: readonly string[] | null | undefined): string | null {
  return marks ? JSON.stringify(marks.map(storable)) : null
}

export function repeatArgs({result_id, user_id, rating, created_at}: NewRating): InValue[] {
  return [keyedId('repeat', result_id, user_id), result_id, user_id, rating, created_at, raterId(user_id)]
}
