import type {Row} from '@libsql/client'
import type {RunRecord, RunStatus, RunSummary} from '../records/run.js'
import type {Database} from './database.js'
import {json, number, numberOrNull, text, textOrNull} from './rows.js'

const SUMMARY = `SELECT id, started_at, completed_at, status, json_extract(config, '$.cases') AS cases,
  (SELECT count(*) FROM results WHERE run_id = runs.id AND status = 'completed') AS result_count,
  (SELECT count(*) FROM results WHERE run_id = runs.id AND status = 'failed') AS failed_count,
  (SELECT sum(cost_usd) FROM calls WHERE run_id = runs.id) AS total_cost_usd FROM runs`

export class RunRepository {
  constructor(private readonly database: Database) {}

  async create(run: RunRecord): Promise<void> {
    await this.database.write([
      {
        sql: `INSERT INTO runs (id, started_at, completed_at, status, config) VALUES (?, ?, ?, ?, ?)
              ON CONFLICT (id) DO NOTHING`,
        args: [run.id, run.started_at, run.completed_at, run.status, JSON.stringify(run.config)],
      },
    ])
  }

  async get(id: string): Promise<RunRecord | undefined> {
    const [row] = await this.database.query('SELECT * FROM runs WHERE id = ?', [id])
    return row && toRun(row)
  }

  /** Ids that begin so, newest first; for ids that people shorten. */
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

  /** Newest first. */
  async list({limit, offset = 0}: {limit: number; offset?: number}): Promise<RunSummary[]> {
    const rows = await this.database.query(`${SUMMARY} ORDER BY started_at DESC, id LIMIT ? OFFSET ?`, [limit, offset])
    return rows.map(toSummary)
  }

  /** One run with what its results and calls add up to. */
  async summary(id: string): Promise<RunSummary | undefined> {
    const [row] = await this.database.query(`${SUMMARY} WHERE id = ?`, [id])
    return row && toSummary(row)
  }

  /** Runs alone, newest first: without what their results and calls add up to. */
  async page({limit, offset}: {limit: number; offset: number}): Promise<Omit<RunRecord, 'config'>[]> {
    const rows = await this.database.query(
      'SELECT id, started_at, completed_at, status FROM runs ORDER BY started_at DESC, id LIMIT ? OFFSET ?',
      [limit, offset],
    )
    return rows.map(toHead)
  }

  /** How many results these runs have, by run id; runs without results have none. */
  async counts(ids: readonly string[]): Promise<Map<string, {result_count: number; failed_count: number}>> {
    const rows = await this.database.query(
      `SELECT run_id, sum(status = 'completed') AS completed, sum(status = 'failed') AS failed
       FROM json_each(?) AS wanted JOIN results ON results.run_id = wanted.value GROUP BY run_id`,
      [JSON.stringify(ids)],
    )
    return new Map(rows.map((row) => [text(row, 'run_id'), {result_count: number(row, 'completed'), failed_count: number(row, 'failed')}]))
  }

  /** The newest run that has something left to do. */
  async latestUnfinished(): Promise<RunRecord | undefined> {
    const [row] = await this.database.query(
      `SELECT * FROM runs WHERE json_extract(config, '$.on_demand') IS NOT TRUE AND (status IN ('running', 'interrupted', 'failed')
         OR (status = 'completed' AND EXISTS (SELECT 1 FROM results WHERE run_id = runs.id AND status = 'failed')))
       ORDER BY started_at DESC, id LIMIT 1`,
    )
    return row && toRun(row)
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
    result_count: number(row, 'result_count'),
    failed_count: number(row, 'failed_count'),
    total_cost_usd: numberOrNull(row, 'total_cost_usd'),
  }
}
