import stringWidth from 'string-width'
import {safeText} from './safe-text.js'

/** Safe text of at most `width` columns, cut with `…`; wide characters count two. */
export function fitText(text: string, width: number): string {
  const safe = safeText(text)
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
