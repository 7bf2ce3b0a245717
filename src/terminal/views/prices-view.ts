import type {PriceComparison} from '../../suite/prices/price-comparison.js'
import {sanitizeLine} from '../lines.js'
import {table} from '../table.js'

/** The price changes of a suite, and the models whose price is not known. */
export function pricesView({changes, unchanged, missing, unpriced}: PriceComparison): string {
  const lines: string[] = []
  if (changes.length > 0) {
    lines.push(
      table(changes, [
        {header: 'model', value: ({id}) => sanitizeLine(id)},
        {
          header: '$/1M in',
          value: ({was, input_price}) => change(was.input_price, input_price),
          align: 'right',
        },
        {
          header: '$/1M out',
          value: ({was, output_price}) => change(was.output_price, output_price),
          align: 'right',
        },
      ]),
    )
  }

  lines.push(`${changes.length} changed, ${unchanged.length} as before.`)
  if (missing.length > 0) lines.push(`Not listed, left as they are: ${missing.map(sanitizeLine).join(', ')}.`)
  if (unpriced.length > 0)
    lines.push(`Listed without a fixed price, left as they are: ${unpriced.map(sanitizeLine).join(', ')}.`)
  return lines.join('\n')
}

function change(was: number, is: number): string {
  return was === is ? String(is) : `${was} → ${is}`
}
