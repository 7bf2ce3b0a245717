import type {InValue, Row} from '@libsql/client'
import type {ChangeKind} from '../changes.js'
import {number, numberOrNull, text} from '../database/rows.js'
import type {ForeignChange, Stamp} from './merge-rows.js'
import {KINDS} from './sync-tables.js'

/** The last change of a row, without the row. */
export interface Entry extends Stamp {
  kind: ChangeKind
  id: string
  seq: number
  rev: number | null
  deleted: boolean
}

/** A change that the team's database does not have. */
export type PendingChange = ForeignChange & {seq: number}

/** The columns of an entry; ?1: the device of changes that name no device. */
export const ENTRY = 'kind, id, seq, updated_at, coalesce(updated_by, ?1) AS updated_by, rev, deleted'
export const ENTRIES_OF = `SELECT ${ENTRY} FROM changes WHERE kind = ?2 AND id IN (SELECT value FROM json_each(?3))`

/** Rows with parents first, deletions with children first. */
export function byKind<T extends ForeignChange>(changes: readonly T[]): Map<ChangeKind, T[]> {
  const order = changes.some(({row}) => row === undefined) ? [...KINDS].reverse() : KINDS
  const groups = order.map((kind) => [kind, changes.filter((change) => change.kind === kind)] as const)
  return new Map(groups.filter(([, group]) => group.length > 0))
}

export function qualified(columns: readonly string[]): string {
  return columns.map((column) => `one.${column} AS ${column}`).join(', ')
}

export function toEntry(row: Row): Entry {
  return {
    kind: text(row, 'kind') as ChangeKind,
    id: text(row, 'id'),
    seq: number(row, 'seq'),
    updated_at: number(row, 'updated_at'),
    updated_by: text(row, 'updated_by'),
    rev: numberOrNull(row, 'rev'),
    deleted: number(row, 'deleted') === 1,
  }
}

export function toChange(kind: ChangeKind, row: Row, columns: readonly string[]): PendingChange {
  return {
    kind,
    id: text(row, 'id'),
    seq: number(row, 'seq'),
    updated_at: number(row, 'updated_at'),
    updated_by: text(row, 'updated_by'),
    rev: undefined,
    row: columns.map((column) => row[column] as InValue),
  }
}
