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

/** The hidden facts of a result as a sentence. */
export function identityText({cost_usd, latency_ms, run_id, ...levels}: Identity): string {
  const factors = HIDDEN_FACTORS.map((column) => levels[column as keyof typeof levels])
  return [...factors, usd(cost_usd), milliseconds(latency_ms), `run ${run_id}`].join(' · ')
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
    case 'correcting':
      return 'An earlier rating of yours; 1 to 5 changes it, Enter leaves it'
    case 'left':
      return 'Left as it was'
    case 'no tags':
      return 'The suite has no tags'
    case 'no chips':
      return 'There are no chips to mark'
    case 'nothing earlier':
      return 'You have rated nothing yet'
    case 'undone':
      return 'Taken back; rate it again'
    case 'skipped':
      return 'Skipped'
    case 'noted':
      return 'Note saved'
    case 'flagged':
      return 'Flagged'
    case 'unflagged':
      return 'No longer flagged'
    case 'nothing to undo':
      return 'Nothing to undo in this session'
    case 'nothing to reveal':
      return 'Nothing rated yet that could be revealed'
    case 'gone':
      return 'This result is gone; on to the next'
    case 'elsewhere':
      return 'You rated that one in another window'
    case 'unknown key':
      return 'No such key; ? shows them all'
  }
}
