import type {Row} from '@libsql/client'
import type {ChangeKind} from '../changes.js'
import type {Database} from '../database/database.js'
import {number, text} from '../database/rows.js'
import {LEASE_MS} from '../leases.js'
import {qualified, toChange, type PendingChange} from './sync-entries.js'
import {KINDS, SYNC_TABLES} from './sync-tables.js'

/** How many entries get a name in one transaction. */
const ENTRIES_A_SLICE = 20_000
const MOST_NAMED = 200

/** How many cases a run has; NULL where its config says nothing, or is no JSON. */
const CASES = `CASE WHEN json_valid(config) THEN json_extract(config, '$.cases') END`
/**
 * A run with all its results, unless a worker tries failed cases again. ?1: the greatest age of a sign of
 * life.
 */
const HAS_ALL_RESULTS = `status IN ('running', 'interrupted')
  AND (SELECT count(*) FROM results WHERE run_id = runs.id) >= ${CASES}
  AND NOT (EXISTS (SELECT 1 FROM results WHERE run_id = runs.id AND status = 'failed')
    AND EXISTS (SELECT 1 FROM run_leases WHERE run_id = runs.id AND abs(unixepoch('subsec') * 1000 - heartbeat_at) <= ?1))`

/** Questions and changes of a sync to a database as a whole. */
export class TeamRepository {
  constructor(private readonly database: Database) {}

  /** Changes nothing, and fails where changes are not allowed. */
  async assertWritable(): Promise<void> {
    await this.database.write([{sql: 'UPDATE meta SET one = one WHERE FALSE'}])
  }

  /** How many rows of a kind there are. */
  async count(kind: ChangeKind): Promise<number> {
    const [row] = await this.database.query(`SELECT count(*) AS n FROM ${SYNC_TABLES[kind].table}`)
    return row ? number(row, 'n') : 0
  }

  /** Runs that have all their results but not the status completed. */
  async runsWithAllResults(): Promise<string[]> {
    const rows = await this.database.query(`SELECT id FROM runs WHERE ${HAS_ALL_RESULTS}`, [LEASE_MS])
    return rows.map((row) => text(row, 'id'))
  }

  /** Completes those of these runs that have all their results. @returns how many. */
  async completeRuns(ids: readonly string[], completedAt: string): Promise<number> {
    const [changed] = await this.database.write([
      {
        sql: `UPDATE runs SET status = 'completed', completed_at = ?2
          WHERE id IN (SELECT value FROM json_each(?3)) AND ${HAS_ALL_RESULTS}`,
        args: [LEASE_MS, completedAt, JSON.stringify(ids)],
      },
    ])
    return changed?.rowsAffected ?? 0
  }

  /**
   * Gives this database a new `db_id`, unless another client did so meanwhile: every file that knows the old
   * id stops at its next sync. Changes that name no device were made under the old id, and now name it, so
   * that no stamp changes.
   */
  async renewId(oldId: string): Promise<void> {
    const isOld = '(SELECT db_id FROM meta) = ?1'
    const slice = `UPDATE changes SET updated_by = ?1 WHERE updated_by IS NULL AND ${isOld}`
    const upTo = `seq <= (SELECT max(seq) FROM (SELECT seq FROM changes WHERE updated_by IS NULL ORDER BY seq LIMIT ${ENTRIES_A_SLICE}))`
    for (let named = ENTRIES_A_SLICE; named >= ENTRIES_A_SLICE;) {
      const [changed] = await this.database.write([{sql: `${slice} AND ${upTo}`, args: [oldId]}])
      named = changed?.rowsAffected ?? 0
    }

    await this.database.write([
      {sql: slice, args: [oldId]},
      {sql: 'UPDATE meta SET db_id = lower(hex(randomblob(16))) WHERE db_id = ?', args: [oldId]},
    ])
  }

  /** Rows below these that the team's database does not have: they are deleted together with these. */
  async unsentBelow(kind: ChangeKind, ids: readonly string[]): Promise<PendingChange[]> {
    const found: PendingChange[] = []
    for (const {child, of} of below(kind, 'SELECT value FROM json_each(?2)')) {
      const {table, columns} = SYNC_TABLES[child]
      const rows: Row[] = await this.database.query(
        `SELECT seq, updated_at, coalesce(updated_by, '') AS updated_by, ${qualified(columns)}
         FROM ${table} AS one CROSS JOIN changes ON changes.kind = ?1 AND changes.id = one.id
         WHERE changes.rev IS NULL AND one.id IN (${of}) LIMIT ${MOST_NAMED}`,
        [child, JSON.stringify(ids)],
      )
      found.push(...rows.map((row) => toChange(child, row, columns)))
    }

    return found
  }
}

/**
 * Every kind of row that belongs to rows of a kind, and a query for these rows. Calls are deleted with their
 * results.
 */
function below(kind: ChangeKind, ids: string): {child: ChangeKind; of: string}[] {
  return KINDS.filter((child) => child !== 'call').flatMap((child) => {
    const parent = SYNC_TABLES[child].parents.find((candidate) => candidate.kind === kind)
    if (!parent) return []
    const of = `SELECT id FROM ${SYNC_TABLES[child].table} WHERE ${parent.column} IN (${ids})`
    return [{child, of}, ...below(child, of)]
  })
}
