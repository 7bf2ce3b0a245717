import type {Database} from './database/database.js'
import {text} from './database/rows.js'

/** Ids of archived runs; NULL among them, which SQLite allows, would make NOT IN leave out everything. */
export const ARCHIVED = 'SELECT id FROM run_archive WHERE archived_at IS NOT NULL AND id IS NOT NULL'
/** Results of runs that are not archived, as a condition on rows of `results`. */
export const NOT_ARCHIVED = `results.run_id NOT IN (${ARCHIVED})`

/** Runs that were taken out of figures and queue; all that was paid for them stays in the books. */
export class ArchiveRepository {
  constructor(private readonly database: Database) {}

  /** Archives a run, or restores it (`at` null). @returns false where it was so already. */
  async set(runId: string, at: string | null): Promise<boolean> {
    const [changed] = await this.database.write([
      {
        sql: `INSERT INTO run_archive (id, archived_at) SELECT id, ?2 FROM runs WHERE id = ?1 AND (?2 IS NOT NULL OR EXISTS (SELECT 1 FROM run_archive WHERE id = ?1))
          ON CONFLICT (id) DO UPDATE SET archived_at = excluded.archived_at
          WHERE (archived_at IS NULL) <> (excluded.archived_at IS NULL)`,
        args: [runId, at],
      },
    ])
    return (changed?.rowsAffected ?? 0) > 0
  }

  /** The archived runs, with the moment of each. */
  async all(): Promise<Map<string, string>> {
    const rows = await this.database.query(
      'SELECT id, archived_at FROM run_archive WHERE archived_at IS NOT NULL ORDER BY id',
    )
    return new Map(rows.map((row) => [text(row, 'id'), text(row, 'archived_at')]))
  }
}
