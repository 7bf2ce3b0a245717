import {textColumns} from '../text-columns.js'
import {blindMessages} from '../../rating/blind-messages.js'
import {chipLabels} from '../../rating/chip-labels.js'
import {askedBriefly, askedFor, identityText} from '../../rating/messages.js'
import type {Shown} from '../../rating/rating-service.js'
import type {Notice, RatingState} from '../../rating/reducer.js'
import type {RubricTexts} from '../../rating/rubric-texts.js'
import type {ResultRecord} from '../../records/result.js'
import {counted, time} from '../../text/numbers.js'
import {chipsView} from '../views/results/chips-view.js'
import {colour} from '../colour.js'
import {fitText, joinWrapped, sanitizeLine, wrapText} from '../lines.js'
import {footer, noticeLine, sentenceOf} from './rating-foot.js'

/** The facts that do not change during a session. */
export interface RatingFrame {
  rater: string
  total: number
  /** What the rater is told to judge by. */
  texts: RubricTexts
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
  const foot = footer(state, frame.texts, columns)
  const room = Math.max(1, rows - head.length - foot.length - 1)
  const body = content(state, frame, {columns, room})
  const scroll = Math.min(state.scroll, Math.max(0, body.length - room))
  const visible = body.slice(scroll, scroll + room)
  const below = body.length - scroll - visible.length
  const gap = Array.from({length: Math.max(0, room - visible.length)}, () => '')
  const message = noticeLine(state, frame.texts, {columns, below, above: scroll})
  const lines = [...head, ...visible, ...gap, message, ...foot].slice(-rows)
  return {lines, scroll}
}

/** The same for people who listen: every text once, in words, nothing overwritten. */
export function plainRating(state: RatingState, frame: RatingFrame, columns: number): string[] {
  const {texts} = frame
  if (state.mode === 'note')
    return [`Note, then Enter (Ctrl-C leaves it as it was): ${sanitizeLine(state.draft)}`]
  const sentences = state.notice ? [sentenceOf(state.notice, texts)] : []
  if (state.mode === 'tags' || state.mode === 'chips') return [...sentences, ...plainMarks(state, frame)]
  if (state.mode === 'result' && state.notice && !isNews(state.notice)) return sentences
  if (state.mode === 'finished')
    return [
      ...sentences,
      'That was the last one.',
      'Press u to take the last rating back, e for earlier ratings, any other key to end.',
    ]
  const legend = texts.anchors.map((word, index) => `${index + 1} ${sanitizeLine(word)}`).join(', ')
  const keys =
    's skip, u undo, t tag, x mark bad chips, n note, f flag, e earlier ratings, g guidelines, r reveal the last one, d details, p persona, ? help, q quit'
  const asked = state.mode === 'result' ? wrapText(`Press ${legend}; ${keys}.`, columns) : ['Press any key.']
  const body = content(state, frame, {columns, room: Infinity})
  return [...sentences, '', ...header(state, frame, columns), ...body, '', ...asked]
}

/** Tags or chips with the letters that choose them, and which are chosen. */
function plainMarks({mode, annotation, shown, typed}: RatingState, {texts}: RatingFrame): string[] {
  if (mode === 'tags') {
    const chosen =
      annotation.tags.length > 0 ? `Tags: ${annotation.tags.map(sanitizeLine).join(', ')}.` : 'No tags.'
    const letters = texts.tags.map(({letter, label}) => `${letter} ${sanitizeLine(label)}`).join(', ')
    return [`${chosen} Letters: ${letters}. Enter goes back.`]
  }

  if (typed !== '') return [`${typed}, and the second letter.`]
  const labels = chipLabels(shown?.chips.length ?? 0)
  const chips = shown?.result.final_chips ?? []
  const nameOf = (key: string) => sanitizeLine(chips.find((chip) => chip.key === key)?.display ?? key)
  const marked = annotation.bad_chips.map(nameOf)
  return [
    ...(shown?.chips ?? []).map((key, at) => `${labels[at]!} ${nameOf(key)}`),
    `${marked.length > 0 ? `Marked as bad: ${marked.join(', ')}.` : 'None is marked.'} A label marks or unmarks; Enter goes back.`,
  ]
}

/** What was said of a result stands beside its place, or below it where there is no room. */
function headLines(place: string, marks: string, columns: number): string[] {
  const isOneLine = textColumns(place) + 2 + textColumns(sanitizeLine(marks)) <= columns
  return isOneLine ? [apart(place, marks, columns)] : [fitText(place, columns), ...wrapText(marks, columns)]
}

function header({shown, annotation}: RatingState, frame: RatingFrame, columns: number): string[] {
  if (!shown) return []
  const {result, position, score} = shown
  const marks = [
    annotation.flagged ? 'flagged' : '',
    annotation.note === '' ? '' : 'noted',
    annotation.tags.length === 0 ? '' : `tags: ${annotation.tags.join(', ')}`,
  ].filter(Boolean)
  const place =
    score === null ? `${position} of ${frame.total} · ${frame.rater}` : `an earlier rating · ${frame.rater}`
  const least = frame.leastPerType(result)
  const title = `${sanitizeLine(result.desired_role)}, ${sanitizeLine(result.sector)}`
  const brief = askedBriefly(result, least)
  const isOneLine = textColumns(title) + brief.length + 3 <= columns
  return [
    ...headLines(place, marks.join(' · '), columns).map((line) => colour.dim(line)),
    ...(isOneLine
      ? [`${colour.bold(title)} · ${brief}`]
      : [colour.bold(fitText(title, columns)), fitText(askedFor(result, least), columns)]),
    ...wrapText(frame.texts.question, columns),
    ...(frame.reveal ? [colour.yellow(fitText(identityText(result), columns))] : []),
  ]
}

/** Two texts at the ends of a line; the second one gives way. */
function apart(left: string, right: string, columns: number): string {
  const first = fitText(left, columns)
  const second = fitText(right, Math.max(0, columns - textColumns(first) - 2))
  if (right === '' || second.length < 2) return first
  return `${first}${' '.repeat(Math.max(2, columns - textColumns(first) - textColumns(second)))}${second}`
}

interface Space {
  columns: number
  /** Lines that are on the screen without scrolling. */
  room: number
}

function content(state: RatingState, frame: RatingFrame, space: Space): string[] {
  const {columns} = space
  switch (state.mode) {
    case 'help':
      return helpLines(frame.texts).flatMap((line) => (line === '' ? [''] : wrapText(line, columns)))
    case 'persona':
      return personaLines(state.shown, frame, columns)
    case 'guidelines':
      return guidelineLines(frame.texts, columns)
    case 'earlier':
      return earlierLines(state, frame.texts, columns)
    case 'finished':
      return wrapText('That was the last one.', columns)
    default:
      return state.shown
        ? chipLines(state, state.shown, frame.reveal, space)
        : [fitText('One moment …', columns)]
  }
}

function chipLines(
  {annotation, details, mode}: RatingState,
  {result, chips}: Shown<ResultRecord>,
  reveal: boolean,
  {columns, room}: Space,
): string[] {
  if (result.final_chips.length === 0) return wrapText('(The answer held no usable chips.)', columns)
  const labels = mode === 'chips' ? {labels: chipLabels(chips.length)} : {}
  const options = {width: columns, keys: details, bad: annotation.bad_chips, ...labels}
  const airy = chipsView(result.final_chips, options)
  const lines = airy.length <= room ? airy : chipsView(result.final_chips, {...options, dense: true})
  const shown = reveal ? result.errors : blindMessages(result.errors)
  const messages = details ? shown.flatMap((message) => wrapText(message, columns)) : []
  return messages.length > 0 ? [...lines, '', ...messages] : lines
}

function guidelineLines({question, guidelines, anchors}: RubricTexts, columns: number): string[] {
  const text = guidelines.trimEnd() === '' ? 'The suite says nothing more.' : guidelines.trimEnd()
  return [
    ...wrapText(question, columns),
    '',
    ...text.split('\n').flatMap((line) => (line.trim() === '' ? [''] : indented(line, columns))),
    '',
    ...joinWrapped(
      anchors.map((word, at) => `${at + 1} ${sanitizeLine(word)}`),
      ' · ',
      columns,
    ),
  ]
}

/** A line of a text with its indentation, also where it is broken. */
function indented(line: string, columns: number): string[] {
  const blanks = ' '.repeat(Math.min(/^ */.exec(line)![0].length, Math.floor(columns / 4)))
  return wrapText(line, columns - blanks.length).map((part) => blanks + part)
}

/** Own ratings, newest first, a letter each; nothing of a system. */
function earlierLines({earlier}: RatingState, {anchors}: RubricTexts, columns: number): string[] {
  if (!earlier) return []
  const labels = chipLabels(earlier.ratings.length)
  return [
    'Your ratings, newest first:',
    ...earlier.ratings.map(({rating, created_at, desired_role, chips, tags}, at) => {
      const word = `${rating} ${anchors[rating - 1]}`.padEnd(14)
      const facts = [time(created_at), word, desired_role, counted(chips, 'chip'), tags.join(', ')]
      return fitText(`${labels[at]!}  ${facts.filter((fact) => fact !== '').join('  ')}`, columns)
    }),
    earlier.hasMore ? 'space: older' : 'These are all.',
  ]
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

function helpLines({question, anchors}: RubricTexts): string[] {
  return [
    question,
    '',
    ...anchors.map((word, index) => `${index + 1}  ${word}`),
    '',
    't tags: why, by letter · x bad chips: by label · n note, Enter saves · f flag for another person',
    's skip: not now, it comes again in another session · u undo: take the last rating back',
    'e earlier ratings of yours, to correct them · r reveal: whose the last rated result was',
    'g guidelines · p persona: who it was made for · d details: keys and remarks · arrows, space: scroll',
    'q or Ctrl-C quit: everything you said is already saved',
    '',
    'A score that you change after you saw whose it is, or after you opened figures, counts as not blind.',
  ]
}

/** Whether a notice comes with a new screen, or stands alone. */
function isNews({kind}: Notice): boolean {
  return ['rated', 'skipped', 'undone', 'corrected', 'correcting', 'left'].includes(kind)
}
