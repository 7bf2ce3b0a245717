import type {SessionSummary} from '../../rating/tally.js'
import {scoreCounts} from '../../rating/messages.js'
import {SCORE_LABELS} from '../../records/rating.js'
import {decimal} from '../../text/numbers.js'
import {sanitizeLine} from '../lines.js'
import {table} from '../table.js'

/** The summary of a session. */
export function sessionSummary(
  {rated, skipped, scores, models}: SessionSummary,
  anchors: readonly string[] = SCORE_LABELS,
): string {
  if (rated === 0) return skipped === 0 ? 'Nothing rated.' : `Nothing rated, ${skipped} skipped.`
  const head = `${rated} rated${skipped > 0 ? `, ${skipped} skipped` : ''}; everything is saved.
${scoreCounts(scores, anchors).map(sanitizeLine).join(' · ')}`
  if (models.length === 0) return head
  const rows = table(models, [
    {header: 'your ratings', value: ({model}) => sanitizeLine(model)},
    {header: 'mean', value: ({mean}) => decimal(mean, 2), align: 'right'},
    {header: 'rated', value: ({ratings}) => String(ratings), align: 'right'},
  ])
  return `${head}\n\n${rows}\n\nEverybody's, with how sure they are: bench stats`
}
