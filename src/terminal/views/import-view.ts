import type {ImportAnswer} from '../../rating/import/plan.js'
import {counted, time} from '../../text/numbers.js'
import {sanitizeLine} from '../lines.js'

/** So many conflicts get a line; the others are counted. */
const MOST_NAMED = 20

/** What an import did, in one line, and below it what it left as it was. */
export function importView(answer: ImportAnswer): string {
  const {imported, replaced, unchanged, notes, repeats, conflicts, skipped} = answer
  const phrases = [
    `${counted(imported, 'rating')} saved: ${answer.new} new, ${replaced} replaced; ${counted(notes, 'note')}`,
    repeats > 0 && counted(repeats, 'second rating'),
    unchanged > 0 && `${counted(unchanged, 'line')} unchanged`,
    skipped.missing > 0 && `${skipped.missing} lines of missing results left out`,
    skipped.removed > 0 && `${skipped.removed} lines of people who were removed left out`,
  ]
  return [`${phrases.filter((part) => part !== false).join('; ')}.`, ...conflictLines(conflicts)].join('\n')
}

function conflictLines(conflicts: ImportAnswer['conflicts']): string[] {
  if (conflicts.length === 0) return []
  const named = conflicts
    .slice(0, MOST_NAMED)
    .map(
      ({line, what, result_id, user_id, file, stored, stored_at}) =>
        `  line ${line}: ${what} of ${sanitizeLine(result_id)} by ${sanitizeLine(user_id)}: ${sanitizeLine(file)} in the file, ${sanitizeLine(stored)} stored ${time(stored_at)}`,
    )
  const more = conflicts.length - named.length
  return [
    `${conflicts.length} ${conflicts.length === 1 ? 'line is' : 'lines are'} older than what is stored, which stayed; --overwrite-newer takes the file's word:`,
    ...named,
    ...(more > 0 ? [`  … and ${more} more; --json names them all`] : []),
  ]
}
