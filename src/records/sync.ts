/**
 * Changes of each table that were moved, or would be, with their deletions; conflicts: rows changed on both
 * sides since the last sync.
 */
export type SyncedTables = Record<
  string,
  {pulled: number; pushed: number; deletions: number; conflicts: number}
>

/** A row that was changed here and elsewhere since the last sync. */
export interface Conflict {
  table: string
  id: string
  /** The name of the row for people: its kind, what it belongs to, its rater. */
  row: string
  /** The content here, and in the team's database; null: deleted. */
  here: string | null
  there: string | null
  /** Which of the two rows stayed. */
  kept: 'here' | 'there'
}

/** A row that could not be moved; the other rows were moved. */
export interface PassedOver {
  table: string
  id: string
  row: string
  why: string
}

/** The report of `bench sync`. */
export interface SyncAnswer {
  database: string
  remote: string
  dry_run: boolean
  tables: SyncedTables
  /** The first conflicts, by name. */
  conflicts: Conflict[]
  passed_over: PassedOver[]
  /** Rows that stayed here, as their parent row is deleted there. */
  unsent: number
  /** The schema the team's database had before, and how many devices have written into it. */
  upgraded: {from: string; devices: number} | null
  /** Milliseconds the remote's clock is ahead of this machine's; null in a dry run. */
  clock_ahead_ms: number | null
  warnings: string[]
}
