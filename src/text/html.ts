import {sanitize} from './sanitize.js'

/** Text that is HTML already. */
export class Html {
  constructor(readonly text: string) {}
}

type HtmlValue = Html | string | number | null | undefined | readonly HtmlValue[]

/**
 * A template whose parts are text and are escaped, unless they are `Html`; lists are joined, null is nothing.
 */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return new Html(strings.map((fixed, at) => fixed + (at < values.length ? textOf(values[at]) : '')).join(''))
}

/** Text that shows as it is, within an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return sanitize(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

function textOf(part: HtmlValue): string {
  if (part === null || part === undefined) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part))
  return part.map(textOf).join('')
}

/**
 * Text of at most `length` places, cut with `…`; a Chinese, Japanese or Korean character or an emoji takes
 * two.
 */
export function shortened(text: string, length: number): string {
  let [places, kept] = [0, '']
  for (const {segment} of segmentsOf(text)) {
    const next = places + placesOf(segment)
    if (next > length) return `${cutTo(kept, length - 1)}…`
    // A letter may carry any number of marks; beyond a few they would be drawn over the lines around.
    kept += segment.length > MOST_UNITS ? Array.from(segment).slice(0, MOST_MARKS).join('') : segment
    places = next
  }

  return kept
}

/**
 * Text of at most `length` places, cut in the middle: names of systems differ at their ends. Heaps of marks
 * are cleared away as by `shortened`.
 */
export function cutInMiddle(text: string, length: number): string {
  const whole = shortened(text, Infinity)
  if (placesOf(whole) <= length) return whole
  const segments = Array.from(segmentsOf(whole), ({segment}) => segment)
  const end = Math.floor((length - 1) / 2)
  const head = cutTo(segments.join(''), length - 1 - end)
  let [tail, places] = ['', 0]
  for (const segment of segments.toReversed()) {
    places += placesOf(segment)
    if (places > end) break
    tail = segment + tail
  }

  return `${head}…${tail}`
}

/** Places that a text takes in one line. */
export function placesOf(text: string): number {
  if (PLAIN.test(text)) return text.length
  let places = 0
  for (const {segment} of segmentsOf(text)) places += WIDE.test(segment) ? 2 : 1
  return places
}

let segmenter: Intl.Segmenter | undefined

/** Making a segmenter takes longer than most texts do. */
function segmentsOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter()
  return segmenter.segment(text)
}

/** Each character of such a text takes a place. */
const PLAIN = /^[\x20-\x7E]*$/

const WIDE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{Emoji_Presentation}\uFF01-\uFF60]/u
const MOST_MARKS = 4
const MOST_UNITS = 16

function cutTo(text: string, length: number): string {
  const segments = Array.from(segmentsOf(text), ({segment}) => segment)
  let places = segments.reduce((sum, segment) => sum + placesOf(segment), 0)
  while (places > length) places -= placesOf(segments.pop()!)
  return segments.join('')
}
