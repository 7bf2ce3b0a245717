import type {UpcomingItem} from '../../rating/queue/upcoming.js'
import {sanitizeLine} from '../lines.js'
import {namedTable, type Column} from '../table.js'

/** A listed item, and what was asked of its system in words. */
export type ListedItem = UpcomingItem & {asked: string}

/** What comes next, a line each. */
export function upcomingView(items: readonly ListedItem[], width: number): string {
  const columns: Column<ListedItem>[] = [
    {header: '', value: ({position}) => String(position), align: 'right'},
    {header: 'result', value: ({result_id}) => result_id.slice(0, 8)},
    {
      header: 'for whom',
      value: ({desired_role, sector}) => sanitizeLine(`${desired_role}, ${sector}`),
      least: 14,
    },
    {header: 'asked for', value: ({asked}) => sanitizeLine(asked), least: 12},
  ]
  return namedTable(items, columns, width, '--json')
}
