import type {RunSummary} from '../records/run.js'
import {time, usd} from '../formats/numbers.js'
import {safeText} from './safe-text.js'
import {table} from './table.js'

/** Runs, a line each. */
export function runsView(runs: readonly RunSummary[]): string {
  return table(runs, [
    {header: 'run', value: ({id}) => safeText(id)},
    {header: 'started (UTC)', value: ({started_at}) => time(started_at)},
    {header: 'status', value: ({status}) => status.replace('_', ' ')},
    {header: 'cases', value: ({cases}) => String(cases ?? '–'), align: 'right'},
    {header: 'completed', value: ({result_count}) => String(result_count), align: 'right'},
    {header: 'failed', value: ({failed_count}) => String(failed_count), align: 'right'},
    {header: 'cost', value: ({total_cost_usd}) => usd(total_cost_usd), align: 'right'},
  ])
}
