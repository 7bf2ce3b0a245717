/** Text that is HTML already. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | string | number | null | undefined | readonly Part[]

// Control characters and what turns text around; a page shows them as `�`.
const HARMFUL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g

/** A template whose parts are text and are escaped, unless they are `Html`; lists are joined, null is nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.map((fixed, at) => fixed + (at < parts.length ? textOf(parts[at]) : '')).join(''))
}

/** Text that shows as it is, within an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll(HARMFUL, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

function textOf(part: Part): string {
  if (part === null || part === undefined) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part))
  return part.map(textOf).join('')
}

/** Text of at most `length` characters, cut with `…`. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text
  const characters = Array.from(new Intl.Segmenter().segment(text), ({segment}) => segment)
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`
}
