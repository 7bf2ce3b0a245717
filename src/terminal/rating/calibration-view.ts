import {comparedText, exampleChips, exampleOf, type CalibrationState} from '../../rating/calibration.js'
import type {RubricTexts} from '../../rating/rubric-texts.js'
import {chipsView} from '../views/results/chips-view.js'
import {colour} from '../colour.js'
import {fitText, joinWrapped, sanitizeLine, wrapText} from '../lines.js'

/** The screen of an example: as that of a result, a line each. */
export function calibrationScreen(
  state: CalibrationState,
  texts: RubricTexts,
  {columns, rows}: {columns: number; rows: number},
): string[] {
  const {example} = exampleOf(state, texts)
  const toldLines = state.isTold
    ? wrapText(comparedText(state, example), columns).map((line) => colour.cyan(line))
    : []
  const scores = texts.anchors.map((word, at) => `${at + 1} ${sanitizeLine(word)}`)
  const foot = [
    ...(state.isTold ? [] : joinWrapped(scores, ' · ', columns)),
    colour.dim(
      fitText(
        state.isTold
          ? 'Enter goes on · c leaves the examples out for good'
          : 'c leaves the examples out for good · q quit',
        columns,
      ),
    ),
  ]
  const head = exampleHead(state, texts, columns)
  const body = chipsView(exampleChips(example), {width: columns})
  const room = Math.max(0, rows - head.length - foot.length - toldLines.length - 1)
  const gap = Array.from({length: Math.max(0, room - body.length) + 1}, () => '')
  return [...head, ...body.slice(0, room), ...gap, ...toldLines, ...foot].slice(-rows)
}

/** The same for people who listen. */
export function plainCalibration(state: CalibrationState, texts: RubricTexts, columns: number): string[] {
  const {example} = exampleOf(state, texts)
  if (state.isTold)
    return [
      ...wrapText(comparedText(state, example), columns),
      'Enter goes on, c leaves the examples out for good.',
    ]
  const legend = texts.anchors.map((word, at) => `${at + 1} ${sanitizeLine(word)}`).join(', ')
  return [
    ...exampleHead(state, texts, columns),
    ...chipsView(exampleChips(example), {width: columns}),
    '',
    ...wrapText(`Press ${legend}; c leaves the examples out for good, q quits.`, columns),
  ]
}

function exampleHead(state: CalibrationState, texts: RubricTexts, columns: number): string[] {
  const {example, place, total} = exampleOf(state, texts)
  return [
    colour.dim(
      fitText(
        `example ${place} of ${total}: score it, then see what the team says; nothing is counted`,
        columns,
      ),
    ),
    colour.bold(fitText(`${example.desired_role}, ${example.sector}`, columns)),
    ...wrapText(texts.question, columns),
  ]
}
