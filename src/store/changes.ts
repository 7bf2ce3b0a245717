import type {Database} from './database/database.js'
import {number, text} from './database/rows.js'

export type ChangeKind = 'run' | 'result' | 'rating' | 'repeat' | 'note' | 'call'

/** The last change of a row. */
export interface Change {
  kind: ChangeKind
  id: string
  /** Counts up with every change in this database. */
  seq: number
  deleted: boolean
}

/** What changed in this database, whoever wrote it; the database's triggers keep it. */
export class ChangeRepository {
  constructor(private readonly database: Database) {}

  /** The number of the newest change: as long as it is the same, so is everything that was ever read. */
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
