import type {InValue} from '@libsql/client'
import type {ChangeKind} from './changes.js'
import type {Statement} from './database/database.js'
import {SYNC_TABLES} from './sync-tables.js'

/** When and by whom a row was changed last; who is later wins, and between equals the greater name. */
export interface Stamp {
  updated_at: number
  updated_by: string
}

/** A change from another database, with the row it made; none when it deleted it. */
export interface ForeignChange extends Stamp {
  kind: ChangeKind
  id: string
  /** Its number in the team's database; undefined when it comes there. */
  rev: number | undefined
  row: InValue[] | undefined
}

/**
 * Whose word counts where no stamp can decide, as a completed result never changes: that of the team's
 * database, which has seen all devices.
 */
export type OnTie = 'given' | 'present'

/** Keeps the number of a statement's arguments below what SQLite takes, and its text short. */
const ROWS_A_STATEMENT = 40

/**
 * The statements that bring changes of one kind into a database, in one transaction. A change that wins gets
 * its entry first, marked by a `rev` below 0, so that the triggers leave the stamp alone; then come the rows
 * of the marked entries, then the marks go.
 * @param localId who made the changes here that name nobody.
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
    ...(deleted.length > 0 ? removing(kind, deleted, localId) : []),
    unmarking(kind, changes),
  ]
}

function writing(
  kind: ChangeKind,
  changes: readonly ForeignChange[],
  localId: string,
  onTie: OnTie,
): Statement[] {
  const {table, columns, parent, person} = SYNC_TABLES[kind]
  const incoming = JSON.stringify(
    changes.map(({id, updated_at, updated_by, rev, row}) => {
      const value = (column: string | undefined) =>
        column === undefined ? null : row![columns.indexOf(column)]
      return [id, updated_at, updated_by, rev ?? 1, value(parent?.column), value(person ?? 'status')]
    }),
  )
  const statements: Statement[] = [
    {
      sql: `${GIVEN} ${MARK}, 0 FROM given
        LEFT JOIN changes AS have ON have.kind = ?2 AND have.id = given.id
        LEFT JOIN ${table} AS old ON old.id = given.id
        WHERE ${winning(kind, onTie)}
          ${parent ? `AND EXISTS (SELECT 1 FROM ${parent.table} WHERE id = given.parent)` : ''}
          ${person ? `AND NOT EXISTS (SELECT 1 FROM ${rivals(kind)} WHERE (theirs.updated_at, coalesce(theirs.updated_by, ?3)) > (given.updated_at, given.updated_by))` : ''}
        ${MARK_AGAIN}`,
      args: [incoming, kind, localId],
    },
  ]
  // The same person's word on the same result under another id: only one of the two can stay.
  if (person) {
    statements.push({
      sql: `${GIVEN} DELETE FROM ${table} WHERE id IN (
          SELECT rival.id FROM given JOIN changes ON changes.kind = ?2 AND changes.id = given.id AND changes.rev < 0
          JOIN ${table} AS rival ON rival.${parent!.column} = given.parent AND rival.${person} = given.extra AND rival.id <> given.id)`,
      args: [incoming, kind],
    })
  }

  for (let at = 0; at < changes.length; at += ROWS_A_STATEMENT) {
    const part = changes.slice(at, at + ROWS_A_STATEMENT)
    const row = `(${columns.map(() => '?').join(', ')})`
    statements.push({
      sql: `WITH given (${columns.join(', ')}) AS (VALUES ${part.map(() => row).join(', ')})
        INSERT INTO ${table} (${columns.join(', ')}) SELECT given.* FROM given
        JOIN changes ON changes.kind = '${kind}' AND changes.id = given.id AND changes.rev < 0 WHERE TRUE
        ON CONFLICT (id) DO UPDATE SET ${columns
          .slice(1)
          .map((column) => `${column} = excluded.${column}`)
          .join(', ')}`,
      args: part.flatMap(({row: values}) => values!),
    })
  }

  return statements
}

function removing(kind: ChangeKind, changes: readonly ForeignChange[], localId: string): Statement[] {
  const {table, isFinal} = SYNC_TABLES[kind]
  const incoming = JSON.stringify(
    changes.map(({id, updated_at, updated_by, rev}) => [id, updated_at, updated_by, rev ?? 1]),
  )
  return [
    {
      sql: `${GIVEN} ${MARK}, 1 FROM given
        LEFT JOIN changes AS have ON have.kind = ?2 AND have.id = given.id
        WHERE have.id IS NULL OR ${isFinal ? 'have.deleted = 0' : LATER} ${MARK_AGAIN}`,
      args: isFinal ? [incoming, kind] : [incoming, kind, localId],
    },
    ...deleteStatements(
      kind,
      `SELECT id FROM changes WHERE kind = '${kind}' AND rev < 0 AND id IN (SELECT value ->> 0 FROM json_each(?))`,
      [incoming],
      table,
    ),
  ]
}

/** Deletes rows and all that belongs to them, children first; the triggers note what nobody else has noted. */
export function deleteStatements(
  kind: ChangeKind,
  ids: string,
  args: InValue[],
  table = SYNC_TABLES[kind].table,
): Statement[] {
  const statements: Statement[] = []
  if (kind === 'run' || kind === 'result') {
    const results = kind === 'run' ? `SELECT id FROM results WHERE run_id IN (${ids})` : ids
    for (const child of ['notes', 'rating_repeats', 'ratings'])
      statements.push({sql: `DELETE FROM ${child} WHERE result_id IN (${results})`, args})
  }

  if (kind === 'run')
    for (const child of ['calls', 'results'])
      statements.push({sql: `DELETE FROM ${child} WHERE run_id IN (${ids})`, args})
  return [...statements, {sql: `DELETE FROM ${table} WHERE id IN (${ids})`, args}]
}

/** In the team's database `rev` says nothing; elsewhere it is the number the change has there. */
function unmarking(kind: ChangeKind, changes: readonly ForeignChange[]): Statement {
  return {
    sql: `UPDATE changes SET rev = ${changes[0]?.rev === undefined ? 'NULL' : '-rev'}
      WHERE kind = ? AND rev < 0 AND id IN (SELECT value FROM json_each(?))`,
    args: [kind, JSON.stringify(changes.map(({id}) => id))],
  }
}

const GIVEN = `WITH given AS (
    SELECT value ->> 0 AS id, value ->> 1 AS updated_at, value ->> 2 AS updated_by, value ->> 3 AS rev, value ->> 4 AS parent, value ->> 5 AS extra
    FROM json_each(?1))`
const MARK = `INSERT INTO changes (kind, id, seq, updated_at, updated_by, rev, deleted)
  SELECT ?2, given.id, (SELECT coalesce(max(seq), 0) FROM changes) + row_number() OVER (ORDER BY given.id), given.updated_at, given.updated_by, -given.rev`
const MARK_AGAIN = `ON CONFLICT (kind, id) DO UPDATE SET seq = excluded.seq, updated_at = excluded.updated_at,
  updated_by = excluded.updated_by, rev = excluded.rev, deleted = excluded.deleted`
const LATER = '(given.updated_at, given.updated_by) > (have.updated_at, coalesce(have.updated_by, ?3))'

function rivals(kind: ChangeKind): string {
  const {table, parent, person} = SYNC_TABLES[kind]
  return `${table} AS rival JOIN changes AS theirs ON theirs.kind = '${kind}' AND theirs.id = rival.id
    AND rival.${parent!.column} = given.parent AND rival.${person!} = given.extra AND rival.id <> given.id`
}

/** Whether a given row wins over what is here. */
function winning(kind: ChangeKind, onTie: OnTie): string {
  if (kind === 'result') {
    const differs = `(given.updated_at, given.updated_by) <> (have.updated_at, coalesce(have.updated_by, ?3))`
    // Completed beats failed, whatever the clocks say. Of two completed ones the team's stays.
    return `(have.id IS NULL OR (have.deleted = 0 AND CASE WHEN given.extra = 'completed'
      THEN old.status = 'failed' ${onTie === 'given' ? `OR ${differs}` : ''} ELSE old.status = 'failed' AND ${LATER} END))`
  }

  return SYNC_TABLES[kind].isFinal
    ? `(have.id IS NULL OR (have.deleted = 0 AND ${LATER}))`
    : `(have.id IS NULL OR ${LATER})`
}
