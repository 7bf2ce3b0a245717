import {textColumns} from './text-columns.js'
import {sanitize} from '../text/sanitize.js'

/**
 * Text from a model or another person, made safe to print on one line: white space becomes a blank, every
 * other control character a visible `�`, so that no escape sequence reaches the terminal.
 */
export function sanitizeLine(text: string): string {
  return sanitize(text.replaceAll(/\s+/gu, ' ')).trim()
}

/** Text of several lines made safe to print: its line ends and blanks stay. */
export function sanitizeLines(text: string): string {
  return text.split('\n').map(sanitize).join('\n')
}

/** Safe text of at most `width` columns, cut with `…`; wide characters count two. */
export function fitText(text: string, width: number): string {
  const safe = sanitizeLine(text)
  if (textColumns(safe) <= width) return safe
  let out = ''
  let used = 0
  for (const {segment} of new Intl.Segmenter().segment(safe)) {
    const next = textColumns(segment)
    if (used + next > width - 1) break
    out += segment
    used += next
  }

  return `${out}…`
}

/**
 * Safe text of at most `width` columns, cut in the middle: ids of models begin with who offers them, and end
 * with what tells them apart, so twice as much of the end stays.
 */
export function fitMiddle(text: string, width: number): string {
  const safe = sanitizeLine(text)
  if (textColumns(safe) <= width) return safe
  const letters = [...new Intl.Segmenter().segment(safe)].map(({segment}) => segment)
  const head = within(letters, Math.floor((width - 1) / 3))
  const tail = within(letters.toReversed(), width - 1 - textColumns(head.join('')))
  return `${head.join('')}…${tail.toReversed().join('')}`
}

/** The first letters that take at most `width` columns. */
function within(letters: readonly string[], width: number): string[] {
  let used = 0
  const end = letters.findIndex((letter) => (used += textColumns(letter)) > width)
  return end < 0 ? [...letters] : letters.slice(0, end)
}

/**
 * Names of at most `width` columns, cut in the middle. Names that would look the same are cut where they
 * differ, as far as the width allows.
 */
export function fitNames(names: readonly string[], width: number): string[] {
  const safe = names.map(sanitizeLine)
  const fitted = new Map(safe.map((name) => [name, fitMiddle(name, width)]))
  for (const alike of groupsOf([...fitted.keys()], (name) => fitted.get(name)!)) {
    const from = firstDifference(alike)
    for (const name of alike) {
      const rest = name.slice(wordStart(name, from, width))
      fitted.set(name, fitText(`…${rest}`, width))
    }
  }

  return safe.map((name) => fitted.get(name)!)
}

/** Groups of at least two names that have the same key. */
function groupsOf(names: readonly string[], key: (name: string) => string): string[][] {
  const groups = new Map<string, string[]>()
  for (const name of names) groups.set(key(name), [...(groups.get(key(name)) ?? []), name])
  return [...groups.values()].filter(({length}) => length > 1)
}

/** Where names begin to differ: the length of what all of them begin with. */
function firstDifference([first = '', ...others]: readonly string[]): number {
  let at = 0
  while (at < first.length && others.every((name) => name[at] === first[at])) at++
  return at
}

/** The begin of the word that a place stands in, if the word is short enough to be shown up to that place. */
function wordStart(name: string, at: number, width: number): number {
  const start = Math.max(...['/', '-', '_', ' ', '.', ':'].map((mark) => name.lastIndexOf(mark, at - 1))) + 1
  return at - start < width / 2 ? start : at
}

/**
 * Safe text in lines of at most `width` columns, broken at blanks, and within a word only when it must be.
 */
export function wrapText(text: string, width: number): string[] {
  return joinWrapped(sanitizeLine(text).split(' '), ' ', width)
}

/** Lines of a text, each wrapped where it is too wide; those that begin with a blank stay as they are. */
export function wrapLines(text: string, width: number): string {
  const lines = text.split('\n')
  return lines.flatMap((line) => (/^\s|^$/.test(line) ? [line] : wrapText(line, width))).join('\n')
}

/**
 * Pieces of safe text joined by a separator, in lines of at most `width` columns; a wider piece is broken,
 * and none is lost. Widths are added and not measured anew for each line so far: some microseconds for each
 * letter that is not ASCII would make a screen of seconds out of a long word.
 */
export function joinWrapped(pieces: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = []
  const gap = textColumns(separator)
  let line = ''
  let used = 0
  for (const piece of pieces.flatMap((piece) => broken(piece, width))) {
    const next = textColumns(piece)
    if (line === '') {
      line = piece
      used = next
    } else if (used + gap + next > width) {
      lines.push(line)
      line = piece
      used = next
    } else {
      line += separator + piece
      used += gap + next
    }
  }

  return line === '' ? lines : [...lines, line]
}

/** At blanks where there are any, within a word only when it must be. */
function broken(text: string, width: number): string[] {
  if (textColumns(text) <= width) return [text]
  if (text.includes(' ')) return joinWrapped(text.split(' '), ' ', width)
  const pieces: string[] = []
  let part = ''
  let used = 0
  for (const {segment} of new Intl.Segmenter().segment(text)) {
    const next = textColumns(segment)
    if (part !== '' && used + next > width) {
      pieces.push(part)
      part = ''
      used = 0
    }

    part += segment
    used += next
  }

  return [...pieces, part]
}
