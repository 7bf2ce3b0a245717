import stringWidth from 'string-width'
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
  if (stringWidth(safe) <= width) return safe
  let out = ''
  let used = 0
  for (const {segment} of new Intl.Segmenter().segment(safe)) {
    const next = stringWidth(segment)
    if (used + next > width - 1) break
    out += segment
    used += next
  }

  return `${out}…`
}

/** As `fitText`, but the end stays: what tells ids of models apart stands there. */
export function fitEnd(text: string, width: number): string {
  const safe = sanitizeLine(text)
  if (stringWidth(safe) <= width) return safe
  let out = ''
  let used = 0
  for (const {segment} of [...new Intl.Segmenter().segment(safe)].reverse()) {
    const next = stringWidth(segment)
    if (used + next > width - 1) break
    out = segment + out
    used += next
  }

  return `…${out}`
}

/**
 * Safe text in lines of at most `width` columns, broken at blanks, and within a word only when it must be.
 */
export function wrapText(text: string, width: number): string[] {
  return joinWrapped(sanitizeLine(text).split(' '), ' ', width)
}

/**
 * Pieces of safe text joined by a separator, in lines of at most `width` columns; a wider piece is broken,
 * and none is lost. Widths are added and not measured anew for each line so far: some microseconds for each
 * letter that is not ASCII would make a screen of seconds out of a long word.
 */
export function joinWrapped(pieces: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = []
  const gap = stringWidth(separator)
  let line = ''
  let used = 0
  for (const piece of pieces.flatMap((piece) => broken(piece, width))) {
    const next = stringWidth(piece)
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
  if (stringWidth(text) <= width) return [text]
  if (text.includes(' ')) return joinWrapped(text.split(' '), ' ', width)
  const parts: string[] = []
  let part = ''
  let used = 0
  for (const {segment} of new Intl.Segmenter().segment(text)) {
    const next = stringWidth(segment)
    if (part !== '' && used + next > width) {
      parts.push(part)
      part = ''
      used = 0
    }

    part += segment
    used += next
  }

  return [...parts, part]
}
