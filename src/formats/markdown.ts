// Control characters, line ends and what turns text around: a cell is one line of plain text.
const HARMFUL = /[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g

/** A Markdown table; cells may hold anything and cannot break out of it, as Markdown or as HTML. */
export function markdownTable(columns: readonly {header: string; align?: 'left' | 'right'}[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    line(columns.map(({header}) => markdownText(header))),
    line(columns.map(({align}) => (align === 'right' ? '--:' : '---'))),
    ...rows.map((cells) => line(cells.map(markdownText))),
  ].join('\n')
}

/** Text that Markdown shows as it is. */
export function markdownText(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(HARMFUL, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|~#!]/g, (character) => `\\${character}`)
}
