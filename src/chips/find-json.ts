import {jsonrepair} from 'jsonrepair'

/** The JSON values of an answer, in order, and what had to be repaired to read them. */
export interface FoundJson {
  values: unknown[]
  repairs: string[]
}

/** How many characters may be scanned in all: an answer of nothing but brackets must not take minutes. */
const SCAN_LIMIT = 4_000_000

/**
 * Finds JSON arrays and objects wherever they stand in a text: alone, in code fences, between prose.
 * Only what is not whole is repaired: what was cut off ends after its last whole element, small damage
 * (quotes, commas, comments) is mended, and at worst the pieces that can be read are kept.
 * @param countUseful how much of a value the caller can use; values of no use are passed over.
 */
export function findJson(text: string, countUseful: (value: unknown) => number): FoundJson {
  const alone = parsed(text)
  if (countUseful(alone) > 0) return {values: [alone], repairs: []}
  const answer = withoutThoughts(text)
  const whole = wholeValues(answer)
  const useful = whole.filter((value) => countUseful(value) > 0)
  const found = useful.reduce<number>((sum, value) => sum + countUseful(value), 0)
  const start = answer.search(DAMAGED_OPENING)
  const isWhole = start === -1 || isWholeAt(answer, start)
  const larger = isWhole ? undefined : repaired(answer.slice(start))
  // Whole values can be pieces of something larger that is damaged.
  if (larger && countUseful(larger.values[0]) > 0 && countUseful(larger.values[0]) >= found) return larger
  if (useful.length > 0) return {values: useful, repairs: []}
  const pieces = readablePieces(answer).filter((value) => countUseful(value) > 0)
  if (pieces.length > 0)
    return {values: pieces, repairs: ['the JSON was damaged; its readable pieces were kept']}
  return {values: whole, repairs: []}
}

/** What a reasoning model thought aloud is no answer; without an end mark it is all there is. */
function withoutThoughts(text: string): string {
  const end = text.lastIndexOf('</think>')
  return end === -1 ? text : text.slice(end + '</think>'.length)
}

/** A bracket that can begin JSON of interest: what follows rules out most brackets of prose. */
const OPENING = /\[(?=\s*[[{"\]])|\{(?=\s*["}])/g
/** The same, with damage allowed: single quotes, bare names, comments. */
const DAMAGED_OPENING = /\[(?=\s*(?:[[{"'\]]|\/[/*]))|\{(?=\s*(?:["'}\w]|\/[/*]))/

function isWholeAt(text: string, start: number): boolean {
  const {end} = scan(text, start)
  return end !== undefined && parsed(text.slice(start, end)) !== undefined
}

function wholeValues(text: string): unknown[] {
  const values: unknown[] = []
  let scanned = 0
  let readUpTo = 0
  for (const {index} of text.matchAll(OPENING)) {
    if (index < readUpTo) continue
    const end = scan(text, index).end
    scanned += (end ?? text.length) - index
    if (end !== undefined) {
      const value = parsed(text.slice(index, end))
      if (value !== undefined) {
        values.push(value)
        readUpTo = end
      }
    }

    if (scanned > SCAN_LIMIT) break
  }

  return values
}

/** The value that begins a text, mended: cut after its last whole element if it never closes. */
function repaired(text: string): FoundJson | undefined {
  const {end, lastElementEnd, open} = scan(text, 0)
  if (end === undefined && lastElementEnd !== undefined) {
    const cut = text.slice(0, lastElementEnd) + open
    const value = parsed(cut) ?? mended(cut)
    if (value !== undefined) {
      const lost = /[^\s,\]}`]/.test(text.slice(lastElementEnd))
      const what = lost ? 'the answer was cut off; what was not whole was dropped' : 'the JSON was not closed'
      return {values: [value], repairs: [what]}
    }
  }

  const value = mended(text.slice(0, end))
  return value === undefined
    ? undefined
    : {values: [value], repairs: ['the JSON was damaged and was repaired']}
}

function readablePieces(text: string): unknown[] {
  return [...text.matchAll(/\{[^{}]*\}/g)].map(([piece]) => parsed(piece) ?? mended(piece))
}

interface Scan {
  /** Index after the bracket that closes the first one. */
  end: number | undefined
  /** Index after the last whole object or list inside, and the brackets that were open then, to be closed. */
  lastElementEnd: number | undefined
  open: string
}

/** Follows brackets, strings and escapes from an opening bracket on. */
function scan(text: string, start: number): Scan {
  const stack: string[] = []
  let lastElementEnd: number | undefined
  let open = ''
  let inString = false
  for (let i = start; i < text.length; i++) {
    const character = text[i]
    if (inString) {
      if (character === '\\') i++
      else if (character === '"') inString = false
    } else if (character === '"') {
      inString = true
    } else if (character === '[' || character === '{') {
      stack.push(character === '[' ? ']' : '}')
    } else if (character === ']' || character === '}') {
      if (stack.pop() !== character) return {end: undefined, lastElementEnd, open}
      if (stack.length === 0) return {end: i + 1, lastElementEnd, open}
      lastElementEnd = i + 1
      open = [...stack].reverse().join('')
    }
  }

  return {end: undefined, lastElementEnd, open}
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function mended(text: string): unknown {
  try {
    return parsed(jsonrepair(text))
  } catch {
    return undefined
  }
}
