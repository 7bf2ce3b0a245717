import {createRequire} from 'node:module'
import type * as Widths from 'string-width'

/** Letters whose width is known; text of a screen repeats few of them. */
const known = new Map<string, number>()
const MOST_KNOWN = 4096
/** Longer clusters are attacks, not letters. */
const LONGEST_KNOWN = 16
/** Letters of most screens, of one column each: Latin, Greek, dashes and quotation marks, arrows and bars. */
const NARROW = new RegExp(
  `^[${[
    String.raw`\u0020-\u007E\u00A1-\u00AC\u00AE-\u02FF`,
    String.raw`\u0391-\u03A1\u03A3-\u03C9`,
    String.raw`\u2010-\u2027\u2030-\u205E`,
    String.raw`\u2190-\u2193\u2212\u2264\u2265\u2500-\u259F\u25CF\u2717`,
  ].join('')}]*$`,
)

let segmenter: Intl.Segmenter | undefined
let widths: typeof Widths | undefined

/** Both take 30 ms to be there, which most commands never need. */
function stringWidth(text: string): number {
  widths ??= createRequire(import.meta.url)('string-width') as typeof Widths
  return widths.default(text)
}

/**
 * The columns that a text takes in a terminal, as `string-width` counts them: letter by letter, wide letters
 * two. Widths are remembered, as that package asks each letter that is not ASCII a dozen slow questions.
 */
export function textColumns(text: string): number {
  if (NARROW.test(text)) return text.length
  if (text.includes('\u001B') || text.includes('\u009B')) return stringWidth(text)
  let columns = 0
  segmenter ??= new Intl.Segmenter()
  for (const {segment} of segmenter.segment(text)) columns += lettersColumns(segment)
  return columns
}

function lettersColumns(letter: string): number {
  const width = known.get(letter)
  if (width !== undefined) return width
  const columns = stringWidth(letter)
  if (letter.length <= LONGEST_KNOWN) {
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(letter, columns)
  }

  return columns
}
