import type {Calibration} from '../records/rater.js'
import type {Chip} from '../chips/chip.js'
import {CHIP_TYPES} from '../chips/chip.js'
import type {Key} from './reducer.js'
import type {RubricTexts} from './rubric-texts.js'

/** The examples that a first session begins with: the rater scores each, then sees what it deserves. */
export interface CalibrationState {
  /** The scores that the rater gave, in the order of the examples. */
  scores: readonly number[]
  /** Whether the last score is being compared with what the example deserves. */
  isTold: boolean
}

export type CalibrationEffect =
  /** What is kept: the scores so far, or that the rest is left out for good. */
  {kind: 'keep'; calibration: Calibration; isOver: boolean} | {kind: 'over'} | {kind: 'quit'}

/** Where a rater begins with the examples of a rubric; undefined when nothing is left. */
export function calibrationLeft(
  {examples, version}: Pick<RubricTexts, 'examples' | 'version'>,
  kept: Calibration | undefined,
): CalibrationState | undefined {
  if (version === null || kept?.isLeftOut) return undefined
  const scores = kept?.scores ?? []
  return scores.length < examples.length ? {scores, isTold: false} : undefined
}

/** The example on the screen. */
export function exampleOf<Example>(
  {scores, isTold}: CalibrationState,
  {examples}: {examples: readonly Example[]},
) {
  const at = isTold ? scores.length - 1 : scores.length
  return {example: examples[at]!, place: at + 1, total: examples.length}
}

/**
 * What is kept once a rater did something with the examples; a message that was long on its way takes nothing
 * back.
 */
export function keptCalibration(before: Calibration | undefined, now: Calibration): Calibration {
  if (!before) return now
  const scores = now.scores.length > before.scores.length ? now.scores : before.scores
  return before.isLeftOut || now.isLeftOut ? {scores, isLeftOut: true} : {scores}
}

/** The next state after a key: a score while an example is asked, any key but a score after it was told. */
export function calibrate(
  state: CalibrationState,
  key: Key,
  {examples}: {examples: readonly unknown[]},
): {state: CalibrationState; effect?: CalibrationEffect} {
  if (key.text === 'q' || (key.ctrl && ['c', 'd'].includes(key.name))) return {state, effect: {kind: 'quit'}}
  const scores = [...state.scores]
  if (key.text.toLowerCase() === 'c')
    return {state, effect: {kind: 'keep', calibration: {scores, isLeftOut: true}, isOver: true}}
  if (state.isTold) {
    if (!['return', 'enter', 'space'].includes(key.name)) return {state}
    return scores.length < examples.length
      ? {state: {scores, isTold: false}}
      : {state, effect: {kind: 'over'}}
  }

  if (!/^[1-5]$/.test(key.text)) return {state}
  const calibration = {scores: [...scores, Number(key.text)]}
  return {
    state: {scores: calibration.scores, isTold: true},
    effect: {kind: 'keep', calibration, isOver: false},
  }
}

/** `You 2, the team 4: …` */
export function comparedText(
  {scores}: CalibrationState,
  {score, why}: Pick<RubricTexts['examples'][number], 'score' | 'why'>,
): string {
  const ratersScore = scores.at(-1)
  const head = ratersScore === score ? `You ${score}, as the team` : `You ${ratersScore}, the team ${score}`
  return `${head}: ${why.trim()}`
}

/** The chips of an example as those of a result. */
export function exampleChips({chips}: RubricTexts['examples'][number]): Chip[] {
  return CHIP_TYPES.flatMap((type) =>
    (chips[type] ?? []).map((display, at) => ({key: `${type}_${at}`, display, type})),
  )
}
