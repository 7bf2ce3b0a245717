/** Signs that word processors and chats put in the place of those of a keyboard. */

const OPENING = '\u201C\u201D\u201E\u201F\u2018\u201A\u201B\u00AB\u00BB\u2039\u203A'
/** U+2019 is an apostrophe too: at the end of a text it says nothing. */
const EDGES = new RegExp(`^[${OPENING}\u2019]|[${OPENING}]$`)
const WRAPPED = /^(["'`])(.*)\1$|^\u2018(.*)\u2019$/s
const DASHES = /^[\u2010-\u2015\u2212]+-*(?=[A-Za-z])/

/** The text without the quotation marks that stand around it by mistake; undefined where there are none. */
export function unquoted(text: string): string | undefined {
  if (text.length < 2 || !(EDGES.test(text) || WRAPPED.test(text))) return undefined
  return text.replaceAll(new RegExp(`^["'\`${OPENING}\u2019]+|["'\`${OPENING}\u2019]+$`, 'g'), '')
}

/** The flag that is meant by a word whose hyphens became dashes: `–model` or `—model`. */
export function flagOfDashes(word: string): string | undefined {
  const name = word.replace(DASHES, '')
  if (name === word) return undefined
  const [first] = name.split('=', 1)
  return `${first!.length === 1 ? '-' : '--'}${name}`
}
