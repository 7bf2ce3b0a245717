import {LONGEST_NOTE} from '../records/rating.js'
import type {Identity, ResultRecord} from '../records/result.js'
import type {Shown} from './rating-service.js'

/** A key as the terminal names it. */
export interface Key {
  /** The name without modifiers, such as `return`, `up` or `a`. */
  name: string
  /** The text that the key types; empty for keys that type nothing. */
  text: string
  ctrl: boolean
}

/**
 * The view of the rater. `busy`: a result is being saved or loaded, and keys do nothing. `finished`: the
 * queue is empty, and the last rating can still be taken back.
 */
export type Mode = 'busy' | 'result' | 'note' | 'persona' | 'help' | 'finished'

/** A notice below the chips. */
export type Notice =
  | {kind: 'rated'; score: number}
  | {
      kind:
        | 'undone'
        | 'skipped'
        | 'noted'
        | 'flagged'
        | 'unflagged'
        | 'nothing to undo'
        | 'nothing to reveal'
        | 'seen'
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
  | {kind: 'finished'; notice?: Notice | undefined}
  | {kind: 'scrolled'; lines: number}

/** The work of the loop before the next key counts. */
export type Effect =
  | {kind: 'rate'; score: number}
  | {kind: 'note'; text: string}
  | {kind: 'skip' | 'undo' | 'reveal' | 'flag' | 'quit'}

export const FIRST_STATE: RatingState<never> = {
  mode: 'busy',
  shown: undefined,
  notice: undefined,
  details: false,
  scroll: 0,
  draft: '',
}

const PAGE = 10

type Step<Item> = {state: RatingState<Item>; effect?: Effect}

/**
 * The next state after an event, and the effect to handle. Pure: the function knows no clock, file or
 * terminal.
 */
export function reduce<Item>(state: RatingState<Item>, event: RatingEvent<Item>): Step<Item> {
  switch (event.kind) {
    case 'shown':
      return {
        state: {...state, mode: 'result', shown: event.shown, notice: event.notice, scroll: 0, draft: ''},
      }
    case 'noticed':
      return {state: {...state, mode: state.shown ? 'result' : 'finished', notice: event.notice}}
    case 'finished':
      return {state: {...state, mode: 'finished', shown: undefined, notice: event.notice}}
    case 'drafted':
      return {state: {...state, draft: event.text.slice(0, LONGEST_NOTE)}}
    case 'scrolled':
      return {state: {...state, scroll: event.lines}}
    case 'key':
      return onKey(state, event.key)
  }
}

function onKey<Item>(state: RatingState<Item>, key: Key): Step<Item> {
  // Leaving is possible at any time, also while a save or a load hangs.
  if (key.ctrl && (key.name === 'c' || key.name === 'd') && state.mode !== 'note')
    return {state, effect: {kind: 'quit'}}
  switch (state.mode) {
    case 'result':
      return onResultKey(state, key)
    case 'note':
      return onNoteKey(state, key)
    case 'help':
    case 'persona':
      return {state: {...state, mode: 'result', scroll: 0}}
    case 'finished':
      return key.text === 'u' || key.text === 'r'
        ? command(state, EFFECT_KEYS[key.text]!)
        : {state, effect: {kind: 'quit'}}
    default:
      return {state}
  }
}

const EFFECT_KEYS: Record<string, Effect> = {
  s: {kind: 'skip'},
  u: {kind: 'undo'},
  r: {kind: 'reveal'},
  f: {kind: 'flag'},
  q: {kind: 'quit'},
}

const SCROLLS: Record<string, number> = {down: 1, up: -1, pagedown: PAGE, space: PAGE, pageup: -PAGE}

function onResultKey<Item>(state: RatingState<Item>, key: Key): Step<Item> {
  if (/^[1-5]$/.test(key.text)) return command(state, {kind: 'rate', score: Number(key.text)})
  const effect = EFFECT_KEYS[key.text]
  if (effect) return command(state, effect)
  const lines = SCROLLS[key.name]
  if (lines !== undefined) return {state: {...state, scroll: Math.max(0, state.scroll + lines)}}
  switch (key.text) {
    case 'n':
      return {state: {...state, mode: 'note', draft: state.shown?.note ?? '', notice: undefined}}
    case 'd':
      return {state: {...state, details: !state.details, scroll: 0}}
    case 'p':
      return {state: {...state, mode: 'persona', scroll: 0}}
    case '?':
      return {state: {...state, mode: 'help', scroll: 0}}
    default:
      return {state: {...state, notice: {kind: 'unknown key'}}}
  }
}

function onNoteKey<Item>(state: RatingState<Item>, {name, text, ctrl}: Key): Step<Item> {
  if (name === 'return' || name === 'enter') return command(state, {kind: 'note', text: state.draft.trim()})
  if (ctrl && name === 'c') return {state: {...state, mode: 'result', draft: ''}}
  if (ctrl && name === 'u') return {state: {...state, draft: ''}}
  if (name === 'backspace') {
    const kept = [...new Intl.Segmenter().segment(state.draft)].slice(0, -1)
    return {state: {...state, draft: kept.map(({segment}) => segment).join('')}}
  }

  if (ctrl || text === '') return {state}
  return {state: {...state, draft: (state.draft + text).slice(0, LONGEST_NOTE)}}
}

function command<Item>(state: RatingState<Item>, effect: Effect): Step<Item> {
  return {state: {...state, mode: 'busy', notice: undefined}, effect}
}
