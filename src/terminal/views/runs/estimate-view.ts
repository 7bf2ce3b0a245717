import type {ModelEstimate} from '../../../run/setup/estimate.js'
import {usd} from '../../../text/numbers.js'
import {sanitizeLine, wrapText} from '../../lines.js'
import {namedTable, type Column} from '../../table.js'
import {textWidth} from '../../width.js'

/** The estimate of a run, a line for each model. */
export function estimateView(rows: readonly ModelEstimate[], width: number): string {
  const cost = rows.every((row) => row.cost_usd)
    ? rows.reduce(
        (sum, {cost_usd}) => ({low: sum.low + (cost_usd?.low ?? 0), high: sum.high + (cost_usd?.high ?? 0)}),
        {low: 0, high: 0},
      )
    : null
  const columns: Column<ModelEstimate>[] = [
    {header: 'model', value: ({model}) => sanitizeLine(model), least: 17, cutAt: 'middle'},
    {header: 'cases', value: ({cases}) => (cases === 0 ? '' : String(cases)), align: 'right'},
    {header: 'calls', value: ({calls}) => range(calls, String), align: 'right'},
    {header: 'input tokens', value: ({input_tokens}) => String(input_tokens), align: 'right', expendable: 2},
    {
      header: 'output tokens',
      value: ({output_tokens}) => range(output_tokens, String),
      align: 'right',
      expendable: 1,
    },
    {header: 'cost', value: ({cost_usd}) => (cost_usd ? range(cost_usd, usd) : 'unknown'), align: 'right'},
  ]
  const body = namedTable(rows, columns, width, '--json')
  const total = cost
    ? `In all about ${range(cost, usd)}`
    : 'The price of a model is unknown, so the sum is too'
  const sentences = `${total}. An estimate: models that think aloud can take more; --budget is a limit that holds.`
  return [body, '', ...wrapText(sentences, textWidth(width))].join('\n')
}

function range({low, high}: {low: number; high: number}, show: (value: number) => string): string {
  return low === high ? show(low) : `${show(low)}–${show(high)}`
}
