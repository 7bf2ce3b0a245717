import type {ReasonGroup, TaggedGroup, WorstChip} from '../../../records/reasons.js'
import {percent} from '../../../text/numbers.js'
import {sanitizeLine} from '../../lines.js'
import {namedTable, type Column} from '../../table.js'

const NO_REASONS = 'No rating here has a tag or a marked chip yet: t and x in bench rate.'
/** Tags that have a column; --json has the others too. */
const MOST_COLUMNS = 6

type Group = Pick<TaggedGroup, 'model' | 'style' | 'ratings'>

const GROUP: Column<Group>[] = [
  {header: 'model', value: ({model}) => sanitizeLine(model), least: 18, cutAt: 'middle'},
  {header: 'style', value: ({style}) => sanitizeLine(style), least: 6, cutAt: 'middle'},
  {header: 'rated', value: ({ratings}) => String(ratings), align: 'right'},
]

/** The share of ratings with each tag, by system and prompt. */
export function tagsView(groups: readonly TaggedGroup[], width: number): string {
  const times = new Map<string, number>()
  for (const {tags} of groups)
    for (const [tag, count] of Object.entries(tags)) times.set(tag, (times.get(tag) ?? 0) + count)
  if (times.size === 0) return NO_REASONS
  const shown = [...times].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_COLUMNS)
  const columns: Column<TaggedGroup>[] = [
    ...GROUP,
    ...shown.map(([tag], at): Column<TaggedGroup> => ({
      header: sanitizeLine(tag),
      value: ({tags, ratings}) => percent((tags[tag] ?? 0) / ratings),
      align: 'right',
      expendable: at,
    })),
  ]
  return `Share of ratings with a tag\n${namedTable(groups, columns, width, '--json')}`
}

/** The share of chips that were marked as bad, and the worst of them. */
export function badChipsView(
  groups: readonly ReasonGroup[],
  worst: readonly WorstChip[],
  width: number,
): string {
  if (worst.length === 0) return NO_REASONS
  const shares: Column<ReasonGroup>[] = [
    ...GROUP,
    {
      header: 'bad chips',
      value: ({bad, chips}) => (chips === 0 ? '–' : percent(bad / chips)),
      align: 'right',
    },
  ]
  const columns: Column<WorstChip>[] = [
    {header: 'worst chips', value: ({display}) => sanitizeLine(display), least: 16},
    {header: 'type', value: ({type}) => type.replace('_', ' ')},
    {header: 'marks', value: ({marks}) => String(marks), align: 'right'},
    {
      header: 'from',
      value: ({from}) => {
        const [first] = from
        const more = from.length > 1 ? ` and ${from.length - 1} more` : ''
        return first
          ? `${sanitizeLine(first.model)} ${sanitizeLine(first.style)} ${first.result_id.slice(0, 8)}${more}`
          : ''
      },
      least: 16,
    },
  ]
  return `${namedTable(groups, shares, width, '--json')}\n\n${namedTable(worst, columns, width, '--json')}`
}
