import {jsonrepair} from 'jsonrepair'

/** Brackets nested deeper than this are not repaired: the repair calls itself for each level. */
const DEEPEST_REPAIR = 200

/** The text after an opening bracket. */
export interface Scan {
  /** Index after the bracket that closes the first bracket; undefined when none does. */
  end: number | undefined
  /** Index after the last whole object or list inside, and the brackets that were open then, to be closed. */
  lastElementEnd: number | undefined
  open: string
  /** How deep brackets are nested. */
  depth: number
  /** Index where the scan ended. */
  scannedTo: number
}

/** Follows brackets, strings and escapes from an opening bracket on. */
export function scan(text: string, start: number): Scan {
  const stack: string[] = []
  let lastElementEnd: number | undefined
  let openThen: string[] = []
  let depth = 0
  let isInString = false
  const result = (end: number | undefined, scannedTo: number): Scan => ({
    end,
    lastElementEnd,
    open: openThen.reverse().join(''),
    depth,
    scannedTo,
  })
  for (let i = start; i < text.length; i++) {
    const character = text[i]
    if (isInString) {
      if (character === '\\') i++
      else if (character === '"') isInString = false
    } else if (character === '"') {
      isInString = true
    } else if (character === '[' || character === '{') {
      stack.push(character === '[' ? ']' : '}')
      if (stack.length > depth) depth = stack.length
    } else if (character === ']' || character === '}') {
      if (stack.pop() !== character) return result(undefined, i)
      if (stack.length === 0) return result(i + 1, i + 1)
      lastElementEnd = i + 1
      // Deeper brackets are not repaired, and copying them again and again would take long.
      if (stack.length <= DEEPEST_REPAIR) openThen = [...stack]
    }
  }

  return result(undefined, text.length)
}

/** The value of a text that is JSON and nothing else; undefined for any other text. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** The value of a text with small damage: quotes, commas, comments. `depth` as a scan gave it. */
export function mended(text: string, depth: number): unknown {
  if (depth > DEEPEST_REPAIR) return undefined
  try {
    return parsed(jsonrepair(text))
  } catch {
    return undefined
  }
}
