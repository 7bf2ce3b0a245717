import {COST_GROUPS, sumOfCosts, type CostGroup, type CostRow} from '../../../records/costs.js'
import {reportTable} from '../../../report/report-table.js'
import {html, type Html} from '../../../text/html.js'
import {counted, knownUsd, starredUsd, usd} from '../../../text/numbers.js'
import {link, type Parameters} from '../address.js'
import {problemList, select} from '../filters.js'
import {figureNavigation} from './figure-parts.js'

export interface CostView {
  by: CostGroup
  costs: readonly CostRow[]
  run: string | undefined
  since: string | undefined
  until: string | undefined
  /** What the other pages of figures are narrowed down by. */
  parameters: Parameters
  problems: readonly string[]
}

/** What calls have cost, deleted ones included: the figures of `bench costs`. */
export function costBody({by, costs, run, since, until, parameters, problems}: CostView): Html {
  return html`<h1>Costs</h1>
${figureNavigation('/app/costs', parameters)}
${problemList(problems)}
<form method="get" class="line" aria-label="Which costs">
${select(
  'by',
  'Sums by',
  COST_GROUPS.map((group) => [group, group]),
  by,
)}<p><label for="f-run_id">run</label><input id="f-run_id" name="run_id" value="${run ?? ''}" autocomplete="off"></p>
<p><label for="f-since">on this day or later</label><input id="f-since" name="since" placeholder="2026-11-26" value="${since ?? ''}" autocomplete="off"></p>
<p><label for="f-until">on this day or earlier</label><input id="f-until" name="until" placeholder="2026-11-26" value="${until ?? ''}" autocomplete="off"></p>
<p class="actions"><button type="submit">Show</button></p></form>
${costs.length === 0 ? html`<p>Nothing was paid for here.</p>` : table(by, costs)}`
}

function table(by: CostGroup, costs: readonly CostRow[]): Html {
  const total = sumOfCosts(costs)
  const href = ({group}: CostRow) => (group === null ? undefined : placeOf(by, group))
  const known = total.calls - total.unknown_costs
  return html`<p class="verdict">${knownUsd(total.cost_usd, known, total.calls)} for ${counted(total.calls, 'call')}.</p>
${reportTable(
  'Costs of all calls: of the models, of the simulated user, of failed cases and of deleted runs',
  costs,
  [
    {
      header: by === 'day' ? 'day (UTC)' : by,
      value: ({group}) => group ?? 'not known',
      href,
    },
    {header: 'calls', value: ({calls}) => String(calls), isNumber: true, href},
    {
      header: 'cost',
      value: ({cost_usd, calls, unknown_costs}) => starredUsd(cost_usd, calls - unknown_costs, calls),
      isNumber: true,
      href,
    },
    {
      header: 'of it deleted since',
      value: ({deleted_calls, deleted_usd}) => (deleted_calls === 0 ? '' : usd(deleted_usd)),
      isNumber: true,
    },
    {
      header: 'calls of unknown cost',
      value: ({unknown_costs}) => (unknown_costs === 0 ? '' : String(unknown_costs)),
      isNumber: true,
    },
  ],
)}
${
  total.unknown_costs === 0
    ? null
    : html`<p class="dim">* Of ${counted(total.unknown_costs, 'call')} nobody knows the cost${total.unknown_at_most_usd > 0 ? `; budgets reserved ${usd(total.unknown_at_most_usd)} for them` : ''}. They are in no sum.</p>`
}`
}

function placeOf(by: CostGroup, group: string): string | undefined {
  if (by === 'system')
    return link('/app/results', [
      ['model', group],
      ['sort', 'cost'],
    ])
  if (by === 'run') return `/app/runs/${encodeURIComponent(group)}`
  if (by === 'day')
    return link('/app/results', [
      ['since', group],
      ['until', group],
      ['sort', 'cost'],
    ])
  return undefined
}
