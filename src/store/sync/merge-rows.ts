import type {InValue} from '@libsql/client'
import type {ChangeKind} from '../changes.js'
import type {Statement} from '../database/database.js'
import {notRemoved, raterId} from '../ratings/rater-ids.js'
import {winnerSql, type OnTie} from './sync-rules.js'
import {contentSql, isRival, isSettled, mergedSql, OUR_STAMP, termsOf, THEIR_STAMP} from './merge-sql.js'
import {KINDS, SYNC_TABLES, valueOf} from './sync-tables.js'

/** The time and the device of a row's last change. */
export interface Stamp {
  updated_at: number
  updated_by: string
}

/** A change from another database, with the changed row; without a row when the change is a deletion. */
export interface ForeignChange extends Stamp {
  kind: ChangeKind
  id: string
  /** The number of the change in the team's database; undefined when the change comes to that database. */
  rev: number | undefined
  row: InValue[] | undefined
}

/** Keeps the number of a statement's arguments below what SQLite takes, and its text short. */
const ROWS_A_STATEMENT = 40

/**
 * The statements that merge changes of one kind into a database, in one transaction. A change that wins by
 * `RULES` gets its entry first, marked by a `rev` below 0, so that the triggers leave the stamp alone; then
 * come the rows of the marked entries, then the marks go. Rows that differ under one stamp are written
 * without a mark: the triggers note that as a new change.
 * @param localId the device of changes here that name no device.
 */
export function mergeStatements(
  kind: ChangeKind,
  changes: readonly ForeignChange[],
  localId: string,
  onTie: OnTie,
): Statement[] {
  const deleted = changes.filter(({row}) => row === undefined)
  const present = changes.filter(({row}) => row !== undefined)
  return [
    ...(present.length > 0 ? writing(kind, present, localId, onTie) : []),
    ...(deleted.length > 0 ? removing(kind, deleted, localId, onTie) : []),
    unmarking(kind, changes),
    ...(present.length > 0 ? notingMerged(kind, present, localId) : []),
  ]
}

function writing(
  kind: ChangeKind,
  changes: readonly ForeignChange[],
  localId: string,
  onTie: OnTie,
): Statement[] {
  const {table, columns, law, parents, unique, settled} = SYNC_TABLES[kind]
  // A device deletes what comes of removed people, and so tells the team; the team takes nothing of them.
  const isGuarded = onTie === 'ours' && kind !== 'rater' && columns.includes('user_id')
  const keys = [...new Set([...parents.map(({column}) => column), ...(unique ?? [])])].filter(
    (column) => column !== 'id',
  )
  const withChanges = givenSql(isGuarded ? [...keys, 'rater_id'] : keys)
  const incoming = JSON.stringify(
    changes.map(({id, updated_at, updated_by, rev, row}) => {
      const isSettled = settled && textOf(valueOf(kind, row!, settled.column)).startsWith(settled.begins)
      return [
        id,
        updated_at,
        updated_by,
        rev ?? 1,
        Number(isSettled ?? false),
        ...keys.map((key) => valueOf(kind, row!, key)),
        ...(isGuarded ? [raterId(textOf(valueOf(kind, row!, 'user_id')))] : []),
      ]
    }),
  )
  const conditions = [
    winnerSql(law, onTie, {...termsOf(kind), content: undefined}),
    ...parents.map((parent) => `EXISTS (SELECT 1 FROM ${parent.table} WHERE id = given.${parent.column})`),
    ...(isGuarded ? [notRemoved('given.rater_id')] : []),
    ...(unique
      ? [
          `NOT EXISTS (SELECT 1 FROM ${table} AS rival JOIN changes AS held ON held.kind = '${kind}' AND held.id = rival.id
            WHERE ${isRival(unique)} AND (held.updated_at, coalesce(held.updated_by, ?3), held.id) > (given.updated_at, given.updated_by, given.id))`,
        ]
      : []),
  ]
  const statements: Statement[] = [
    markStatement(
      `${withChanges} ${MARK}, 0 FROM given ${entryAndRow(table)} WHERE ${conditions.join(' AND ')}`,
      [incoming, kind, localId],
    ),
  ]
  if (unique) {
    statements.push({
      sql: `${withChanges} DELETE FROM ${table} WHERE id IN (
          SELECT rival.id FROM given JOIN changes ON changes.kind = ?2 AND changes.id = given.id AND changes.rev < 0
          JOIN ${table} AS rival ON ${isRival(unique)})`,
      args: [incoming, kind],
    })
  }

  for (let at = 0; at < changes.length; at += ROWS_A_STATEMENT)
    statements.push(rowsStatement(kind, changes.slice(at, at + ROWS_A_STATEMENT), localId, onTie))
  return statements
}

function textOf(value: InValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

/**
 * Columns that are merged apart: where the row is not as either side had it, that is a change of its own,
 * which every device is to see.
 */
function notingMerged(kind: ChangeKind, changes: readonly ForeignChange[], localId: string): Statement[] {
  const table = SYNC_TABLES[kind]
  return Object.keys(table.merged ?? {}).map((column) => {
    const merged = mergedSql(kind, column, 'given', 'old')
    return {
      sql: `WITH given AS (SELECT value ->> 0 AS id, value ->> 1 AS updated_at, value ->> 2 AS updated_by, value ->> 3 AS ${column}
          ${table.settled ? `, value ->> 4 AS ${table.settled.column}` : ''} FROM json_each(?1)),
        differing AS (SELECT given.id, ${merged} AS ${column} FROM given
          CROSS JOIN ${table.table} AS old ON old.id = given.id
          CROSS JOIN changes AS have ON have.kind = ?2 AND have.id = given.id
          WHERE NOT ${isSettled('given', table)} AND NOT ${isSettled('old', table)}
            AND (${merged} IS NOT old.${column} OR (${merged} IS NOT given.${column} AND ${THEIR_STAMP} = ${OUR_STAMP})))
        UPDATE ${table.table} SET ${column} = (SELECT ${column} FROM differing WHERE differing.id = ${table.table}.id)
        WHERE id IN (SELECT id FROM differing)`,
      args: [
        JSON.stringify(
          changes.map(({id, updated_at, updated_by, row}) => [
            id,
            updated_at,
            updated_by,
            valueOf(kind, row!, column),
            ...(table.settled ? [valueOf(kind, row!, table.settled.column)] : []),
          ]),
        ),
        kind,
        localId,
      ],
    }
  })
}

/** Writes the rows of marked entries, and the winners among rows that differ under one stamp. */
function rowsStatement(
  kind: ChangeKind,
  changes: readonly ForeignChange[],
  localId: string,
  onTie: OnTie,
): Statement {
  const {table, columns, law} = SYNC_TABLES[kind]
  const content = contentSql(columns)
  const terms = termsOf(kind)
  const settled = isSettled('given', SYNC_TABLES[kind])
  const wins = winnerSql(law, onTie, {
    ...terms,
    theirs: {...terms.theirs, settled, open: `NOT ${settled}`},
    stamp: {later: 'FALSE', equal: 'TRUE', earlier: 'FALSE'},
    content: {greater: `(${content}) = 1`, same: 'FALSE', less: `(${content}) = 0`},
  })
  const row = `(${[...columns, 'at', 'device'].map(() => '?').join(', ')})`
  const list = (from: string) => columns.map((column) => `${from}.${column}`).join(', ')
  return {
    sql: `WITH given (${columns.join(', ')}, given_at, given_by) AS (VALUES ${changes.map(() => row).join(', ')}),
      differing AS (SELECT given.id, ${wins} AS wins FROM given
        CROSS JOIN changes AS have ON have.kind = '${kind}' AND have.id = given.id AND have.deleted = 0
          AND coalesce(have.rev, 0) >= 0 AND have.updated_at = given.given_at AND coalesce(have.updated_by, ?) = given.given_by
        CROSS JOIN ${table} AS old ON old.id = given.id WHERE (${content}) IS NOT NULL)
      INSERT INTO ${table} (${columns.join(', ')})
      SELECT ${list('given')} FROM given
        CROSS JOIN changes ON changes.kind = '${kind}' AND changes.id = given.id AND changes.rev < 0
      UNION ALL SELECT ${list('given')} FROM given CROSS JOIN differing ON differing.id = given.id AND wins
      UNION ALL SELECT ${list('old')} FROM differing CROSS JOIN ${table} AS old ON old.id = differing.id AND NOT wins
      WHERE TRUE
      ON CONFLICT (id) DO UPDATE SET ${columns
        .slice(1)
        .map((column) => `${column} = ${mergedSql(kind, column, 'excluded', table)}`)
        .join(', ')}`,
    args: [
      ...changes.flatMap(({row: values, updated_at, updated_by}) => [...values!, updated_at, updated_by]),
      localId,
    ],
  }
}

function removing(
  kind: ChangeKind,
  changes: readonly ForeignChange[],
  localId: string,
  onTie: OnTie,
): Statement[] {
  const {table, law} = SYNC_TABLES[kind]
  const incoming = JSON.stringify(
    changes.map(({id, updated_at, updated_by, rev}) => [id, updated_at, updated_by, rev ?? 1]),
  )
  const terms = {
    ...termsOf(kind),
    theirs: {deleted: 'TRUE', open: 'FALSE', settled: 'FALSE'},
    content: undefined,
  }
  return [
    markStatement(
      `${givenSql([])} ${MARK}, 1 FROM given ${entryAndRow(table)} WHERE ${winnerSql(law, onTie, terms)}`,
      [incoming, kind, localId],
    ),
    ...deleteStatements(
      kind,
      `SELECT id FROM changes WHERE kind = '${kind}' AND rev < 0
         AND id IN (SELECT value ->> 0 FROM json_each(?))`,
      [incoming],
    ),
  ]
}

/**
 * Deletes rows and all that belongs to them, children first; the triggers note deletions that have no entry
 * yet.
 */
export function deleteStatements(kind: ChangeKind, ids: string, args: InValue[]): Statement[] {
  const children = [...KINDS].reverse().flatMap((child) => {
    const parent = SYNC_TABLES[child].parents.find((candidate) => candidate.kind === kind)
    return parent
      ? [{child, of: `SELECT id FROM ${SYNC_TABLES[child].table} WHERE ${parent.column} IN (${ids})`}]
      : []
  })
  return [
    ...children.flatMap(({child, of}) => deleteStatements(child, of, args)),
    {sql: `DELETE FROM ${SYNC_TABLES[kind].table} WHERE id IN (${ids})`, args},
  ]
}

/**
 * In the team's database `rev` has no meaning; elsewhere it is the change's number in the team's database.
 */
function unmarking(kind: ChangeKind, changes: readonly ForeignChange[]): Statement {
  return {
    sql: `UPDATE changes SET rev = ${changes[0]?.rev === undefined ? 'NULL' : '-rev'}
      WHERE kind = ? AND rev < 0 AND id IN (SELECT value FROM json_each(?))`,
    args: [kind, JSON.stringify(changes.map(({id}) => id))],
  }
}

function givenSql(keys: readonly string[]): string {
  const names = ['id', 'updated_at', 'updated_by', 'rev', 'is_settled', ...keys]
  return `WITH given AS (SELECT ${names.map((name, at) => `value ->> ${at} AS ${name}`).join(', ')} FROM json_each(?1))`
}

/** Where no stamp counts, the device of the changes here is not needed. */
function markStatement(sql: string, [incoming, kind, localId]: [string, ChangeKind, string]): Statement {
  return {
    sql: `${sql} ${MARK_AGAIN}`,
    args: sql.includes('?3') ? [incoming, kind, localId] : [incoming, kind],
  }
}

const entryAndRow = (table: string) => `LEFT JOIN changes AS have ON have.kind = ?2 AND have.id = given.id
  LEFT JOIN ${table} AS old ON old.id = given.id`
const MARK = `INSERT INTO changes (kind, id, seq, updated_at, updated_by, rev, deleted)
  SELECT ?2, given.id, (SELECT coalesce(max(seq), 0) FROM changes) + row_number() OVER (ORDER BY given.id), given.updated_at, given.updated_by, -given.rev`
const MARK_AGAIN = `ON CONFLICT (kind, id) DO UPDATE SET seq = excluded.seq, updated_at = excluded.updated_at,
  updated_by = excluded.updated_by, rev = excluded.rev, deleted = excluded.deleted`
