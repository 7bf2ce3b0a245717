import type {RaterSummary} from '../../records/rater.js'
import {time} from '../../text/numbers.js'
import {sanitizeLine} from '../lines.js'
import {namedTable, type Column} from '../table.js'

/** People, a line each, with what they did. */
export function ratersView(raters: readonly RaterSummary[], removed: number, width = Infinity): string {
  const people = removed === 1 ? 'One person was removed.' : `${removed} people were removed.`
  const lines = removed > 0 ? [people] : []
  if (raters.length === 0) return ['Nobody has rated yet. `bench rate` begins.', ...lines].join('\n')
  const columns: Column<RaterSummary>[] = [
    {header: 'rater', value: ({user_id}) => sanitizeLine(user_id), least: 20, cutAt: 'middle'},
    {header: 'ratings', value: ({ratings}) => String(ratings), align: 'right'},
    {header: 'not blind', value: ({not_blind}) => String(not_blind), align: 'right', expendable: 1},
    {header: 'repeats', value: ({repeats}) => String(repeats), align: 'right', expendable: 2},
    {header: 'notes', value: ({notes}) => String(notes), align: 'right', expendable: 3},
    {header: 'last (UTC)', value: ({last_activity}) => time(last_activity).slice(0, 10)},
  ]
  return [namedTable(raters, columns, width, '--json'), ...lines].join('\n')
}
