import type {ModelEstimate} from '../../run/estimate.js'
import {usd} from '../../text/numbers.js'
import {table} from '../table.js'

/** The estimate of a run, a line for each model. */
export function estimateView(rows: readonly ModelEstimate[]): string {
  const cost = rows.every((row) => row.cost_usd)
    ? rows.reduce(
        (sum, {cost_usd}) => ({low: sum.low + (cost_usd?.low ?? 0), high: sum.high + (cost_usd?.high ?? 0)}),
        {low: 0, high: 0},
      )
    : null
  const body = table(rows, [
    {header: 'model', value: ({model}) => model},
    {header: 'cases', value: ({cases}) => (cases === 0 ? '' : String(cases)), align: 'right'},
    {header: 'calls', value: ({calls}) => range(calls, String), align: 'right'},
    {header: 'input tokens', value: ({input_tokens}) => String(input_tokens), align: 'right'},
    {header: 'output tokens', value: ({output_tokens}) => range(output_tokens, String), align: 'right'},
    {header: 'cost', value: ({cost_usd}) => (cost_usd ? range(cost_usd, usd) : 'unknown'), align: 'right'},
  ])
  const total = cost
    ? `In all about ${range(cost, usd)}`
    : 'The price of a model is unknown, so the sum is too'
  return `${body}\n\n${total}. An estimate: models that think aloud can take more; --budget is a limit that holds.`
}

function range({low, high}: {low: number; high: number}, show: (value: number) => string): string {
  return low === high ? show(low) : `${show(low)}–${show(high)}`
}
