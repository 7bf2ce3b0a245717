import type {StoredValue} from '../store/database/database.js'
import type {ChangeKind} from '../store/changes.js'
import {SYNC_TABLES, valueOf} from '../store/sync/sync-tables.js'

const LONGEST = 80

/** Which row it is, for people: its kind, what it belongs to, and its rater. */
export function labelOf(kind: ChangeKind, id: string, row: readonly StoredValue[] | undefined): string {
  if (!row) return `${kind} ${id}`
  const value = (column: string) => asText(valueOf(kind, row, column))
  if (kind === 'result')
    return `result ${id} (${value('model')}, ${value('persona_id')}, ${value('style')}, trial ${value('trial')}, run ${value('run_id')})`
  if (kind === 'rater') return `rater ${value('user_id')}`
  const has = (column: string) => SYNC_TABLES[kind].columns.includes(column)
  const of = has('result_id') ? ` of result ${value('result_id')}` : ''
  const author = has('user_id') ? ` by ${value('user_id')}` : ''
  return of || author ? `${kind}${of}${author}${author ? '' : ` (${id})`}` : `${kind} ${id}`
}

/** The content of a row, shortened to what tells two rows apart. */
export function contentOf(kind: ChangeKind, row: readonly StoredValue[] | undefined): string | null {
  if (!row) return null
  const shown = ['status', 'rating', 'score', 'note', 'flagged', 'archived_at', 'figures_seen_at'].filter(
    (column) => SYNC_TABLES[kind].columns.includes(column),
  )
  const labels = shown.map((column) => {
    const value = valueOf(kind, row, column)
    if (column === 'flagged') return value ? 'flagged' : ''
    return column === 'note' ? `“${asText(value)}”` : asText(value)
  })
  return labels.filter(Boolean).join(', ')
}

function asText(value: StoredValue | undefined): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
