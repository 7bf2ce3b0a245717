import {MARKS_PART} from '../../records/rating.js'
import type {RowOf} from '../../records/columns.js'
import type {Database} from '../database/database.js'
import {textList, number, readRow, text} from '../database/rows.js'

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
        {tags: textList(row, 'tags'), flagged: number(row, 'flagged') === 1},
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
}
