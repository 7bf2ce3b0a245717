import type {ChangeKind} from '../changes.js'
import type {Terms} from './sync-rules.js'
import {SYNC_TABLES, type SyncTable} from './sync-tables.js'

/*
 * Conditions and values of statements that merge rows. In them *given* is a row that comes, *have* the entry
 * and *old* the row of the database that is merged into; ?3 is the device of changes that name no device.
 */

export const THEIR_STAMP = '(given.updated_at, given.updated_by)'
export const OUR_STAMP = '(have.updated_at, coalesce(have.updated_by, ?3))'

/** The condition for a row with the same unique values under another id. */
export function isRival(unique: readonly string[]): string {
  return [...unique.map((column) => `rival.${column} = given.${column}`), 'rival.id <> given.id'].join(
    ' AND ',
  )
}

/** The conditions of `RULES`, as SQL for a marking statement. */
export function termsOf(kind: ChangeKind): Omit<Terms, 'content'> {
  const settled = isSettled('old', SYNC_TABLES[kind])
  return {
    ours: {
      absent: 'have.id IS NULL',
      deleted: 'have.deleted = 1',
      open: `(have.deleted = 0 AND NOT ${settled})`,
      settled: `(have.deleted = 0 AND ${settled})`,
    },
    theirs: {deleted: 'FALSE', open: 'NOT given.is_settled', settled: 'given.is_settled'},
    stamp: {
      later: `${THEIR_STAMP} > ${OUR_STAMP}`,
      equal: `${THEIR_STAMP} = ${OUR_STAMP}`,
      earlier: `${THEIR_STAMP} < ${OUR_STAMP}`,
    },
  }
}

export function isSettled(from: string, {settled}: SyncTable): string {
  if (!settled) return 'FALSE'
  const {column, begins} = settled
  return `(coalesce(substr(${from}.${column}, 1, ${begins.length}), '') = '${begins}')`
}

/**
 * Compares two rows column by column, NULL before all else: 1 where given is greater, 0 where less, else
 * NULL.
 */
export function contentSql(columns: readonly string[]): string {
  const arms = columns
    .slice(1)
    .map(
      (column) =>
        `WHEN given.${column} IS NOT old.${column} THEN coalesce(given.${column} > old.${column}, old.${column} IS NULL)`,
    )
  return `CASE ${arms.join(' ')} END`
}

/** A column of a row that comes, merged with the column of the row that is there. */
export function mergedSql(kind: ChangeKind, column: string, incoming: string, old: string): string {
  const how = SYNC_TABLES[kind].merged?.[column]
  if (!how) return `${incoming}.${column}`
  const both = `${incoming}.${column}, ${old}.${column}`
  // NULL where either is NULL, and of two values the same one on every side.
  if (how === 'null') return `min(${both})`
  const kept = `coalesce(${how === 'least' ? 'min' : 'max'}(${both}), ${both})`
  return `CASE WHEN ${isSettled(incoming, SYNC_TABLES[kind])} THEN ${incoming}.${column} ELSE ${kept} END`
}
