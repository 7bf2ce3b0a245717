import type {Conflict, PassedOver} from '../records/sync.js'
import type {ChangeKind} from '../store/changes.js'
import {KINDS, SYNC_TABLES} from '../store/sync/sync-tables.js'

/** The rows of one table that a sync moved, or would move. */
export interface Moved {
  pulled: number
  pushed: number
  /** How many of these were deletions. */
  deletions: number
  /** Changed here and elsewhere since the last sync; the later change stayed. */
  conflicts: number
}

export type Progress = (moved: Moved & {kind: ChangeKind}) => void

/** A row by its kind and id. */
interface RowId {
  kind: ChangeKind
  id: string
}

/** So many rows are named at the end; of more rows, only the number is given. */
const MOST_NAMED = 1000

/** Counts the rows that move, by kind, and keeps the names of the rows that need a notice. */
export class Tally {
  readonly #moved = new Map<ChangeKind, Moved>(
    KINDS.map((kind) => [kind, {pulled: 0, pushed: 0, deletions: 0, conflicts: 0}]),
  )
  readonly #conflicts = new Map<string, Conflict | undefined>()
  readonly #passedOver = new Map<string, PassedOver>()
  readonly #orphans = new Set<string>()
  readonly #dependents = new Set<string>()
  /** Runs whose results were sent. */
  readonly runs = new Set<string>()

  constructor(private readonly progress: Progress = () => {}) {}

  add(kind: ChangeKind, what: 'pulled' | 'pushed', count: number, isDeletion = false): void {
    if (count === 0) return
    const moved = this.#moved.get(kind)!
    moved[what] += count
    if (isDeletion) moved.deletions += count
    this.progress({kind, ...moved})
  }

  conflict({kind, id}: RowId): void {
    const key = keyOf({kind, id})
    if (this.#conflicts.has(key)) return
    this.#conflicts.set(key, undefined)
    this.#moved.get(kind)!.conflicts++
  }

  /**
   * Describes a conflict; the first description counts, as later calls no longer know the old row of this
   * file.
   */
  nameConflict(kind: ChangeKind, conflict: Omit<Conflict, 'table'>): void {
    this.conflict({kind, id: conflict.id})
    const key = keyOf({kind, id: conflict.id})
    if (this.#conflicts.get(key) === undefined && this.#conflicts.size <= MOST_NAMED)
      this.#conflicts.set(key, {table: SYNC_TABLES[kind].table, ...conflict})
  }

  /** How often a row could not be moved; the same row may come again in one sync. */
  failures = 0

  passOver({kind, id}: RowId, row: string, why: string): void {
    this.failures++
    this.#passedOver.set(keyOf({kind, id}), {table: SYNC_TABLES[kind].table, id, row, why})
  }

  /** Whether a row, or its parent row, could not be moved. */
  isPassedOver(row: RowId): boolean {
    return this.#passedOver.has(keyOf(row)) || this.#dependents.has(keyOf(row))
  }

  /** A row that waits for a row that was passed over. */
  dependent(row: RowId): void {
    this.#dependents.add(keyOf(row))
  }

  orphan(row: RowId): void {
    this.#orphans.add(keyOf(row))
  }

  /** Rows that were not sent, as their parent row is deleted there. */
  get orphans(): number {
    return this.#orphans.size
  }

  get dependents(): number {
    return this.#dependents.size
  }

  get conflicts(): Conflict[] {
    return [...this.#conflicts.values()].filter((conflict) => conflict !== undefined)
  }

  get passedOver(): PassedOver[] {
    return [...this.#passedOver.values()]
  }

  get moved(): Record<ChangeKind, Moved> {
    return Object.fromEntries(this.#moved) as Record<ChangeKind, Moved>
  }
}

export function keyOf({kind, id}: RowId): string {
  return `${kind} ${id}`
}
