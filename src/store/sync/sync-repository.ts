import type {InValue} from '@libsql/client'
import {remoteChanged} from '../../errors/remote.js'
import {mergeStatements, type ForeignChange} from './merge-rows.js'
import {
  byKind,
  ENTRIES_OF,
  ENTRY,
  qualified,
  toChange,
  toEntry,
  type Entry,
  type PendingChange,
} from './sync-entries.js'
import type {ChangeKind} from '../changes.js'
import type {Database, Statement, WriteResult} from '../database/database.js'
import {KINDS, SYNC_TABLES, valueOf, type Parent} from './sync-tables.js'
import {SCHEMA_VERSION} from '../database/migrations.js'
import {number, numberOrNull, text, textOrNull} from '../database/rows.js'

/** The id of a database, and its newest change. */
export interface Identity {
  db_id: string
  /** The number of its newest change. */
  latest: number
  /** Its clock, milliseconds since the epoch. */
  now: number
}

/** How far this database is in step with the team's; see schema.sql. */
export interface SyncState {
  remote_id: string
  pulled: number
  pushed: number
  calls_pulled: number
  calls_pushed: number
  seen_kind: ChangeKind | null
  seen_id: string | null
  seen_seq: number | null
}

/**
 * The outcome of changes that were sent: the entries there now, and the numbers of the database after that.
 */
export interface Sent {
  before: number
  after: number
  entries: Entry[]
}

const ENTRIES_A_PAGE = 5000
const LATEST = 'SELECT coalesce(max(seq), 0) AS latest FROM changes'
// Fails, and the whole transaction with it, unless this is still the same database.
const GUARD = `SELECT CASE WHEN (SELECT db_id FROM meta) = ? AND (SELECT user_version FROM pragma_user_version) = ? THEN 1
  ELSE json('not the same database') END`

/** Changes with their rows, read from one database and brought into another. */
export class SyncRepository {
  constructor(private readonly database: Database) {}

  async identity(): Promise<Identity> {
    const [row] = await this.database.query(
      `SELECT db_id, (${LATEST}) AS latest, CAST(unixepoch('subsec') * 1000 AS INTEGER) AS now FROM meta`,
    )
    return {db_id: text(row!, 'db_id'), latest: number(row!, 'latest'), now: number(row!, 'now')}
  }

  /** Entries after one number up to another, in their order, a page at a time; of deletions alone, or all. */
  async *entries(
    localId: string,
    after: number,
    upTo: number,
    {calls, deletions = false}: {calls: boolean; deletions?: boolean},
  ): AsyncGenerator<Entry[]> {
    const wanted = `${calls ? '' : `AND kind <> 'call'`} ${deletions ? 'AND deleted = 1' : ''}`
    for (let at = after; ;) {
      const rows = await this.database.query(
        `SELECT ${ENTRY} FROM changes INDEXED BY changes_seq WHERE seq > ?2 AND seq <= ?3 ${wanted} ORDER BY seq LIMIT ${ENTRIES_A_PAGE}`,
        [localId, at, upTo],
      )
      if (rows.length > 0) yield rows.map(toEntry)
      const last = rows.at(-1)
      if (!last || rows.length < ENTRIES_A_PAGE) return
      at = number(last, 'seq')
    }
  }

  async newest(localId: string): Promise<Entry | undefined> {
    const [row] = await this.database.query(`SELECT ${ENTRY} FROM changes ORDER BY seq DESC LIMIT 1`, [
      localId,
    ])
    return row && toEntry(row)
  }

  async entriesOf(localId: string, kind: ChangeKind, ids: readonly string[]): Promise<Entry[]> {
    return (
      await this.database.queryAll(`${ENTRIES_OF} ORDER BY id`, [localId, kind, JSON.stringify(ids)])
    ).map(toEntry)
  }

  /** The rows of those ids that exist, each with its stamp of the same moment. */
  async rows(localId: string, kind: ChangeKind, ids: readonly string[]): Promise<PendingChange[]> {
    const {table, columns} = SYNC_TABLES[kind]
    const rows = await this.database.query(
      `SELECT seq, updated_at, coalesce(updated_by, ?1) AS updated_by, ${qualified(columns)}
       FROM changes CROSS JOIN ${table} AS one ON one.id = changes.id
       WHERE changes.kind = ?2 AND changes.id IN (SELECT value FROM json_each(?3))`,
      [localId, kind, JSON.stringify(ids)],
    )
    return rows.map((row) => ({...toChange(kind, row, columns), rev: number(row, 'seq')}))
  }

  /** Rows that the team's database does not have, in the order of their changes. */
  async pendingRows(
    localId: string,
    kind: ChangeKind,
    after: number,
    limit: number,
  ): Promise<PendingChange[]> {
    const {table, columns} = SYNC_TABLES[kind]
    const rows = await this.database.query(
      `SELECT seq, updated_at, coalesce(updated_by, ?1) AS updated_by, ${qualified(columns)}
       FROM changes INDEXED BY changes_seq CROSS JOIN ${table} AS one ON one.id = changes.id
       WHERE changes.seq > ?3 AND changes.kind = ?2 AND rev IS NULL AND deleted = 0 ORDER BY changes.seq LIMIT ${limit}`,
      [localId, kind, after],
    )
    return rows.map((row) => toChange(kind, row, columns))
  }

  /** Deletions that the team's database does not have. */
  async pendingDeletions(
    localId: string,
    kind: ChangeKind,
    after: number,
    limit: number,
  ): Promise<PendingChange[]> {
    const rows = await this.database.query(
      `SELECT ${ENTRY} FROM changes INDEXED BY changes_seq WHERE seq > ?3 AND kind = ?2 AND rev IS NULL AND deleted = 1 ORDER BY seq LIMIT ${limit}`,
      [localId, kind, after],
    )
    return rows.map((row) => ({...toEntry(row), rev: undefined, row: undefined}))
  }

  /**
   * How many changes of each kind the team's database does not have, and how many of them are deletions.
   */
  async pendingCounts({
    pushed,
    calls_pushed,
  }: Pick<SyncState, 'pushed' | 'calls_pushed'>): Promise<
    Map<ChangeKind, {changes: number; deletions: number}>
  > {
    const rows = await this.database.query(
      `SELECT kind, count(*) AS pending, sum(deleted) AS deletions FROM changes
       WHERE seq > min(?1, ?2) AND seq > iif(kind = 'call', ?2, ?1) AND rev IS NULL
         AND kind IN (SELECT value FROM json_each(?3)) GROUP BY kind`,
      [pushed, calls_pushed, JSON.stringify(KINDS)],
    )
    return new Map(
      rows.map((row) => [
        text(row, 'kind') as ChangeKind,
        {changes: number(row, 'pending'), deletions: number(row, 'deletions')},
      ]),
    )
  }

  /** Those rows, which these changes belong to by `parent`, that are not here. */
  async missingParents(
    kind: ChangeKind,
    parent: Parent,
    changes: readonly ForeignChange[],
  ): Promise<string[]> {
    const wanted = [
      ...new Set(changes.flatMap(({row}) => (row ? [valueOf(kind, row, parent.column) as string] : []))),
    ]
    const rows = await this.database.query(
      `SELECT value AS id FROM json_each(?) WHERE value NOT IN (SELECT id FROM ${parent.table} WHERE id IN (SELECT value FROM json_each(?)))`,
      [JSON.stringify(wanted), JSON.stringify(wanted)],
    )
    return rows.map((row) => text(row, 'id'))
  }

  /** Merges the team's changes of one kind, either rows or deletions. @returns how many won. */
  async merge(localId: string, kind: ChangeKind, changes: readonly ForeignChange[]): Promise<number> {
    if (changes.length === 0) return 0
    const [marked] = await this.database.write(mergeStatements(kind, changes, localId, 'theirs'))
    return marked?.rowsAffected ?? 0
  }

  /**
   * Sends changes to this database, the team's, all of them or none; safe to repeat. Either rows or
   * deletions.
   * @throws BenchError when this is another database than `expected`, or has another schema.
   */
  async send(expected: string, changes: readonly ForeignChange[]): Promise<Sent> {
    const groups = byKind(changes)
    const statements: Statement[] = [{sql: GUARD, args: [expected, SCHEMA_VERSION]}, {sql: LATEST}]
    for (const [kind, group] of groups) statements.push(...mergeStatements(kind, group, expected, 'ours'))
    statements.push({sql: LATEST})
    for (const [kind, group] of groups)
      statements.push({sql: ENTRIES_OF, args: [expected, kind, JSON.stringify(group.map(({id}) => id))]})
    const results = await this.database.write(statements).catch((error: unknown) => {
      throw isGuarded(error) ? remoteChanged(this.database.location.display) : error
    })
    const answers = results.slice(-groups.size)
    return {
      before: latestOf(results[1]),
      after: latestOf(results.at(-groups.size - 1)),
      entries: answers.flatMap(({rows}) => rows.map(toEntry)),
    }
  }

  /** Notes that the team's database has these changes, unless later changes followed. */
  async markSent(changes: readonly PendingChange[], revs: ReadonlyMap<string, number>): Promise<void> {
    const statements = [...byKind(changes)].map(([kind, group]) => ({
      // Row by row through the key: as an UPDATE … FROM, SQLite would go through all changes for each row.
      sql: `INSERT INTO changes (kind, id, seq, updated_at, updated_by, rev, deleted)
        SELECT kind, changes.id, seq, changes.updated_at, updated_by, sent.rev, deleted
        FROM (SELECT value ->> 0 AS id, value ->> 1 AS updated_at, value ->> 2 AS rev FROM json_each(?2)) AS sent
        CROSS JOIN changes ON changes.kind = ?1 AND changes.id = sent.id AND changes.updated_at = sent.updated_at AND changes.rev IS NULL
        WHERE TRUE ON CONFLICT (kind, id) DO UPDATE SET rev = excluded.rev`,
      args: [
        kind,
        JSON.stringify(group.map(({id, updated_at}) => [id, updated_at, revs.get(`${kind} ${id}`)])),
      ],
    }))
    if (statements.length > 0) await this.database.write(statements)
  }

  async state(): Promise<SyncState | undefined> {
    const [row] = await this.database.query('SELECT * FROM sync_state')
    return (
      row && {
        remote_id: text(row, 'remote_id'),
        pulled: number(row, 'pulled'),
        pushed: number(row, 'pushed'),
        calls_pulled: number(row, 'calls_pulled'),
        calls_pushed: number(row, 'calls_pushed'),
        seen_kind: textOrNull(row, 'seen_kind') as ChangeKind | null,
        seen_id: textOrNull(row, 'seen_id'),
        seen_seq: numberOrNull(row, 'seen_seq'),
      }
    )
  }

  async saveState(state: SyncState): Promise<void> {
    const columns = Object.keys(state)
    await this.database.write([
      {
        sql: `INSERT OR REPLACE INTO sync_state (one, ${columns.join(', ')}) VALUES (1, ${columns.map(() => '?').join(', ')})`,
        args: Object.values(state) as InValue[],
      },
    ])
  }

  /** Forgets the team's database: every change counts as not sent, and none as fetched. */
  async forgetRemote(): Promise<void> {
    await this.database.write([{sql: 'UPDATE changes SET rev = NULL'}, {sql: 'DELETE FROM sync_state'}])
  }
}

function latestOf(result: WriteResult | undefined): number {
  const row = result?.rows[0]
  return row ? number(row, 'latest') : 0
}

function isGuarded(error: unknown): boolean {
  return error instanceof Error && error.message.includes('malformed JSON')
}
