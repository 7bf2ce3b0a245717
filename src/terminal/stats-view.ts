import type {GroupStats} from '../records/stats.js'
import {decimal, milliseconds, usd} from './format.js'
import {safeText} from './safe-text.js'
import {table} from './table.js'

/** The leaderboard: a line for each group. */
export function statsView(groups: readonly GroupStats[], factors: readonly string[]): string {
  return table(groups, [
    ...factors.map((factor) => ({header: factor, value: ({group}: GroupStats) => safeText(String(group[factor] ?? ''))})),
    {header: 'results', value: ({result_count}) => String(result_count), align: 'right'},
    {header: 'failed', value: ({failed_count}) => String(failed_count), align: 'right'},
    {header: 'rated', value: ({rated_count}) => String(rated_count), align: 'right'},
    {header: 'rating', value: ({avg_rating}) => decimal(avg_rating, 2), align: 'right'},
    {header: 'chips', value: ({avg_chips}) => decimal(avg_chips, 1), align: 'right'},
    {header: 'cost', value: ({total_cost_usd}) => usd(total_cost_usd), align: 'right'},
    {header: 'per result', value: ({cost_per_result_usd}) => usd(cost_per_result_usd), align: 'right'},
    {header: 'latency', value: ({avg_latency_ms}) => milliseconds(avg_latency_ms), align: 'right'},
    {header: 'tokens in', value: ({avg_tokens}) => decimal(avg_tokens.input, 0), align: 'right'},
    {header: 'out', value: ({avg_tokens}) => decimal(avg_tokens.output, 0), align: 'right'},
  ])
}
