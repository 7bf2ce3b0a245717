import type {Database} from './database/database.js'
import {number, text} from './database/rows.js'

export type ChangeKind =
  | 'definition'
  | 'run'
  | 'archive'
  | 'rater'
  | 'result'
  | 'rating'
  | 'repeat'
  | 'note'
  | 'judgement'
  | 'call'
  | 'deleted_run'
  | 'deleted_cost'

/** The last change of a row. */
export interface Change {
  kind: ChangeKind
  id: string
  /** Counts up with every change in this database. */
  seq: number
  deleted: boolean
}

/** The changes of this database, by any program; the database's triggers keep them. */
export class ChangeRepository {
  constructor(private readonly database: Database) {}

  /**
   * The number of the newest change: as long as the number is the same, so are all data that were ever read.
   */
  async latest(): Promise<number> {
    const [row] = await this.database.query('SELECT max(seq) AS seq FROM changes')
    return row ? number(row, 'seq') : 0
  }

  /** The rows that changed after `seq`, each with its last change, oldest first. */
  async since(seq: number): Promise<Change[]> {
    const rows = await this.database.queryAll(
      'SELECT kind, id, seq, deleted FROM changes WHERE seq > ? ORDER BY seq',
      [seq],
    )
    return rows.map((row) => ({
      kind: text(row, 'kind') as ChangeKind,
      id: text(row, 'id'),
      seq: number(row, 'seq'),
      deleted: number(row, 'deleted') === 1,
    }))
  }
}
