import {time} from '../formats/numbers.js'
import type {RunContents, RunPart, RunRecord} from '../records/run.js'
import {safeText} from './safe-text.js'
import {table} from './table.js'

/** One run: how it stands, what it holds, how far each part is. */
export function runView({
  id,
  status,
  started_at,
  completed_at,
  contents,
  parts,
}: RunRecord & {contents: RunContents; parts: RunPart[]}): string {
  const {results, ratings, repeats, notes, calls} = contents
  const lines = [
    `Run ${safeText(id)} ${status.replace('_', ' ')} · started ${time(started_at)}${completed_at === null ? '' : ` · ended ${time(completed_at)}`}`,
    `${results} results, ${ratings} ratings, ${repeats} repeated ratings, ${notes} notes, ${calls} calls`,
    '',
    table(parts, [
      {header: 'shard', value: ({shard}) => shard ?? 'all'},
      {header: 'cases', value: ({cases}) => String(cases ?? '?'), align: 'right'},
      {header: 'completed', value: ({completed}) => String(completed), align: 'right'},
      {header: 'failed', value: ({failed}) => String(failed), align: 'right'},
      {
        header: 'left',
        value: ({cases, completed, failed}) => String(cases === null ? '?' : cases - completed - failed),
        align: 'right',
      },
      {header: 'at work', value: ({worker}) => (worker === null ? '–' : safeText(worker))},
    ]),
  ]
  return lines.join('\n')
}
