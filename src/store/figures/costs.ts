import type {Row} from '@libsql/client'
import type {CostGroup, CostRow} from '../../records/costs.js'
import type {Database} from '../database/database.js'
import {number, numberOrNull, textOrNull} from '../database/rows.js'

/** Which costs: of runs, and of calls made from one day to another, in UTC. */
export interface CostFilter {
  run_id?: string | undefined
  /** The first day, `2026-11-26`. */
  since?: string | undefined
  /** The last day. */
  until?: string | undefined
}

/** Who made a call: the last change of a call names the device; here a call without one was made. */
const DEVICE = (kind: string, id: string) =>
  `(SELECT coalesce(updated_by, 'this database') FROM changes WHERE kind = '${kind}' AND changes.id = ${id})`

/**
 * Every payment, once: calls and judgements that are here, results without calls (another device kept them),
 * and what is left of deleted ones. A deleted row counts while no row of its id is alive, and that of a
 * result while none of its calls is known. A cost that is not known counts as such where an answer came or
 * may have come.
 */
const PAID = (device: boolean) => {
  const made = (kind: string, id: string) => (device ? DEVICE(kind, id) : 'NULL')
  return `SELECT run_id, model AS system, substr(created_at, 1, 10) AS day, cost_usd, charged_usd, 0 AS deleted, ${made('call', 'calls.id')} AS device
      FROM calls WHERE cost_usd IS NOT NULL OR status = 'answered' OR charged_usd > 0
    UNION ALL SELECT run_id, coalesce((SELECT name FROM definitions WHERE definitions.id = judge_version), judge_version),
      substr(created_at, 1, 10), cost_usd, charged_usd, 0, ${made('judgement', 'judgements.id')}
      FROM judgements WHERE cost_usd IS NOT NULL OR status = 'answered' OR charged_usd > 0
    UNION ALL SELECT run_id, model, substr(created_at, 1, 10), cost_usd, NULL, 0, ${made('result', 'results.id')}
      FROM results WHERE (cost_usd IS NOT NULL OR status = 'completed')
        AND NOT EXISTS (SELECT 1 FROM calls WHERE calls.result_id = results.id)
        AND NOT EXISTS (SELECT 1 FROM deleted_costs WHERE deleted_costs.result_id = results.id)
    UNION ALL SELECT run_id, model, day, cost_usd, charged_usd, 1, NULL
      FROM deleted_costs AS gone
      WHERE NOT EXISTS (SELECT 1 FROM calls WHERE calls.id = gone.id)
        AND NOT EXISTS (SELECT 1 FROM judgements WHERE judgements.id = gone.id)
        AND NOT EXISTS (SELECT 1 FROM results WHERE results.id = gone.id)
        AND (gone.id IS NOT gone.result_id OR (
          NOT EXISTS (SELECT 1 FROM calls WHERE calls.result_id = gone.result_id)
          AND NOT EXISTS (SELECT 1 FROM deleted_costs AS other WHERE other.result_id = gone.result_id AND other.id <> gone.id)))`
}

const USER = `CASE WHEN json_valid(config) THEN json_extract(config, '$.user') END`
const GROUPS: Record<CostGroup, string> = {
  system: 'system',
  person: `coalesce((SELECT ${USER} FROM runs WHERE runs.id = run_id), (SELECT made_by FROM deleted_runs WHERE deleted_runs.id = run_id))`,
  device: 'device',
  day: 'day',
  run: 'run_id',
}

/** What this database's calls have cost, deleted ones included. */
export class CostRepository {
  constructor(private readonly database: Database) {}

  /** The sums of each group: the dearest first, days in their order. */
  async by(group: CostGroup, {run_id, since, until}: CostFilter = {}): Promise<CostRow[]> {
    const conditions = [
      ...(run_id === undefined ? [] : [{sql: 'run_id = ?', value: run_id}]),
      ...(since === undefined ? [] : [{sql: 'day >= ?', value: since}]),
      ...(until === undefined ? [] : [{sql: 'day <= ?', value: until}]),
    ]
    const where = conditions.length > 0 ? `WHERE ${conditions.map(({sql}) => sql).join(' AND ')}` : ''
    const rows = await this.database.queryAll(
      `SELECT ${GROUPS[group]} AS name, count(*) AS calls, sum(cost_usd) AS cost_usd,
         count(*) FILTER (WHERE cost_usd IS NULL) AS unknown_costs,
         coalesce(sum(charged_usd) FILTER (WHERE cost_usd IS NULL), 0) AS unknown_at_most_usd,
         sum(deleted) AS deleted_calls, coalesce(sum(cost_usd) FILTER (WHERE deleted), 0) AS deleted_usd
       FROM (${PAID(group === 'device')}) ${where} GROUP BY name
       ORDER BY ${group === 'day' ? 'name' : 'coalesce(sum(cost_usd), 0) DESC, name'}`,
      conditions.map(({value}) => value),
    )
    return rows.map(toCosts)
  }
}

function toCosts(row: Row): CostRow {
  return {
    group: textOrNull(row, 'name'),
    calls: number(row, 'calls'),
    cost_usd: numberOrNull(row, 'cost_usd'),
    unknown_costs: number(row, 'unknown_costs'),
    unknown_at_most_usd: number(row, 'unknown_at_most_usd'),
    deleted_calls: number(row, 'deleted_calls'),
    deleted_usd: number(row, 'deleted_usd'),
  }
}
