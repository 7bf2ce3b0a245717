import stringWidth from 'string-width'

const PLAIN = /^[\u0020-\u007E]*$/
/** Letters whose width is known; text of a screen repeats few of them. */
const known = new Map<string, number>()
const MOST_KNOWN = 4096
/** Longer clusters are attacks, not letters. */
const LONGEST_KNOWN = 16
const segmenter = new Intl.Segmenter()

/**
 * The columns that a text takes in a terminal, as `string-width` counts them: letter by letter, wide letters
 * two. Widths are remembered, as that package asks each letter that is not ASCII a dozen slow questions.
 */
export function textColumns(text: string): number {
  if (PLAIN.test(text)) return text.length
  if (text.includes('\u001B') || text.includes('\u009B')) return stringWidth(text)
  let columns = 0
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
