import {milliseconds, usd} from '../text/numbers.js'
import {SCORE_LABELS} from '../records/rating.js'
import type {Identity, ResultRecord} from '../records/result.js'
import {HIDDEN_FACTORS, isConstrained} from '../suite/model/factors.js'
import type {Notice} from './reducer.js'

/** The texts that raters read, the same in the terminal and on the page. */

/**
 * What the model was asked for; `least` is how many chips of each type the suite of its run demands,
 * undefined where that is not known. Hidden factors are not named: with them, raters soon learn which model
 * it is.
 */
export function askedFor(
  result: Pick<ResultRecord, 'chip_count' | 'final_chips'> & Parameters<typeof isConstrained>[0],
  least: number | undefined,
): string {
  const demand = least === undefined ? ', some of each type' : `, at least ${least} of each type`
  const wanted = isConstrained(result) && least !== 0 ? demand : ''
  return `Asked for ${result.chip_count} chips${wanted}; ${result.final_chips.length} in all`
}

/** The same in a few words, for beside the role. */
export function askedBriefly(
  result: Pick<ResultRecord, 'chip_count' | 'final_chips'> & Parameters<typeof isConstrained>[0],
  least: number | undefined,
): string {
  const demand = least === undefined ? ', some of each type' : `, ${least}+ a type`
  const wanted = isConstrained(result) && least !== 0 ? demand : ''
  return `${result.chip_count} chips asked${wanted}; ${result.final_chips.length} in all`
}

/** How often each score was given: `4 good: 3`; scores that nobody gave are left out. */
export function scoreCounts(scores: readonly number[], anchors: readonly string[]): string[] {
  return scores.flatMap((times, at) => (times > 0 ? [`${at + 1} ${anchors[at]}: ${times}`] : []))
}

/** The hidden facts of a result as a sentence. */
export function identityText({cost_usd, latency_ms, run_id, ...levels}: Identity): string {
  const factors = HIDDEN_FACTORS.map((column) => levels[column as keyof typeof levels])
  return [...factors, usd(cost_usd), milliseconds(latency_ms), `run ${run_id}`].join(' · ')
}

const NOTICES: Record<Exclude<Notice['kind'], 'rated' | 'corrected' | 'revealed' | 'failed'>, string> = {
  correcting: 'An earlier rating of yours; 1 to 5 changes it, Enter leaves it',
  left: 'Left as it was',
  'no tags': 'The suite has no tags',
  'no chips': 'There are no chips to mark',
  'nothing earlier': 'You have rated nothing yet',
  undone: 'Taken back; rate it again',
  skipped: 'Skipped',
  noted: 'Note saved',
  flagged: 'Flagged',
  unflagged: 'No longer flagged',
  'nothing to undo': 'Nothing to undo in this session',
  'nothing to reveal': 'Nothing rated yet that could be revealed',
  gone: 'This result is gone; on to the next',
  elsewhere: 'You rated that one in another window',
  'unknown key': 'No such key; ? shows them all',
}

/** The text of a notice; `anchors`: the words for the scores. */
export function noticeText(notice: Notice, anchors: readonly string[] = SCORE_LABELS): string {
  const named = (score: number) => `${score} ${anchors[score - 1]}`
  switch (notice.kind) {
    case 'rated':
      return `Saved: ${named(notice.score)}`
    case 'corrected':
      return `Changed: ${named(notice.before)} is now ${named(notice.score)}`
    case 'revealed':
      return `You gave ${notice.score} to ${identityText(notice.result)}`
    case 'failed':
      return `Not saved, press the key again: ${notice.sentence}`
    default:
      return NOTICES[notice.kind]
  }
}
