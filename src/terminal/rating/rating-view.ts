import {SCORE_LABELS} from '../../records/rating.js'
import type {ResultRecord} from '../../records/result.js'
import type {Shown} from '../../rating/rating-service.js'
import type {Notice, RatingState} from '../../rating/reducer.js'
import type {SessionSummary} from '../../rating/session.js'
import {blindMessages} from '../../rating/blind-messages.js'
import {askedFor, identityText, noticeText} from '../../rating/messages.js'
import {chipsView} from '../views/chips-view.js'
import {colour} from '../colour.js'
import {fitText, sanitizeLine, joinWrapped, wrapText} from '../lines.js'
import {decimal} from '../../text/numbers.js'
import {table} from '../table.js'

/** The facts that do not change during a session. */
export interface RatingFrame {
  rater: string
  total: number
  /** People who have rated in this database. */
  raters: number
  /** Whether model, cost and run are shown before the rating. */
  reveal: boolean
  /** The paragraph about a persona, where the suite has one. */
  personaText: (result: {run_id: string; persona_id: string}) => string | undefined
  /** How many chips of each type the suite of a result demands, where that is known. */
  leastPerType: (result: {run_id: string}) => number | undefined
}

export interface Size {
  columns: number
  rows: number
}

/** Below this width, hints are short. */
const NARROW = 72

/**
 * The whole screen, a line each, none wider than the terminal; `scroll` is how far the screen could scroll.
 */
export function ratingScreen(
  state: RatingState,
  frame: RatingFrame,
  size: Size,
): {lines: string[]; scroll: number} {
  const {columns, rows} = size
  const head = header(state, frame, columns)
  const foot = footer(state, columns)
  const body = content(state, frame, columns)
  const room = Math.max(1, rows - head.length - foot.length - 1)
  const scroll = Math.min(state.scroll, Math.max(0, body.length - room))
  const visible = body.slice(scroll, scroll + room)
  const below = body.length - scroll - visible.length
  const gap = Array.from({length: Math.max(0, room - visible.length)}, () => '')
  const message = notice(state, columns, below, scroll)
  const lines = [...head, ...visible, ...gap, message, ...foot].slice(-rows)
  return {lines, scroll}
}

/** The same for people who listen: every text once, in words, nothing overwritten. */
export function plainRating(state: RatingState, frame: RatingFrame, columns: number): string[] {
  if (state.mode === 'note')
    return [`Note, then Enter (Ctrl-C leaves it as it was): ${sanitizeLine(state.draft)}`]
  const sentences = state.notice ? [sentenceOf(state.notice)] : []
  if (state.mode === 'result' && state.notice && !isNews(state.notice)) return sentences
  const legend = SCORE_LABELS.map((word, index) => `${index + 1} ${word}`).join(', ')
  const keys = 's skip, u undo, n note, f flag, r reveal the last one, d details, p persona, ? help, q quit'
  const asked = state.mode === 'result' ? ['', `Press ${legend}; ${keys}.`] : ['', 'Press any key.']
  const end =
    state.mode === 'finished'
      ? ['That was the last one.', 'Press u to take the last rating back, any other key to end.']
      : []
  if (end.length > 0) return [...sentences, ...end]
  return [...sentences, '', ...header(state, frame, columns), ...content(state, frame, columns), ...asked]
}

/** The summary of a session. */
export function sessionSummary({rated, skipped, models}: SessionSummary): string {
  if (rated === 0) return skipped === 0 ? 'Nothing rated.' : `Nothing rated, ${skipped} skipped.`
  const head = `${rated} rated${skipped > 0 ? `, ${skipped} skipped` : ''}; everything is saved.`
  if (models.length === 0) return head
  const rows = table(models, [
    {header: 'your ratings', value: ({model}) => sanitizeLine(model)},
    {header: 'mean', value: ({mean}) => decimal(mean, 2), align: 'right'},
    {header: 'rated', value: ({ratings}) => String(ratings), align: 'right'},
  ])
  return `${head}\n\n${rows}\n\nEverybody's, with how sure they are: bench stats`
}

function header({shown}: RatingState, frame: RatingFrame, columns: number): string[] {
  if (!shown) return []
  const {result, position} = shown
  const raters = frame.raters === 1 ? '1 rater so far' : `${frame.raters} raters so far`
  const marks = [shown.flagged ? 'flagged' : '', shown.note === '' ? '' : 'noted'].filter(Boolean)
  const place = [`${position} of ${frame.total}`, raters, frame.rater, ...marks].join(' · ')
  const title = `${result.desired_role}, ${result.sector}`
  return [
    colour.dim(fitText(place, columns)),
    colour.bold(fitText(title, columns)),
    fitText(askedFor(result, frame.leastPerType(result)), columns),
    ...(frame.reveal ? [colour.yellow(fitText(identityText(result), columns))] : []),
  ]
}

function content(state: RatingState, frame: RatingFrame, columns: number): string[] {
  switch (state.mode) {
    case 'help':
      return HELP.flatMap((line) => (line === '' ? [''] : wrapText(line, columns)))
    case 'persona':
      return personaLines(state.shown, frame, columns)
    case 'finished':
      return wrapText('That was the last one.', columns)
    default:
      return state.shown
        ? chipLines(state.shown, {details: state.details, reveal: frame.reveal}, columns)
        : [fitText('One moment …', columns)]
  }
}

function chipLines(
  {result}: Shown<ResultRecord>,
  {details, reveal}: {details: boolean; reveal: boolean},
  columns: number,
): string[] {
  if (result.final_chips.length === 0) return wrapText('(The answer held no usable chips.)', columns)
  const lines = chipsView(result.final_chips, {width: columns, keys: details})
  const shown = reveal ? result.errors : blindMessages(result.errors)
  const messages = details ? shown.flatMap((message) => wrapText(message, columns)) : []
  return messages.length > 0 ? [...lines, '', ...messages] : lines
}

function personaLines(
  shown: Shown<ResultRecord> | undefined,
  {personaText}: RatingFrame,
  columns: number,
): string[] {
  const text = shown && personaText(shown.result)
  return text === undefined
    ? wrapText('The suite has no paragraph about this persona.', columns)
    : wrapText(text, columns)
}

const HELP = [
  'Rate the chips by themselves: would this person be well served by a training built from them?',
  '',
  ...SCORE_LABELS.map((word, index) => `${index + 1}  ${word}`),
  '',
  's skip: not now, it comes again in another session · u undo: take the last rating back',
  'n note: a remark on this result, Enter saves · f flag: somebody should look at it',
  'r reveal: whose the last rated result was; it cannot be undone after that',
  'd details: keys and remarks · p persona: who it was made for · arrows, space: scroll',
  'q or Ctrl-C quit: everything you rated is already saved',
  '',
  'Any key goes back.',
]

function footer({mode}: RatingState, columns: number): string[] {
  switch (mode) {
    case 'note':
      return [colour.dim(fitText('Enter saves · Ctrl-U clears · Ctrl-C leaves it as it was', columns))]
    case 'help':
    case 'persona':
      return [colour.dim(fitText('any key goes back', columns))]
    case 'finished':
      return [colour.dim(fitText('u undo the last · r reveal it · any other key ends', columns))]
    default: {
      const scores = SCORE_LABELS.map((word, index) => `${index + 1} ${word}`)
      if (columns < NARROW) return [fitText('1–5 rate · s u n f r d p · ? help · q quit', columns)]
      const keys = 's skip · u undo · n note · f flag · r reveal last · d details · ? help · q quit'
      return [fitText(scores.join(' · '), columns), colour.dim(fitText(keys, columns))]
    }
  }
}

function notice(state: RatingState, columns: number, below: number, above: number): string {
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
    ? sentenceOf(state.notice)
    : state.mode === 'busy' && state.shown
      ? 'Saving …'
      : ''
  const text = fitText([more, current].filter(Boolean).join(' · '), columns)
  return state.notice?.kind === 'failed' ? colour.red(text) : colour.cyan(text)
}

/** In a terminal, the notice also names the command that changes a rating after the model was seen. */
function sentenceOf(notice: Notice): string {
  return notice.kind === 'seen'
    ? `${noticeText(notice)}; bench rate ID --score N changes it`
    : noticeText(notice)
}

/** Whether a notice comes with a new screen, or stands alone. */
function isNews({kind}: Notice): boolean {
  return ['rated', 'skipped', 'undone'].includes(kind)
}
