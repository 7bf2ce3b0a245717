import type {VersionOfRun} from '../../../versions/of-run.js'
import type {RunContents, ShardProgress, RunRecord, RunSummary} from '../../../records/run.js'
import {costNote, starredUsd, time} from '../../../text/numbers.js'
import {joinWrapped, sanitizeLine, wrapText} from '../../lines.js'
import {namedTable, table, type Column} from '../../table.js'
import {textWidth} from '../../width.js'

/** One run: its status, its contents, the versions it asks, how far each shard is. */
export function runView(
  {
    id,
    status,
    started_at,
    completed_at,
    contents,
    versions,
    parts: shards,
  }: RunRecord & {contents: RunContents; versions: VersionOfRun[]; parts: ShardProgress[]},
  width = Infinity,
): string {
  const {results, ratings, repeats, notes, calls} = contents
  const lines = [
    ...joinWrapped(
      [
        `Run ${sanitizeLine(id)} ${status.replace('_', ' ')}`,
        `started ${time(started_at)}`,
        ...(completed_at === null ? [] : [`ended ${time(completed_at)}`]),
      ],
      ' · ',
      textWidth(width),
    ),
    ...wrapText(
      `${results} results, ${ratings} ratings, ${repeats} repeated ratings, ${notes} notes, ${calls} calls`,
      textWidth(width),
    ),
    ...versionLines(versions, textWidth(width)),
    '',
    table(shards, [
      {header: 'shard', value: ({shard}) => shard ?? 'all'},
      {header: 'cases', value: ({cases}) => String(cases ?? '?'), align: 'right'},
      {header: 'completed', value: ({completed}) => String(completed), align: 'right'},
      {header: 'failed', value: ({failed}) => String(failed), align: 'right'},
      {
        header: 'left',
        value: ({cases, completed, failed}) => String(cases === null ? '?' : cases - completed - failed),
        align: 'right',
      },
      {header: 'at work', value: ({worker}) => (worker === null ? '–' : sanitizeLine(worker))},
    ]),
  ]
  return lines.join('\n')
}

/** `style    terse@3f2a, guided@9c01`, a line for each kind. */
function versionLines(versions: readonly VersionOfRun[], width: number): string[] {
  return (['style', 'persona', 'system'] as const).flatMap((kind) => {
    const labels = versions.filter((version) => version.kind === kind).map(({label}) => sanitizeLine(label))
    if (labels.length === 0) return []
    const [first = '', ...others] = wrapText(labels.join(', '), width - KIND_WIDTH)
    return [`${kind.padEnd(KIND_WIDTH)}${first}`, ...others.map((line) => ' '.repeat(KIND_WIDTH) + line)]
  })
}

const KIND_WIDTH = 9

/** Runs, a line each. */
export function runsView(runs: readonly RunSummary[], width = Infinity): string {
  const note = costNote(
    runs.map((run) => ({
      name: sanitizeLine(run.id),
      known: run.answered_calls - run.calls_of_unknown_cost,
      all: run.answered_calls,
    })),
  )
  const columns: Column<RunSummary>[] = [
    {header: 'run', value: ({id}) => sanitizeLine(id), least: 20, cutAt: 'middle'},
    {header: 'started (UTC)', value: ({started_at}) => time(started_at)},
    {
      header: 'status',
      value: ({status, archived_at}) => (archived_at === null ? status.replace('_', ' ') : 'archived'),
    },
    {header: 'cases', value: ({cases}) => String(cases ?? '–'), align: 'right', expendable: 1},
    {header: 'completed', value: ({result_count}) => String(result_count), align: 'right'},
    {header: 'failed', value: ({failed_count}) => String(failed_count), align: 'right'},
    {header: 'cost', value: runCost, align: 'right'},
  ]
  const rows = namedTable(runs, columns, width, '--json')
  return [rows, ...(note === undefined ? [] : wrapText(note, textWidth(width)))].join('\n')
}

function runCost({total_cost_usd, answered_calls, calls_of_unknown_cost}: RunSummary): string {
  return starredUsd(total_cost_usd, answered_calls - calls_of_unknown_cost, answered_calls)
}
