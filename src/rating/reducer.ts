import {LONGEST_NOTE, NO_ANNOTATION, type Annotation} from '../records/rating.js'
import type {Identity, ResultRecord} from '../records/result.js'
import {toggledChip, toggledTag} from './annotation-keys.js'
import {chipLabels} from './chip-labels.js'
import type {Shown} from './rating-service.js'
import type {RubricTexts} from './rubric-texts.js'
import {EARLIER_A_PAGE, type EarlierPage} from './session.js'

/** A key as the terminal names it. */
export interface Key {
  /** The name without modifiers, such as `return`, `up` or `a`. */
  name: string
  /** The text that the key types; empty for keys that type nothing. */
  text: string
  ctrl: boolean
}

/**
 * The view of the rater. `busy`: a result is being saved or loaded, and keys do nothing. `tags`, `chips`: the
 * rater says why. `earlier`: the list of earlier ratings. `finished`: the queue is empty, and the last rating
 * can still be taken back.
 */
export type Mode =
  'busy' | 'result' | 'tags' | 'chips' | 'note' | 'persona' | 'guidelines' | 'help' | 'earlier' | 'finished'

/** A notice below the chips. */
export type Notice =
  | {kind: 'rated'; score: number}
  | {kind: 'corrected'; score: number; before: number}
  | {
      kind:
        | 'undone'
        | 'correcting'
        | 'left'
        | 'no tags'
        | 'no chips'
        | 'nothing earlier'
        | 'skipped'
        | 'noted'
        | 'flagged'
        | 'unflagged'
        | 'nothing to undo'
        | 'nothing to reveal'
        | 'unknown key'
        | 'gone'
        | 'elsewhere'
    }
  | {kind: 'revealed'; result: Identity; score: number}
  | {kind: 'failed'; sentence: string}

export interface RatingState<Item = ResultRecord> {
  mode: Mode
  shown: Shown<Item> | undefined
  notice: Notice | undefined
  /** What the rater says of the result, also while it is being saved. */
  annotation: Annotation
  /** The first letter of a chip's label of two letters. */
  typed: string
  earlier: EarlierPage | undefined
  details: boolean
  /** Lines that are scrolled away above. */
  scroll: number
  /** The note while it is written. */
  draft: string
}

export type RatingEvent<Item = ResultRecord> =
  | {kind: 'key'; key: Key}
  /** The note as a page's text field has it; a terminal makes the note from keys. */
  | {kind: 'drafted'; text: string}
  | {kind: 'shown'; shown: Shown<Item>; notice?: Notice | undefined}
  | {kind: 'noticed'; notice: Notice}
  /** An annotation is saved, or could not be. */
  | {kind: 'annotated'; notice: Notice | undefined}
  | {kind: 'listed'; earlier: EarlierPage}
  | {kind: 'finished'; notice?: Notice | undefined}
  | {kind: 'scrolled'; lines: number}

/** The work of the loop before the next key counts. */
export type Effect =
  | {kind: 'rate'; score: number}
  | {kind: 'annotate'; change: Partial<Annotation>}
  | {kind: 'list'; offset: number}
  | {kind: 'correct'; id: string}
  | {kind: 'skip' | 'undo' | 'reveal' | 'leave' | 'quit'}

export const FIRST_STATE: RatingState<never> = {
  mode: 'busy',
  shown: undefined,
  notice: undefined,
  annotation: NO_ANNOTATION,
  typed: '',
  earlier: undefined,
  details: false,
  scroll: 0,
  draft: '',
}

const PAGE = 10

type Step<Item> = {state: RatingState<Item>; effect?: Effect}

/**
 * The next state after an event, and the effect to handle. Pure: the function knows no clock, file or
 * terminal. `tags`: those of the rubric.
 */
export function reduce<Item>(
  state: RatingState<Item>,
  event: RatingEvent<Item>,
  tags: RubricTexts['tags'] = [],
): Step<Item> {
  switch (event.kind) {
    case 'shown': {
      const {shown, notice} = event
      const {annotation} = shown
      const fresh = {typed: '', scroll: 0, draft: '', earlier: undefined}
      return {state: {...state, ...fresh, annotation, mode: 'result', shown, notice}}
    }

    case 'noticed':
      return {state: {...state, mode: state.shown ? 'result' : 'finished', notice: event.notice}}
    case 'annotated': {
      const isFailed = event.notice?.kind === 'failed'
      const annotation = isFailed && state.shown ? state.shown.annotation : state.annotation
      return {state: {...state, annotation, notice: event.notice ?? state.notice}}
    }

    case 'listed':
      return {state: {...state, mode: 'earlier', earlier: event.earlier, notice: undefined, scroll: 0}}
    case 'finished':
      return {state: {...state, mode: 'finished', shown: undefined, notice: event.notice}}
    case 'drafted':
      return {state: {...state, draft: event.text.slice(0, LONGEST_NOTE)}}
    case 'scrolled':
      return {state: {...state, scroll: event.lines}}
    case 'key':
      return onKey(state, event.key, tags)
  }
}

function onKey<Item>(state: RatingState<Item>, key: Key, tags: RubricTexts['tags']): Step<Item> {
  // Leaving is possible at any time, also while a save or a load hangs.
  if (key.ctrl && (key.name === 'c' || key.name === 'd') && state.mode !== 'note')
    return {state, effect: {kind: 'quit'}}
  switch (state.mode) {
    case 'result':
      return onResultKey(state, key, tags)
    case 'tags':
      return onTagKey(state, key, tags)
    case 'chips':
      return onChipKey(state, key)
    case 'note':
      return onNoteKey(state, key)
    case 'earlier':
      return onEarlierKey(state, key)
    case 'help':
    case 'persona':
    case 'guidelines':
      return onTextKey(state, key)
    case 'finished':
      return onLastKey(state, key)
    default:
      return {state}
  }
}

/** After the last result: undo, reveal, correct, or end. */
function onLastKey<Item>(state: RatingState<Item>, {text}: Key): Step<Item> {
  return /^[ure]$/.test(text) ? command(state, EFFECT_KEYS[text]!) : {state, effect: {kind: 'quit'}}
}

const EFFECT_KEYS: Record<string, Effect> = {
  s: {kind: 'skip'},
  u: {kind: 'undo'},
  r: {kind: 'reveal'},
  e: {kind: 'list', offset: 0},
  q: {kind: 'quit'},
}

const SCROLLS: Record<string, number> = {down: 1, up: -1, pagedown: PAGE, space: PAGE, pageup: -PAGE}

function onResultKey<Item>(state: RatingState<Item>, key: Key, tags: RubricTexts['tags']): Step<Item> {
  if (/^[1-5]$/.test(key.text)) return command(state, {kind: 'rate', score: Number(key.text)})
  const isCorrection = state.shown?.score !== null
  if (isCorrection && (key.text === 's' || ['return', 'enter', 'escape'].includes(key.name)))
    return command(state, {kind: 'leave'})
  const effect = EFFECT_KEYS[key.text]
  if (effect) return command(state, effect)
  const scrolled = scrolling(state, key)
  if (scrolled) return {state: scrolled}
  return key.text === 'f'
    ? annotate(state, {flagged: !state.annotation.flagged})
    : {state: opened(state, key.text, tags)}
}

/** What a key shows. */
function opened<Item>(state: RatingState<Item>, text: string, tags: RubricTexts['tags']): RatingState<Item> {
  switch (text) {
    case 't':
      if (tags.length === 0) return {...state, notice: {kind: 'no tags'}}
      return {...state, mode: 'tags', notice: undefined}
    case 'x':
      if (state.shown?.chips.length === 0) return {...state, notice: {kind: 'no chips'}}
      return {...state, mode: 'chips', typed: '', notice: undefined}
    case 'n':
      return {...state, mode: 'note', draft: state.annotation.note, notice: undefined}
    case 'd':
      return {...state, details: !state.details, scroll: 0}
    case 'p':
      return {...state, mode: 'persona', scroll: 0}
    case 'g':
      return {...state, mode: 'guidelines', scroll: 0}
    case '?':
      return {...state, mode: 'help', scroll: 0}
    default:
      return {...state, notice: {kind: 'unknown key'}}
  }
}

function scrolling<Item>(state: RatingState<Item>, {name}: Key): RatingState<Item> | undefined {
  const lines = SCROLLS[name]
  return lines === undefined ? undefined : {...state, scroll: Math.max(0, state.scroll + lines)}
}

/** Help, guidelines and the persona: arrows scroll, all else goes back. */
function onTextKey<Item>(state: RatingState<Item>, key: Key): Step<Item> {
  return {state: scrolling(state, key) ?? {...state, mode: 'result', scroll: 0}}
}

const GOES_BACK = new Set(['return', 'enter', 'escape'])

function onTagKey<Item>(state: RatingState<Item>, key: Key, tags: RubricTexts['tags']): Step<Item> {
  if (GOES_BACK.has(key.name)) return {state: {...state, mode: 'result'}}
  const change = key.ctrl ? undefined : toggledTag(state.annotation, key.text, tags)
  return change ? annotate(state, change) : {state}
}

function onChipKey<Item>(state: RatingState<Item>, key: Key): Step<Item> {
  if (GOES_BACK.has(key.name)) return {state: {...state, mode: 'result', typed: ''}}
  const scrolled = scrolling(state, key)
  if (scrolled) return {state: scrolled}
  if (key.name === 'backspace') return {state: {...state, typed: ''}}
  if (!/^[a-z]$/i.test(key.text)) return {state}
  const {typed, change} = toggledChip(state.annotation, state.typed + key.text, state.shown?.chips ?? [])
  return change ? annotate({...state, typed}, change) : {state: {...state, typed}}
}

/** A letter chooses a rating; the arrows turn pages. */
function onEarlierKey<Item>(state: RatingState<Item>, key: Key): Step<Item> {
  const {ratings, offset, hasMore} = state.earlier ?? {ratings: [], offset: 0, hasMore: false}
  const back = {...state, mode: state.shown ? ('result' as const) : ('finished' as const), earlier: undefined}
  if (GOES_BACK.has(key.name) || key.text === 'q') return {state: back}
  if (['down', 'pagedown', 'space'].includes(key.name))
    return hasMore ? command(state, {kind: 'list', offset: offset + ratings.length}) : {state}
  if (['up', 'pageup'].includes(key.name))
    return offset > 0 ? command(state, {kind: 'list', offset: Math.max(0, offset - EARLIER_A_PAGE)}) : {state}
  const at = chipLabels(ratings.length).indexOf(key.text.toLowerCase())
  const chosen = ratings[at]
  return chosen ? command(state, {kind: 'correct', id: chosen.result_id}) : {state}
}

function onNoteKey<Item>(state: RatingState<Item>, {name, text, ctrl}: Key): Step<Item> {
  if (name === 'return' || name === 'enter')
    return annotate({...state, mode: 'result'}, {note: state.draft.trim()})
  if (ctrl && name === 'c') return {state: {...state, mode: 'result', draft: ''}}
  if (ctrl && name === 'u') return {state: {...state, draft: ''}}
  if (name === 'backspace') {
    const kept = [...new Intl.Segmenter().segment(state.draft)].slice(0, -1)
    return {state: {...state, draft: kept.map(({segment}) => segment).join('')}}
  }

  if (ctrl || text === '') return {state}
  return {state: {...state, draft: (state.draft + text).slice(0, LONGEST_NOTE)}}
}

/** Seen at once, and saved while the rater goes on. */
function annotate<Item>(state: RatingState<Item>, change: Partial<Annotation>): Step<Item> {
  return {
    state: {...state, annotation: {...state.annotation, ...change}, notice: undefined},
    effect: {kind: 'annotate', change},
  }
}

function command<Item>(state: RatingState<Item>, effect: Effect): Step<Item> {
  return {state: {...state, mode: 'busy', notice: undefined}, effect}
}
