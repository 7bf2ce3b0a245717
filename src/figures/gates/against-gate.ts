import {counted, signed} from '../../text/numbers.js'
import type {AgainstRun, ChangeSince, Compared} from './against.js'
import {ofGroups, type Finding, type Gate} from './gate.js'

const ROUNDING = 1e-9

/** From the worst rating to the best. */
const SCALE = 4

const NAMES: Record<Compared, string> = {
  usable: 'usable answers',
  valid: 'valid answers',
  count: 'the number of chips',
  type_coverage: 'types of chips',
  key_validity: 'well-formed keys',
  distinct: 'distinct chips',
  not_nearly_the_same: 'chips unlike each other',
  not_repeated: 'chips that were not selected before',
  not_filled: 'chips without a fill',
}

/** No worse than a run, by more than the margin: in rating, in what answers hold, in answers at all. */
export const againstGate: Gate = (figures, {against, margin, isSure}) =>
  against === undefined
    ? []
    : ofGroups('against', figures, ({against: found}) =>
        found
          ? againstFinding(found, {margin, isSure})
          : {met: false, says: `was not compared with ${against}.`},
      )

function againstFinding(found: AgainstRun, terms: {margin: number; isSure: boolean}): Finding {
  const {run, shared, before, failed, rating} = found
  const others =
    found.otherPersonas.length > 0 ? ` (other personas now: ${found.otherPersonas.join(', ')})` : ''
  if (failed > 0)
    return {
      met: false,
      says: `failed on ${failed} of ${counted(before, 'configuration')} that ${run} answered.`,
    }
  if (shared === 0)
    return {met: false, says: `has no configuration in common with ${run}${others}, so nothing is known.`}
  if (rating === 'unknown')
    return {
      met: false,
      says: `is not compared with ${run} by rating: nobody rated answers of both to equal configurations.`,
    }
  const on = `on ${shared} of ${counted(before, 'configuration')}${others}${changedText(found)}`
  const worse = worseThan(found, terms)
  if (worse.length > 0) return {met: false, says: `is worse than ${run}: ${worse.join('; ')}; ${on}.`}
  const rated = rating === 'unrated' ? 'nobody rated either' : `rating ${changeText(rating)}`
  return {met: true, says: `is no worse than ${run}: ${rated}; ${on}.`}
}

function worseThan(
  {rating, measures}: AgainstRun,
  {margin, isSure}: {margin: number; isSure: boolean},
): string[] {
  const holds = (change: ChangeSince, most: number) =>
    (isSure ? (change.interval?.low ?? -Infinity) : change.difference) >= -most - ROUNDING
  const doubt = (change: ChangeSince) => (isSure && change.interval === null ? ', too few to be sure' : '')
  return [
    ...(typeof rating === 'object' && !holds(rating, margin)
      ? [`rating ${changeText(rating)}${doubt(rating)}`]
      : []),
    ...(Object.entries(measures) as [Compared, ChangeSince][]).flatMap(([measure, change]) =>
      holds(change, margin / SCALE) ? [] : [`${NAMES[measure]} ${shareText(change)}${doubt(change)}`],
    ),
  ]
}

function changeText({difference, interval}: ChangeSince): string {
  return `${signed(difference)}${interval ? ` (${signed(interval.low)} to ${signed(interval.high)})` : ''}`
}

function shareText({difference, interval}: ChangeSince): string {
  const percent = (share: number) => `${signed(share * 100, 0)} %`
  return `${percent(difference)}${interval ? ` (${percent(interval.low)} to ${percent(interval.high)})` : ''}`
}

function changedText({changed}: AgainstRun): string {
  if (changed.length === 0) return ', the same versions'
  return `, ${changed.map(({before, after}) => `${before.join(', ')} then, ${after.join(', ')} now`).join('; ')}`
}
