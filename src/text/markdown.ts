import {sanitize} from './sanitize.js'

/** A Markdown table; cells may hold anything and cannot break out of it, as Markdown or as HTML. */
export function markdownTable(
  columns: readonly {header: string; align?: 'left' | 'right'}[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    line(columns.map(({header}) => markdownText(header))),
    line(columns.map(({align}) => (align === 'right' ? '--:' : '---'))),
    ...rows.map((cells) => line(cells.map(markdownText))),
  ].join('\n')
}

/** Text that Markdown shows as it is. */
export function markdownText(text: string): string {
  return sanitize(text.replaceAll(/\s+/g, ' '))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|~#!]/g, (character) => `\\${character}`)
}
