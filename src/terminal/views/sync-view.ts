import type {Conflict, SyncAnswer} from '../../records/sync.js'
import {sanitizeLine} from '../lines.js'
import {table} from '../table.js'

/** Milliseconds between two lines of progress. */
const INTERVAL_MS = 1000

/** The changes that a sync moved, a line a table. */
export function syncView({tables, dry_run: isPreview, unsent, conflicts, passed_over}: SyncAnswer): string {
  const rows = Object.entries(tables).filter(([, moved]) => moved.pulled + moved.pushed + moved.conflicts > 0)
  if (rows.length === 0 && unsent + passed_over.length > 0) return 'Nothing was moved.'
  if (rows.length === 0)
    return isPreview ? 'Nothing would move: both hold the same.' : 'Nothing to move: both hold the same.'
  const view = table(rows, [
    {
      header: 'table',
      value: ([name]) => name.replace('rating_repeats', 'repeated ratings').replaceAll('_', ' '),
    },
    {
      header: isPreview ? 'would be pulled' : 'pulled',
      value: ([, {pulled}]) => String(pulled),
      align: 'right',
    },
    {
      header: isPreview ? 'would be pushed' : 'pushed',
      value: ([, {pushed}]) => String(pushed),
      align: 'right',
    },
    {header: 'deletions among them', value: ([, {deletions}]) => String(deletions), align: 'right'},
    {header: 'conflicts', value: ([, {conflicts}]) => String(conflicts), align: 'right'},
  ])
  const count = rows.reduce((sum, [, moved]) => sum + moved.conflicts, 0)
  return count > 0 ? [view, EXPLAINED, ...conflictLines(conflicts, count)].join('\n') : view
}

const EXPLAINED =
  'Conflicts were changed here and elsewhere since the last sync: the later change of each row stays, and what was deleted stays deleted.'
/** So many conflicts get a line; the others are counted. */
const MOST_NAMED = 20

function conflictLines(conflicts: readonly Conflict[], count: number): string[] {
  const contentText = (value: string | null) =>
    value === null ? 'deleted' : sanitizeLine(value) || 'present'
  const lines = conflicts
    .slice(0, MOST_NAMED)
    .map(
      ({row, here, there, kept}) =>
        `  ${sanitizeLine(row)}: ${contentText(here)} here, ${contentText(there)} there; kept what was ${kept}`,
    )
  const more = count - lines.length
  return more > 0 && lines.length > 0 ? [...lines, `  … and ${more} more`] : lines
}

/**
 * A line on stderr that shows how far each table is: overwritten in a terminal, else printed again now and
 * then.
 */
export function syncProgress(output: NodeJS.WriteStream): {
  show: (name: string, pulled: number, pushed: number) => void
  end: () => void
} {
  const counts = new Map<string, string>()
  let last = performance.now()
  let isShown = false
  return {
    show(name, pulled, pushed) {
      counts.set(
        name,
        [pulled > 0 && `${pulled} ${name} pulled`, pushed > 0 && `${pushed} ${name} pushed`]
          .filter(Boolean)
          .join(', '),
      )
      if (performance.now() - last < INTERVAL_MS * (output.isTTY ? 1 : 5)) return
      last = performance.now()
      const line = [...counts.values()].join(', ')
      if (output.isTTY) output.write(`\r\u001B[K${line.slice(0, output.columns - 4)} …`)
      else output.write(`${line} …\n`)
      isShown = output.isTTY
    },
    end() {
      if (isShown) output.write('\r\u001B[K')
    },
  }
}
