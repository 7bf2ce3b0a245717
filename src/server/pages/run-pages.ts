import {html, type Html} from '../../text/html.js'
import {groupUsd, knownUsd, time} from '../../text/numbers.js'
import type {RatedResult} from '../../records/result.js'
import type {RunSummary} from '../../records/run.js'
import type {GroupFigures} from '../../records/stats.js'
import {reportTable} from '../../report/parts.js'

/** All runs; the script asks for this part again while a run is under way. */
export function runsPart(runs: readonly RunSummary[]): Html {
  if (runs.length === 0) return html`<p>There are no runs. <code>bench run</code> makes one.</p>`
  return html`<ul class="list runs">${runs.map(
    (run) => html`<li><div><a href="/app/runs/${encodeURIComponent(run.id)}">${run.id}</a> ${statusMark(run)}
<span class="dim">${time(run.started_at)} UTC</span>${progress(run)}</div></li>`,
  )}</ul>`
}

export interface RunView {
  run: RunSummary
  models: GroupFigures[]
  failures: RatedResult[]
}

/** One run as it is now. */
export function runPart({run, models, failures}: RunView): Html {
  return html`<p>${statusMark(run)} <span class="dim">started ${time(run.started_at)} UTC${run.completed_at === null ? null : `, ended ${time(run.completed_at)} UTC`}</span></p>
${progress(run)}
${reportTable('Models', models, [
  {header: 'model', value: ({group}) => String(group['model'])},
  {header: 'completed', value: ({result_count}) => String(result_count), isNumber: true},
  {header: 'failed', value: ({failed_count}) => String(failed_count), isNumber: true},
  {
    header: "cost of the models' own calls",
    value: (row) => groupUsd(row.total_cost_usd, row),
    isNumber: true,
  },
])}
${
  failures.length === 0
    ? null
    : html`<h2>Failures</h2><p>${run.failed_count > failures.length ? `The newest ${failures.length} of ${run.failed_count}. ` : null}<code>bench resume ${run.id}</code> tries them again.</p>
<ul>${failures.map(({model, persona_id, errors}) => html`<li><b><bdi>${model}</bdi></b> · ${persona_id}: ${errors.at(-1) ?? 'no answer'}</li>`)}</ul>`
}`
}

/** Whether the page should ask again soon. */
export function isUnderWay({status}: Pick<RunSummary, 'status'>): boolean {
  return status === 'running'
}

function statusMark({status, failed_count}: RunSummary): Html {
  return html`<span class="status ${status}">${status.replace('_', ' ')}</span>${failed_count > 0 ? html` <span class="status failed">${failed_count} failed</span>` : null}`
}

function progress({id, cases, result_count, failed_count, ...costs}: RunSummary): Html {
  const {total_cost_usd, answered_calls, calls_of_unknown_cost} = costs
  const cost = knownUsd(total_cost_usd, answered_calls - calls_of_unknown_cost, answered_calls)
  const done = result_count + failed_count
  const bar =
    cases === null || cases === 0
      ? null
      : html`<progress max="${cases}" value="${Math.min(done, cases)}" aria-label="Progress of run ${id}"></progress>`
  return html`<p class="progress">${bar}<span>${cases === null ? done : `${done} of ${cases}`} cases · ${cost}</span></p>`
}
