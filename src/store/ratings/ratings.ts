import type {Row} from '@libsql/client'
import {
  ANNOTATION_TABLE,
  RATING_TABLE,
  type AnnotationChange,
  type Blindness,
  type Candidate,
  type EarlierRating,
  type ExportedRating,
  type FactoredRating,
  type NewNote,
  type NewRating,
  type NoteChange,
  type NoteRecord,
  type RatingRecord,
  type RepeatedRating,
} from '../../records/rating.js'
import {earlierRatings} from './earlier-ratings.js'
import {areUnseen, rememberingOf, seeing} from './blindness.js'
import {candidates, isOfOneSystem, repeatable} from './candidates.js'
import type {Database, Statement} from '../database/database.js'
import {exportedRatings} from './rating-export.js'
import {blindnessOf, factoredRatings, repeatedRatings} from '../figures/rating-figures.js'
import type {StoredFeedback} from '../../records/stored-feedback.js'
import {storedFeedback} from './stored-feedback.js'
import {RaterRepository} from './raters.js'
import {levelledResults, type ResultFilter} from '../results.js'
import {json, number, numberOrNull, readRow, text} from '../database/rows.js'
import {
  keyedId,
  noteStatements,
  ratingArgs,
  repeatArgs,
  SAVE_RATING,
  SAVE_RATINGS,
  SAVE_KNOWN_REPEAT,
  SAVE_REPEAT,
  saysSomething,
} from './rating-statements.js'

/** Ratings that go into one statement as one JSON argument. */
const RATINGS_A_STATEMENT = 1000

/** A median of fewer says little. */
const FEWEST_FOR_PACE = 5

export class RatingRepository {
  readonly #people: RaterRepository

  constructor(private readonly database: Database) {
    this.#people = new RaterRepository(database)
  }

  /**
   * Saves or replaces a rating, with what its rater says besides: both or neither.
   * @returns the stored row; undefined when there is no such completed result.
   * @throws BenchError for a person who was removed.
   */
  async save(rating: NewRating, besides?: AnnotationChange): Promise<RatingRecord | undefined> {
    const {result_id, user_id, created_at} = rating
    const notes = besides
      ? noteStatements({...besides, result_id, user_id, created_at}, {isOfRating: true})
      : []
    const [saved] = await this.database.write([{sql: SAVE_RATING, args: ratingArgs(rating)}, ...notes])
    const row = saved?.rows[0]
    if (!row) await this.#people.refuseRemoved(user_id)
    return row && toRating(row)
  }

  /**
   * Saves many ratings, notes and second ratings together or not at all; rows of results that do not exist
   * are left out.
   */
  async saveAll(
    ratings: readonly NewRating[],
    notes: readonly NoteChange[],
    repeats: readonly NewRating[] = [],
  ): Promise<void> {
    const statements: Statement[] = []
    for (let at = 0; at < ratings.length; at += RATINGS_A_STATEMENT) {
      const part = ratings.slice(at, at + RATINGS_A_STATEMENT).map(ratingArgs)
      statements.push({sql: SAVE_RATINGS, args: [JSON.stringify(part)]})
    }

    for (const note of notes) statements.push(...noteStatements(note))
    for (const repeat of repeats) statements.push({sql: SAVE_KNOWN_REPEAT, args: repeatArgs(repeat)})
    if (statements.length > 0) await this.database.write(statements)
  }

  /** What these people have said of these results, by `wordsKey`; where they said nothing, nothing. */
  async feedback(
    of: readonly Pick<NewRating, 'result_id' | 'user_id'>[],
  ): Promise<Map<string, StoredFeedback>> {
    const found = new Map<string, StoredFeedback>()
    for (let at = 0; at < of.length; at += RATINGS_A_STATEMENT) {
      const part = of.slice(at, at + RATINGS_A_STATEMENT)
      for (const [key, feedback] of await storedFeedback(this.database, part)) found.set(key, feedback)
    }

    return found
  }

  /** Takes a rating back; a score that comes later is as blind as a correction would be. */
  async withdraw(resultId: string, userId: string, at = new Date().toISOString()): Promise<void> {
    await this.database.write([
      rememberingOf(resultId, keyedId('note', resultId, userId), userId, at),
      {sql: 'DELETE FROM ratings WHERE result_id = ? AND user_id = ?', args: [resultId, userId]},
    ])
  }

  /** Saves a rater's rating of a repeated result; it enters no mean. */
  async saveRepeat(repeat: NewRating): Promise<void> {
    const [saved] = await this.database.write([{sql: SAVE_REPEAT, args: repeatArgs(repeat)}])
    if (saved?.rowsAffected === 0) await this.#people.refuseRemoved(repeat.user_id)
  }

  async withdrawRepeat(resultId: string, userId: string): Promise<void> {
    await this.database.write([
      {sql: 'DELETE FROM rating_repeats WHERE result_id = ? AND user_id = ?', args: [resultId, userId]},
    ])
  }

  /** Saves or replaces a note with its reasons; a note with nothing left to say is deleted. */
  async saveNote(note: NewNote): Promise<void> {
    const [saved] = await this.database.write(noteStatements(note))
    if (saved?.rowsAffected === 0) await this.#people.refuseRemoved(note.user_id)
  }

  /** Notes, once and silently, that a person saw these results together with their systems. */
  async saw(userId: string, resultIds: readonly string[], at: string): Promise<void> {
    const notes = resultIds.map((id) => [id, keyedId('note', id, userId)] as const)
    // A look at what was seen before is no write.
    if (await areUnseen(this.database, notes)) await this.database.write([seeing(notes, userId, at)])
  }

  /** The rating and the note of one person on one result. */
  async ofRater(
    resultId: string,
    userId: string,
  ): Promise<{rating: number | null; note: NoteRecord | undefined}> {
    const [row] = await this.database.query(
      `SELECT (SELECT rating FROM ratings WHERE result_id = ?1 AND user_id = ?2) AS rating`,
      [resultId, userId],
    )
    const [note] = await this.database.query(
      `SELECT * FROM notes WHERE result_id = ? AND user_id = ? AND ${saysSomething('notes')}`,
      [resultId, userId],
    )
    return {rating: row ? numberOrNull(row, 'rating') : null, note: note && toNote(note)}
  }

  /** Ids of all results that a user has rated. */
  async ratedBy(userId: string): Promise<Set<string>> {
    const [row] = await this.database.query(
      'SELECT json_group_array(result_id) AS ids FROM ratings WHERE user_id = ?',
      [userId],
    )
    return new Set(row ? json<string[]>(row, 'ids', []) : [])
  }

  /** The scores of a user on these results, by result. */
  async scoresOf(userId: string, resultIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.database.query(
      'SELECT result_id, rating FROM json_each(?) AS wanted JOIN ratings ON ratings.result_id = wanted.value AND user_id = ?',
      [JSON.stringify(resultIds), userId],
    )
    return new Map(rows.map((row) => [text(row, 'result_id'), number(row, 'rating')]))
  }

  /** Ratings, newest first. */
  async list(
    filter: {result_id?: string | undefined; user_id?: string | undefined},
    {limit, offset}: {limit: number; offset: number},
  ): Promise<RatingRecord[]> {
    const conditions = (['result_id', 'user_id'] as const).flatMap((column) =>
      filter[column] === undefined ? [] : [{column, value: filter[column]}],
    )
    const where =
      conditions.length === 0 ? '' : `WHERE ${conditions.map(({column}) => `${column} = ?`).join(' AND ')}`
    const rows = await this.database.query(
      `SELECT * FROM ratings ${where} ORDER BY created_at DESC, id LIMIT ? OFFSET ?`,
      [...conditions.map(({value}) => value), limit, offset],
    )
    return rows.map(toRating)
  }

  /** What a person rated, newest first, as that person may see it: without systems. */
  earlier(userId: string, page: {limit: number; offset: number}): Promise<EarlierRating[]> {
    return earlierRatings(this.database, userId, page)
  }

  /** All ratings and notes of one result, oldest first. */
  async ofResult(resultId: string): Promise<{ratings: RatingRecord[]; notes: NoteRecord[]}> {
    const ratings = await this.database.query(
      'SELECT * FROM ratings WHERE result_id = ? ORDER BY created_at, id',
      [resultId],
    )
    const notes = await this.database.query(
      `SELECT * FROM notes WHERE result_id = ? AND ${saysSomething('notes')} ORDER BY created_at, id`,
      [resultId],
    )
    return {ratings: ratings.map(toRating), notes: notes.map(toNote)}
  }

  /**
   * The completed results within the filter, rated or not, newest first: what a queue is made of. Archived
   * runs are left out, also where the filter names them.
   */
  candidates(filter: ResultFilter, limit: number): Promise<Candidate[]> {
    return candidates(this.database, filter, limit)
  }

  /**
   * Whether runs are chosen whose completed results are all of one system, beside the baselines: then who
   * rates them knows whose they are.
   */
  isOfOneSystem(filter: ResultFilter): Promise<boolean> {
    return isOfOneSystem(this.database, filter)
  }

  /** Results within the filter that the user rated and was not yet asked about again, oldest rating first. */
  repeatable(filter: ResultFilter, userId: string, limit: number): Promise<Candidate[]> {
    return repeatable(this.database, filter, userId, limit)
  }

  /**
   * The median of the seconds that a rating takes, over all raters: the pace of one person stays private.
   * @returns null where too few were measured.
   */
  async teamPace(): Promise<number | null> {
    const [counted] = await this.database.query('SELECT count(seconds) AS known FROM ratings')
    const known = counted ? number(counted, 'known') : 0
    if (known < FEWEST_FOR_PACE) return null
    const rows = await this.database.query(
      'SELECT seconds FROM ratings WHERE seconds IS NOT NULL ORDER BY seconds LIMIT ? OFFSET ?',
      [known % 2 === 0 ? 2 : 1, Math.floor((known - 1) / 2)],
    )
    return rows.reduce((sum, row) => sum + number(row, 'seconds'), 0) / rows.length
  }

  /** Every user who has rated, by name. Steps through the index, a rater at a time. */
  async raters(): Promise<string[]> {
    const rows = await this.database.query(
      `WITH RECURSIVE raters(name) AS (
         SELECT min(user_id) FROM ratings
         UNION ALL SELECT (SELECT min(user_id) FROM ratings WHERE user_id > name) FROM raters WHERE name IS NOT NULL
       ) SELECT name FROM raters WHERE name IS NOT NULL`,
    )
    return rows.map((row) => text(row, 'name'))
  }

  /** Every rating within the filter with the factors of its result, in a fixed order. */
  factored(filter: ResultFilter): Promise<FactoredRating[]> {
    return factoredRatings(this.database, filter)
  }

  /** All that people said of the results within the filter, a page at a time. */
  pages(filter: ResultFilter): AsyncGenerator<ExportedRating[]> {
    return exportedRatings(this.database, filter)
  }

  /** First and second ratings of results that were shown twice. */
  repeats(filter: ResultFilter): Promise<RepeatedRating[]> {
    return repeatedRatings(this.database, filter)
  }

  /** How many completed results there are within the filter, and how many of them anybody has rated. */
  async progress(filter: ResultFilter): Promise<{results: number; rated: number}> {
    const {sql, args} = levelledResults({...filter, status: 'completed'})
    const [row] = await this.database.query(
      `SELECT count(*) AS results, coalesce(sum(rating_count > 0), 0) AS rated FROM ${sql}`,
      args,
    )
    return {results: number(row!, 'results'), rated: number(row!, 'rated')}
  }

  /** How many ratings are not blind, of how many; `known`: how many there are, where that is known. */
  blindness(filter: ResultFilter, known?: number): Promise<Blindness> {
    return blindnessOf(this.database, filter, known)
  }
}

const toRating = (row: Row): RatingRecord => readRow(row, RATING_TABLE)
const toNote = (row: Row): NoteRecord => readRow(row, ANNOTATION_TABLE)
