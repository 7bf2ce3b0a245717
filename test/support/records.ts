import {randomUUID} from 'node:crypto'
import {CALL_TABLE, type CallRecord} from '../../src/records/call.js'
import type {Columns, RowOf} from '../../src/records/columns.js'
import {RESULT_TABLE, type ResultRecord} from '../../src/records/result.js'
import type {RunRecord} from '../../src/records/run.js'

export function aRun(change: Partial<RunRecord> = {}): RunRecord {
  return {
    id: `run-${randomUUID()}`,
    started_at: '2026-11-23T10:00:00.000Z',
    completed_at: null,
    status: 'running',
    config: {cases: 3},
    ...change,
  }
}

/** A row with the least that each column may hold, so that a new column needs no change here. */
function blank<Table extends Columns>(table: Table): RowOf<Table> {
  const values = Object.entries(table).map(([name, {type, nullable, levels, min = 1}]) => {
    if (nullable) return [name, null]
    if (type === 'text') return [name, levels?.[0] ?? 'some']
    if (type === 'boolean') return [name, false]
    return [name, type === 'integer' || type === 'real' ? min : []]
  })
  return Object.fromEntries(values) as RowOf<Table>
}

let count = 0

/** A completed result; each has factors of its own. */
export function aResult(run_id: string, change: Partial<ResultRecord> = {}): ResultRecord {
  return {
    ...blank(RESULT_TABLE),
    id: randomUUID(),
    run_id,
    model: 'lab/one',
    persona_id: 'cook',
    sector: 'Kitchen',
    desired_role: 'Cook',
    style: 'terse',
    input_type: 'basic',
    constraint_type: 'no_constraint',
    chip_count: 15,
    trial: ++count,
    status: 'completed',
    final_chips: [{key: 'a', display: 'A', type: 'jargon'}],
    step1_chips: null,
    selected_chips: null,
    step2_chips: [{key: 'a', display: 'A', type: 'jargon'}],
    fill_chips: null,
    errors: [],
    latency_ms: 1200,
    input_tokens: 100,
    output_tokens: 200,
    cost_usd: 0.001,
    created_at: '2026-11-23T10:00:01.000Z',
    ...change,
  }
}

export function aCall(run_id: string, result_id: string, change: Partial<CallRecord> = {}): CallRecord {
  return {
    ...blank(CALL_TABLE),
    id: randomUUID(),
    run_id,
    result_id,
    step: 'step2',
    model: 'lab/one',
    request_hash: 'hash',
    status: 'answered',
    attempts: 1,
    latency_ms: 1200,
    input_tokens: 100,
    output_tokens: 200,
    cost_usd: 0.001,
    charged_usd: 0.001,
    finish_reason: 'stop',
    error: null,
    answer: '[]',
    created_at: '2026-11-23T10:00:01.000Z',
    ...change,
  }
}
