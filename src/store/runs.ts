import type {Row} from '@libsql/client'
import {CASE_COLUMNS, type EndedCase, type ResultStatus} from '../records/result.js'
import type {RunContents, RunRecord, RunStatus, RunSummary} from '../records/run.js'
import type {DefinitionRecord} from '../records/version.js'
import {defineStatements} from './definitions.js'
import {deleteStatements} from './sync/merge-rows.js'
import type {Database} from './database/database.js'
import {LEASE_MS} from './leases.js'
import {factors, json, number, numberOrNull, text, textOrNull} from './database/rows.js'

// A run whose config was damaged by hand is a run all the same.
const fromConfig = (path: string) => `CASE WHEN json_valid(config) THEN json_extract(config, '$.${path}') END`
/** A judge's pass is a run without results: lists of runs leave it out. */
const NO_PASS = `${fromConfig('kind')} IS NOT 'judge'`
/**
 * Runs with the sums over their results and calls; each run's calls are read once. What was paid for a run:
 * its calls, and results whose calls are not here, as `bench costs` counts them.
 */
const summaries = (chosen: string) => `WITH chosen AS MATERIALIZED (
    SELECT id, started_at, completed_at, status, ${fromConfig('cases')} AS cases FROM runs ${chosen}),
  payments AS (
    SELECT run_id, cost_usd, status = 'answered' AS is_answered FROM calls WHERE run_id IN (SELECT id FROM chosen)
    UNION ALL
    SELECT run_id, cost_usd, 1 FROM results
      WHERE run_id IN (SELECT id FROM chosen) AND (cost_usd IS NOT NULL OR status = 'completed')
        AND NOT EXISTS (SELECT 1 FROM calls WHERE calls.result_id = results.id)),
  paid AS (
    SELECT run_id, sum(cost_usd) AS total_cost_usd, sum(is_answered) AS answered_calls,
      sum(is_answered AND cost_usd IS NULL) AS calls_of_unknown_cost
    FROM payments GROUP BY run_id)
  SELECT chosen.*,
    (SELECT count(*) FROM results WHERE run_id = chosen.id AND status = 'completed') AS result_count,
    (SELECT count(*) FROM results WHERE run_id = chosen.id AND status = 'failed') AS failed_count,
    (SELECT archived_at FROM run_archive WHERE run_archive.id = chosen.id) AS archived_at,
    total_cost_usd, coalesce(answered_calls, 0) AS answered_calls,
    coalesce(calls_of_unknown_cost, 0) AS calls_of_unknown_cost
  FROM chosen LEFT JOIN paid ON paid.run_id = chosen.id ORDER BY started_at DESC, id`

export class RunRepository {
  constructor(private readonly database: Database) {}

  async create(run: RunRecord, definitions: readonly DefinitionRecord[] = []): Promise<void> {
    await this.database.write([
      ...defineStatements(definitions),
      {
        sql: `INSERT INTO runs (id, started_at, completed_at, status, config) VALUES (?, ?, ?, ?, ?)
              ON CONFLICT (id) DO NOTHING`,
        args: [run.id, run.started_at, run.completed_at, run.status, JSON.stringify(run.config)],
      },
    ])
  }

  /** Keeps definitions that this database does not have yet. */
  async define(definitions: readonly DefinitionRecord[]): Promise<void> {
    const statements = defineStatements(definitions)
    if (statements.length > 0) await this.database.write(statements)
  }

  async get(id: string): Promise<RunRecord | undefined> {
    const [row] = await this.database.query('SELECT * FROM runs WHERE id = ?', [id])
    return row && toRun(row)
  }

  /** Ids that begin with a prefix, newest first; for ids that users shorten. */
  async idsLike(prefix: string): Promise<string[]> {
    const rows = await this.database.query(
      'SELECT id FROM runs WHERE substr(id, 1, length(?1)) = ?1 ORDER BY started_at DESC LIMIT 10',
      [prefix],
    )
    return rows.map((row) => text(row, 'id'))
  }

  async setStatus(id: string, status: RunStatus, completedAt: string | null): Promise<void> {
    await this.database.write([
      {sql: 'UPDATE runs SET status = ?, completed_at = ? WHERE id = ?', args: [status, completedAt, id]},
    ])
  }

  /**
   * Ends a worker's shard and gives its claim back, in one step: of shards that end at the same time, the
   * last shard sees all results. The run is completed when every case has a result, running while other
   * workers work on it.
   */
  async finishShard(id: string, workerId: string, status: RunStatus, finishedAt: string): Promise<void> {
    await this.database.write([
      {sql: 'DELETE FROM run_leases WHERE run_id = ? AND worker_id = ?', args: [id, workerId]},
      {
        sql: `UPDATE runs SET status = new.status, completed_at = iif(new.status IN ('completed', 'failed'), ?2, NULL)
              FROM (SELECT CASE
                WHEN (SELECT count(*) FROM results WHERE run_id = ?1) >= ${fromConfig('cases')} THEN 'completed'
                WHEN EXISTS (SELECT 1 FROM run_leases WHERE run_id = ?1 AND abs(unixepoch('subsec') * 1000 - heartbeat_at) <= ${LEASE_MS}) THEN 'running'
                WHEN ?3 = 'completed' THEN 'interrupted' ELSE ?3 END AS status FROM runs WHERE id = ?1) AS new
              WHERE runs.id = ?1`,
        args: [id, finishedAt, status],
      },
    ])
  }

  /** How many rows belong to a run. */
  async contents(id: string): Promise<RunContents> {
    const ofResults = (table: string) =>
      `(SELECT count(*) FROM ${table} WHERE result_id IN (SELECT id FROM results WHERE run_id = ?1))`
    const [row] = await this.database.query(
      `SELECT (SELECT count(*) FROM results WHERE run_id = ?1) AS results, (SELECT count(*) FROM calls WHERE run_id = ?1) AS calls,
         ${ofResults('ratings')} AS ratings, ${ofResults('rating_repeats')} AS repeats, ${ofResults('notes')} AS notes`,
      [id],
    )
    const count = (column: string) => (row ? number(row, column) : 0)
    return {
      results: count('results'),
      calls: count('calls'),
      ratings: count('ratings'),
      repeats: count('repeats'),
      notes: count('notes'),
    }
  }

  /** Every case of a run that has a result, with the status of the result. */
  async endedCases(id: string): Promise<EndedCase[]> {
    const rows = await this.database.queryAll(
      `SELECT ${CASE_COLUMNS.join(', ')}, status FROM results WHERE run_id = ? ORDER BY id`,
      [id],
    )
    return rows.map((row) => ({...factors(row), status: text(row, 'status') as ResultStatus}))
  }

  /** Deletes a run with all that belongs to it: results, their ratings and notes, calls. */
  async delete(id: string): Promise<void> {
    await this.database.write(deleteStatements('run', 'SELECT ?', [id]))
  }

  /** Newest first. */
  async list({limit, offset = 0}: {limit: number; offset?: number}): Promise<RunSummary[]> {
    const rows = await this.database.query(
      summaries(`WHERE ${NO_PASS} ORDER BY started_at DESC, id LIMIT ? OFFSET ?`),
      [limit, offset],
    )
    return rows.map(toSummary)
  }

  /** One run with the sums over its results and calls. */
  async summary(id: string): Promise<RunSummary | undefined> {
    const [row] = await this.database.query(summaries('WHERE id = ?'), [id])
    return row && toSummary(row)
  }

  /** Runs alone, newest first: without the sums over their results and calls. */
  async page({limit, offset}: {limit: number; offset: number}): Promise<Omit<RunRecord, 'config'>[]> {
    const rows = await this.database.query(
      `SELECT id, started_at, completed_at, status FROM runs WHERE ${NO_PASS} ORDER BY started_at DESC, id LIMIT ? OFFSET ?`,
      [limit, offset],
    )
    return rows.map(toHead)
  }

  /** How many runs there are, passes of judges left out. */
  async total(): Promise<number> {
    const [row] = await this.database.query(`SELECT count(*) AS total FROM runs WHERE ${NO_PASS}`)
    return row ? number(row, 'total') : 0
  }

  /** How many results these runs have, by run id; runs without results are missing. */
  async counts(ids: readonly string[]): Promise<Map<string, {result_count: number; failed_count: number}>> {
    const rows = await this.database.query(
      `SELECT run_id, sum(status = 'completed') AS completed, sum(status = 'failed') AS failed
       FROM json_each(?) AS wanted JOIN results ON results.run_id = wanted.value GROUP BY run_id`,
      [JSON.stringify(ids)],
    )
    return new Map(
      rows.map((row) => [
        text(row, 'run_id'),
        {result_count: number(row, 'completed'), failed_count: number(row, 'failed')},
      ]),
    )
  }

  /** Passes of judges with work left to do, newest first. */
  async unfinishedPasses(): Promise<RunRecord[]> {
    const rows = await this.database.query(
      `SELECT * FROM runs WHERE ${fromConfig('kind')} IS 'judge' AND status IN ('running', 'interrupted', 'failed')
       ORDER BY started_at DESC, id LIMIT 20`,
    )
    return rows.map(toRun)
  }

  /**
   * The newest run with work left to do, of those whose config can be read. A run that is running as far as
   * another device has reported is left out: its worker there is not known here.
   */
  async latestUnfinished(canRead: (config: unknown) => boolean = () => true): Promise<RunRecord | undefined> {
    const rows = await this.database.query(
      `SELECT * FROM runs WHERE json_valid(config) AND ${fromConfig('on_demand')} IS NOT TRUE AND ${NO_PASS} AND id NOT IN (SELECT id FROM run_archive WHERE archived_at IS NOT NULL) AND (status IN ('interrupted', 'failed')
         OR (status = 'running' AND NOT EXISTS (SELECT 1 FROM changes WHERE kind = 'run' AND changes.id = runs.id AND updated_by IS NOT NULL))
         OR (status = 'completed' AND EXISTS (SELECT 1 FROM results WHERE run_id = runs.id AND status = 'failed')))
       ORDER BY started_at DESC, id`,
    )
    return rows.map(toRun).find(({config}) => canRead(config))
  }
}

function toHead(row: Row): Omit<RunRecord, 'config'> {
  return {
    id: text(row, 'id'),
    started_at: text(row, 'started_at'),
    completed_at: textOrNull(row, 'completed_at'),
    status: text(row, 'status') as RunStatus,
  }
}

function toRun(row: Row): RunRecord {
  return {...toHead(row), config: json<unknown>(row, 'config', null)}
}

function toSummary(row: Row): RunSummary {
  return {
    ...toHead(row),
    cases: numberOrNull(row, 'cases'),
    archived_at: textOrNull(row, 'archived_at'),
    result_count: number(row, 'result_count'),
    failed_count: number(row, 'failed_count'),
    total_cost_usd: numberOrNull(row, 'total_cost_usd'),
    answered_calls: number(row, 'answered_calls'),
    calls_of_unknown_cost: number(row, 'calls_of_unknown_cost'),
  }
}
