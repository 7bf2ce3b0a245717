import type {ChangeKind} from '../store/changes.js'
import {KINDS} from '../store/sync-tables.js'

/** What a sync moved of one table, or would move. */
export interface Moved {
  pulled: number
  pushed: number
  /** How many of these were deletions. */
  deletions: number
  /** Changed here and elsewhere since the last sync; the later change stayed. */
  conflicts: number
}

export type Progress = (moved: Moved & {kind: ChangeKind}) => void

/** Counts what moves, by kind. */
export class Tally {
  readonly #moved = new Map<ChangeKind, Moved>(
    KINDS.map((kind) => [kind, {pulled: 0, pushed: 0, deletions: 0, conflicts: 0}]),
  )
  readonly #conflicts = new Set<string>()
  /** Runs that results were sent of. */
  readonly runs = new Set<string>()
  readonly #orphans = new Set<string>()

  constructor(private readonly progress: Progress = () => {}) {}

  add(kind: ChangeKind, what: 'pulled' | 'pushed', count: number, isDeletion = false): void {
    if (count === 0) return
    const moved = this.#moved.get(kind)!
    moved[what] += count
    if (isDeletion) moved.deletions += count
    this.progress({kind, ...moved})
  }

  conflict(kind: ChangeKind, id: string): void {
    const key = `${kind} ${id}`
    if (this.#conflicts.has(key)) return
    this.#conflicts.add(key)
    this.#moved.get(kind)!.conflicts++
  }

  orphan(kind: ChangeKind, id: string): void {
    this.#orphans.add(`${kind} ${id}`)
  }

  /** Rows that were not sent, as what they belong to is deleted there. */
  get orphans(): number {
    return this.#orphans.size
  }

  get moved(): Record<ChangeKind, Moved> {
    return Object.fromEntries(this.#moved) as Record<ChangeKind, Moved>
  }
}
