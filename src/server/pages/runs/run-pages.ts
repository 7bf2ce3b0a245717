import {html, type Html} from '../../../text/html.js'
import {groupUsd, knownUsd, time} from '../../../text/numbers.js'
import type {RatedResult} from '../../../records/result.js'
import {TRY_PREFIX, type RunSummary} from '../../../records/run.js'
import type {GroupFigures} from '../../../records/stats.js'
import {reportTable} from '../../../report/report-table.js'
import type {VersionOfRun} from '../../../versions/of-run.js'
import {link} from '../address.js'

/** All runs; the script asks for this part again while a run is under way. */
export function runsPart(runs: readonly RunSummary[]): Html {
  if (runs.length === 0) return html`<p>There are no runs. <code>bench run</code> makes one.</p>`
  return html`<ul class="list runs">${runs.map(
    (
      run,
    ) => html`<li${hasFailed(run) ? html` class="bad"` : null}><div><a href="/app/runs/${encodeURIComponent(run.id)}">${run.id}</a> ${statusMarks(run)}
<span class="dim">${time(run.started_at)} UTC</span>${progress(run)}</div></li>`,
  )}</ul>`
}

export interface RunView {
  run: RunSummary
  models: readonly GroupFigures[]
  failures: readonly RatedResult[]
}

/** One run as it is now. */
export function runPart({run, models, failures}: RunView): Html {
  const isNumber = true
  const to = (model: string, status: string) =>
    link('/app/results', [
      ['run_id', run.id],
      ['model', model],
      ['status', status],
    ])
  return html`<p>${statusMarks(run)} <span class="dim">started ${time(run.started_at)} UTC${run.completed_at === null ? null : `, ended ${time(run.completed_at)} UTC`}</span></p>
${progress(run)}
${failurePart(run, failures)}
${reportTable('Models', models, [
  {header: 'model', value: ({group}) => String(group['model'])},
  {
    header: 'completed',
    value: ({result_count}) => String(result_count),
    isNumber,
    href: ({group}) => to(String(group['model']), 'completed'),
  },
  {
    header: 'failed',
    value: ({failed_count}) => String(failed_count),
    isNumber,
    href: ({group, failed_count}) => (failed_count > 0 ? to(String(group['model']), 'failed') : undefined),
  },
  {
    header: "cost of the models' own calls",
    value: (row) => groupUsd(row.total_cost_usd, row),
    isNumber,
  },
])}`
}

/** Failures come before what went well: they are what a reader must not miss. */
function failurePart(run: RunSummary, failures: readonly RatedResult[]): Html {
  if (failures.length === 0) return html``
  const all = link('/app/results', [
    ['run_id', run.id],
    ['status', 'failed'],
  ])
  return html`<section class="failures"><h2>${run.failed_count} failed</h2>
<ul>${failures.map(
    ({id, model, persona_id, errors}) =>
      html`<li><a href="/app/results/${encodeURIComponent(id)}"><bdi>${model}</bdi> · ${persona_id}</a>: ${errors.at(-1) ?? 'no answer'}</li>`,
  )}</ul>
<p>${run.failed_count > failures.length ? html`These are the newest. <a href="${all}">All ${run.failed_count} failures</a>. ` : null}<code>bench resume ${run.id}</code> tries them again.</p></section>`
}

/** Other pages about the results of a run. */
export function runLinks(id: string): Html {
  const ofRun = [['run_id', id]] as const
  return html`<p class="actions"><a href="${link('/app/results', ofRun)}">Results of this run</a> <a href="${link('/app/leaderboard', ofRun)}">Leaderboard of this run</a> <a href="${link('/', ofRun)}">Rate this run</a></p>`
}

/** What a run asked. */
export function versionsPart(versions: readonly VersionOfRun[]): Html {
  if (versions.length === 0) return html``
  return html`<h2>What it asked</h2><ul class="versions">${versions.map(
    ({kind, name, version, label}) =>
      html`<li>${kind} <a href="${link(`/app/prompts/${encodeURIComponent(version)}`, [['name', name]])}"><bdi>${label}</bdi></a></li>`,
  )}</ul>`
}

/** Whether the page should ask again soon. */
export function isUnderWay({status}: Pick<RunSummary, 'status'>): boolean {
  return status === 'running'
}

function hasFailed({status, failed_count}: RunSummary): boolean {
  return status === 'failed' || failed_count > 0
}

function statusMarks({id, status, failed_count, archived_at}: RunSummary): Html {
  return html`<span class="status ${status}">${status.replace('_', ' ')}</span>${failed_count > 0 ? html` <span class="status failed">${failed_count} failed</span>` : null}${
    archived_at === null ? null : html` <span class="status">archived</span>`
  }${id.startsWith(TRY_PREFIX) ? html` <span class="status">only tried</span>` : null}`
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
