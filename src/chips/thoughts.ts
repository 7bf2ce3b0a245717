import {ANSWER_MARK, ANY_MARK, markOf, nameOf, type Mark} from './thought-marks.js'

/** A text without what its model thought aloud. */
export interface SpokenAnswer {
  /** The text without its thoughts. */
  answer: string
  /** Whether there were thoughts, and whether the last of them never ended. */
  hasThoughts: boolean
  isUnended: boolean
}

interface Thought {
  name: string
  start: number
  hasBars: boolean
}

/** Takes out the text that a model thought aloud. A mark inside a text of JSON is data and stays. */
export function withoutThoughts(text: string): SpokenAnswer {
  const reader = new ThoughtReader(text)
  for (const match of text.matchAll(ANY_MARK)) {
    const start = match.index
    if (!isQuoted(text, start, start + match[0].length)) reader.take(markOf(match), match[0], start)
  }

  return reader.end()
}

/** Goes through the marks of a text in order and keeps the text outside of thoughts. */
class ThoughtReader {
  readonly #kept: string[] = []
  readonly #open: Thought[] = []
  readonly #lastClosed = new Map<string, number>()
  readonly #lastFound = new Map<RegExp, number>()
  /** The beginning of the text that is not decided yet. */
  #from = 0
  #hasThoughts = false

  constructor(private readonly text: string) {}

  take(mark: Mark, token: string, start: number): void {
    const {role, needs} = mark
    if (needs && this.#lastOf(needs) <= start) return
    const name = nameOf(mark, token)
    if (role === 'open') this.#begin({name, start, hasBars: token.startsWith('<|')})
    else if (this.#open.length > 0) this.#end(role, name, start + token.length)
    else if (role === 'strict') this.#forget(start + token.length)
  }

  end(): SpokenAnswer {
    const [unended] = this.#open
    if (!unended) return this.#answer(this.#from)
    // An opening that never ends: a thought that did end only mentioned its name, or the answer is marked.
    const start = this.#lastClosed.get(unended.name) ?? answerMarkAfter(this.text, unended.start)
    return start !== undefined && start > unended.start ? this.#answer(start) : this.#answer(undefined)
  }

  /** The last place of a pattern; searched once. */
  #lastOf(pattern: RegExp): number {
    let last = this.#lastFound.get(pattern)
    if (last === undefined) {
      last = -1
      for (const {index} of this.text.matchAll(pattern)) last = index
      this.#lastFound.set(pattern, last)
    }

    return last
  }

  #begin(thought: Thought): void {
    if (this.#open.length === 0) this.#kept.push(this.text.slice(this.#from, thought.start))
    if (thought.name === 'turn') close(this.#open, ({hasBars}) => hasBars)
    this.#open.push(thought)
    this.#hasThoughts = true
  }

  #end(role: Mark['role'], name: string, position: number): void {
    const isClosed = close(this.#open, (thought) =>
      role === 'turn' ? thought.hasBars : thought.name === name,
    )
    if (isClosed) this.#lastClosed.set(name, position)
    // Some models end a thought by another name than the name at its beginning.
    else if (role === 'strict') this.#open.pop()
    this.#from = position
  }

  /** An end without its beginning: the server's template began the thought. */
  #forget(position: number): void {
    this.#kept.length = 0
    this.#from = position
    this.#hasThoughts = true
  }

  #answer(from: number | undefined): SpokenAnswer {
    const last = from === undefined ? '' : this.text.slice(from)
    const answer = this.#kept.length === 0 ? last : [...this.#kept, last].join('\n')
    return {answer, hasThoughts: this.#hasThoughts, isUnended: from === undefined}
  }
}

/** The beginning of the last mark of an answer after `position`. */
function answerMarkAfter(text: string, position: number): number | undefined {
  let last: number | undefined
  for (const {index, 0: token} of text.slice(position).matchAll(ANSWER_MARK)) {
    const start = position + index
    if (!isQuoted(text, start, start + token.length)) last = start
  }

  return last
}

/** Ends the innermost thought that fits, with all that was opened inside it. */
function close(open: Thought[], fits: (thought: Thought) => boolean): boolean {
  const index = open.findLastIndex(fits)
  if (index === -1) return false
  open.length = index
  return true
}

/** A longer text is no text of a chip. */
const LONGEST_TEXT = 2000

/**
 * Whether the text from `start` to `end` is quoted: in backticks, or inside a text of JSON, whole or damaged:
 * on its line, a quote that begins a value or name stands before the text, and a quote that ends it after the
 * text.
 */
function isQuoted(text: string, start: number, end: number): boolean {
  if (text[start - 1] === '`' && text[end] === '`' && text[end + 1] !== '`') return true
  const before = text.slice(Math.max(0, start - LONGEST_TEXT), start)
  const after = text.slice(end, end + LONGEST_TEXT)
  return ['"', "'"].some((quote) => {
    const opening = lastUnescaped(before, quote)
    if (opening === -1 || before.includes('\n', opening)) return false
    if (!/[:,[{]\s*$/.test(before.slice(Math.max(0, opening - 40), opening))) return false
    const closing = firstUnescaped(after, quote)
    if (closing === -1 || after.slice(0, closing).includes('\n')) return false
    return /^\s*[,}\]:]/.test(after.slice(closing + 1, closing + 40))
  })
}

function lastUnescaped(text: string, quote: string): number {
  for (let at = text.lastIndexOf(quote); at !== -1; at = at === 0 ? -1 : text.lastIndexOf(quote, at - 1))
    if (!isEscaped(text, at)) return at
  return -1
}

function firstUnescaped(text: string, quote: string): number {
  for (let at = text.indexOf(quote); at !== -1; at = text.indexOf(quote, at + 1))
    if (!isEscaped(text, at)) return at
  return -1
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0
  while (text[at - 1 - slashes] === '\\') slashes++
  return slashes % 2 === 1
}
