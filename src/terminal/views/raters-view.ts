import type {RaterSummary} from '../../records/rater.js'
import {time} from '../../text/numbers.js'
import {sanitizeLine} from '../lines.js'
import {table} from '../table.js'

const LONGEST_NAME = 34

/** People, a line each, with what they did. */
export function ratersView(raters: readonly RaterSummary[], removed: number): string {
  const people = removed === 1 ? 'One person was removed.' : `${removed} people were removed.`
  const lines = removed > 0 ? [people] : []
  if (raters.length === 0) return ['Nobody has rated yet. `bench rate` begins.', ...lines].join('\n')
  const rows = table(raters, [
    {header: 'rater', value: ({user_id}) => shortened(sanitizeLine(user_id))},
    {header: 'ratings', value: ({ratings}) => String(ratings), align: 'right'},
    {header: 'not blind', value: ({not_blind}) => String(not_blind), align: 'right'},
    {header: 'repeats', value: ({repeats}) => String(repeats), align: 'right'},
    {header: 'notes', value: ({notes}) => String(notes), align: 'right'},
    {header: 'last (UTC)', value: ({last_activity}) => time(last_activity).slice(0, 10)},
  ])
  return [rows, ...lines].join('\n')
}

function shortened(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name
}
