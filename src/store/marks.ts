import {MARKS_PART} from '../records/rating.js'
import type {RowOf} from '../records/columns.js'
import type {Database} from './database/database.js'
import {json, number, readRow, text} from './database/rows.js'
import {levelledResults, type ResultFilter} from './results.js'

/** How many results of a model have a tag. */
export interface TagCount {
  tag: string
  model: string
  results: number
  /** Rated results of the model. */
  rated: number
  people: number
}

/** The tags and the chips marked as bad, of one person on one result. */
export type Marks = RowOf<typeof MARKS_PART> & {user_id: string}

/** Notes that other programs wrote may hold anything. */
const TAGS = `json_each(CASE WHEN json_valid(notes.tags) THEN notes.tags ELSE '[]' END)`

/** What raters marked besides scores and notes. */
export class MarkRepository {
  constructor(private readonly database: Database) {}

  /** By person, oldest first. */
  async ofResult(resultId: string): Promise<Marks[]> {
    const rows = await this.database.query(
      'SELECT user_id, tags, bad_chips, seen_at FROM notes WHERE result_id = ? ORDER BY created_at, id',
      [resultId],
    )
    return rows.map((row) => ({...readRow(row, MARKS_PART), user_id: text(row, 'user_id')}))
  }

  /** Tags and whether anybody flagged it, by result; results without either are missing. */
  async ofResults(ids: readonly string[]): Promise<Map<string, {tags: string[]; flagged: boolean}>> {
    const rows = await this.database.query(
      `SELECT result_id, max(flagged) AS flagged,
         json_group_array(DISTINCT tag.value) FILTER (WHERE tag.value IS NOT NULL) AS tags
       FROM json_each(?) AS wanted JOIN notes ON notes.result_id = wanted.value LEFT JOIN ${TAGS} AS tag
       GROUP BY result_id`,
      [JSON.stringify(ids)],
    )
    return new Map(
      rows.map((row) => [
        text(row, 'result_id'),
        {tags: json<string[]>(row, 'tags', []), flagged: number(row, 'flagged') === 1},
      ]),
    )
  }

  /** Every tag that anybody gave, by name. */
  async tags(): Promise<string[]> {
    const rows = await this.database.query(
      `SELECT DISTINCT tag.value AS tag FROM notes, ${TAGS} AS tag WHERE tags <> '[]' ORDER BY tag`,
    )
    return rows.map((row) => text(row, 'tag'))
  }

  /** Tags within the filter, the most frequent first. */
  async counts(filter: ResultFilter): Promise<TagCount[]> {
    const {sql, args} = levelledResults({...filter, status: 'completed'})
    const rows = await this.database.queryAll(
      `SELECT tag.value AS tag, results.model AS model, count(DISTINCT results.id) AS results,
         count(DISTINCT notes.user_id) AS people
       FROM ${sql} JOIN notes ON notes.result_id = results.id AND notes.tags <> '[]', ${TAGS} AS tag
       GROUP BY tag, results.model ORDER BY tag, results.model`,
      args,
    )
    if (rows.length === 0) return []
    const rated = new Map(
      (
        await this.database.queryAll(
          `SELECT model, sum(rating_count > 0) AS rated FROM ${sql} GROUP BY model`,
          args,
        )
      ).map((row) => [text(row, 'model'), number(row, 'rated')]),
    )
    return rows
      .map((row) => ({
        tag: text(row, 'tag'),
        model: text(row, 'model'),
        results: number(row, 'results'),
        rated: rated.get(text(row, 'model')) ?? 0,
        people: number(row, 'people'),
      }))
      .sort((a, b) => b.results - a.results)
  }
}
