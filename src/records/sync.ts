/** The tables that move between databases. */
export const SYNCED_TABLES = ['runs', 'results', 'ratings', 'rating_repeats', 'notes', 'calls'] as const

/** Changes of each table that were moved, or would be, deletions among them; conflicts: changed on both sides since the last sync. */
export type SyncedTables = Record<
  (typeof SYNCED_TABLES)[number],
  {pulled: number; pushed: number; deletions: number; conflicts: number}
>

/** What `bench sync` did. */
export interface SyncAnswer {
  database: string
  remote: string
  dry_run: boolean
  tables: SyncedTables
  /** Rows that stayed here, as what they belong to is deleted there. */
  unsent: number
  /** Milliseconds the remote's clock is ahead of this machine's; null in a dry run. */
  clock_ahead_ms: number | null
  warnings: string[]
}
