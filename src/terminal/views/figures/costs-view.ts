import type {CostGroup, CostRow, CostSums} from '../../../records/costs.js'
import {knownUsd, starredUsd, usd} from '../../../text/numbers.js'
import {sanitizeLine, wrapText} from '../../lines.js'
import {namedTable, type Column} from '../../table.js'
import {textWidth} from '../../width.js'

/** Sums, a line each, the total below; a star marks sums with unknown costs. */
export function costsView(
  {by, costs, total}: {by: CostGroup; costs: CostRow[]; total: CostSums},
  width = Infinity,
): string {
  if (costs.length === 0) return 'Nothing was paid for here.'
  const columns: Column<CostRow>[] = [
    {
      header: by === 'day' ? 'day (UTC)' : by,
      value: ({group}) => (group === null ? 'not known' : sanitizeLine(group)),
      least: 20,
      cutAt: 'middle',
    },
    {header: 'calls', value: ({calls}) => String(calls), align: 'right'},
    {header: 'cost', value: costOf, align: 'right'},
    {
      header: 'deleted',
      value: ({deleted_calls, deleted_usd}) => (deleted_calls === 0 ? '' : usd(deleted_usd)),
      align: 'right',
    },
    {
      header: 'unknown',
      value: ({unknown_costs}) => (unknown_costs === 0 ? '' : String(unknown_costs)),
      align: 'right',
    },
  ]
  const rows = namedTable(costs, columns, width, '--json')
  const known = total.calls - total.unknown_costs
  const lines = [`Total: ${knownUsd(total.cost_usd, known, total.calls)} for ${total.calls} calls.`]
  if (total.deleted_calls > 0)
    lines.push(`${usd(total.deleted_usd)} of it for ${total.deleted_calls} calls that were deleted since.`)
  if (total.unknown_costs > 0)
    lines.push(
      `* Of ${total.unknown_costs} calls nobody knows the cost${total.unknown_at_most_usd > 0 ? `; budgets reserved ${usd(total.unknown_at_most_usd)} for them` : ''}. They are in no sum.`,
    )
  return [rows, '', ...lines.flatMap((line) => wrapText(line, textWidth(width)))].join('\n')
}

function costOf({cost_usd, calls, unknown_costs}: CostRow): string {
  return starredUsd(cost_usd, calls - unknown_costs, calls)
}
