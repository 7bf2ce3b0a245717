import type {Notice, RatingState} from '../../rating/reducer.js'
import {noticeText} from '../../rating/messages.js'
import type {RubricTexts} from '../../rating/rubric-texts.js'
import {counted} from '../../text/numbers.js'
import {colour} from '../colour.js'
import {fitText, joinWrapped, sanitizeLine, wrapText} from '../lines.js'

/** Below this width, hints are short. */
const NARROW = 72
const KEYS = 't tag · x bad chips · n note · s skip · u undo · g guidelines · ? more · q quit'

/** The last lines of the screen: what the keys do now. */
export function footer(state: RatingState, texts: RubricTexts, columns: number): string[] {
  const line = (text: string) => colour.dim(fitText(text, columns))
  switch (state.mode) {
    case 'note':
      return [line('Enter saves · Ctrl-U clears · Ctrl-C leaves it as it was')]
    case 'tags':
      return joinWrapped(
        ['tag:', ...texts.tags.map((tag) => tagWord(tag, state)), 'Enter back'],
        '  ',
        columns,
      )
    case 'chips':
      return [
        line(
          `${state.typed === '' ? '' : `${state.typed}… · `}label: mark or unmark · Enter: back to rating`,
        ),
      ]
    case 'help':
    case 'persona':
    case 'guidelines':
      return [line('arrows scroll · any other key goes back')]
    case 'earlier':
      return [line('a letter opens it · arrows: newer, older · Enter goes back')]
    case 'finished':
      return [line('u undo the last · r reveal it · e earlier ratings · any other key ends')]
    default:
      return [...scoreLines(state, texts, columns), ...keyLines(state, columns)]
  }
}

function tagWord({letter, label}: RubricTexts['tags'][number], {annotation}: RatingState): string {
  const text = `${letter} ${sanitizeLine(label)}`
  return annotation.tags.includes(label) ? `[${text}]` : text
}

/** The anchors beside the digits, and how many chips are marked. */
function scoreLines({annotation, shown}: RatingState, {anchors}: RubricTexts, columns: number): string[] {
  const before = shown?.score ?? null
  const scores = anchors.map((word, at) => {
    const text = `${at + 1} ${sanitizeLine(word)}`
    return before === at + 1 ? `[${text}]` : text
  })
  const marked =
    annotation.bad_chips.length > 0 ? `${counted(annotation.bad_chips.length, 'chip')} marked bad` : ''
  const whole = scores.join(' · ')
  const gap = columns - whole.length - marked.length
  if (gap >= 2) return [`${whole}${' '.repeat(marked === '' ? 0 : gap)}${marked}`]
  return [...joinWrapped(scores, ' · ', columns), ...(marked === '' ? [] : wrapText(marked, columns))]
}

function keyLines({shown}: RatingState, columns: number): string[] {
  if (shown !== undefined && shown.score !== null)
    return [colour.dim(fitText('Enter leaves it · t tag · x bad chips · n note · ? more · q quit', columns))]
  if (columns < NARROW) return [colour.dim(fitText('t x n s u g · ? more · q quit', columns))]
  return [colour.dim(fitText(KEYS, columns))]
}

/** The line above the foot: what happened last, or the note that is being written. */
export function noticeLine(
  state: RatingState,
  texts: RubricTexts,
  {columns, below, above}: {columns: number; below: number; above: number},
): string {
  // The end of a long note is the place where the rater writes.
  if (state.mode === 'note')
    return colour.cyan(`Note: ${joinWrapped([sanitizeLine(state.draft)], ' ', columns - 8).at(-1) ?? ''}▏`)
  const more =
    below > 0
      ? `▼ ${below} more ${below === 1 ? 'line' : 'lines'}: space`
      : above > 0
        ? '▲ the beginning: arrow up'
        : ''
  const current = state.notice
    ? sentenceOf(state.notice, texts)
    : state.mode === 'busy' && state.shown
      ? 'Saving …'
      : ''
  const text = fitText([more, current].filter(Boolean).join(' · '), columns)
  return state.notice?.kind === 'failed' ? colour.red(text) : colour.cyan(text)
}

export function sentenceOf(notice: Notice, {anchors}: RubricTexts): string {
  return noticeText(notice, anchors)
}
