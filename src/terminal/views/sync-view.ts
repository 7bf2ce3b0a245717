import type {SyncAnswer} from '../../records/sync.js'
import {table} from '../table.js'

/** Milliseconds between two lines of progress. */
const INTERVAL_MS = 1000

/** What a sync moved, a line a table. */
export function syncView({tables, dry_run: isPreview, unsent}: SyncAnswer): string {
  const rows = Object.entries(tables).filter(([, moved]) => moved.pulled + moved.pushed + moved.conflicts > 0)
  if (rows.length === 0 && unsent > 0) return 'Nothing was moved.'
  if (rows.length === 0)
    return isPreview ? 'Nothing would move: both hold the same.' : 'Nothing to move: both hold the same.'
  const view = table(rows, [
    {header: 'table', value: ([name]) => name.replace('rating_repeats', 'repeated ratings')},
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
  const conflicts = rows.reduce((sum, [, moved]) => sum + moved.conflicts, 0)
  return conflicts > 0
    ? `${view}\nConflicts were changed here and elsewhere since the last sync: the later change of each row stays, and what was deleted stays deleted.`
    : view
}

/** A line on stderr that tells how far each table is: written over in a terminal, else now and then anew. */
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
