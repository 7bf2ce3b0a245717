import {sanitizeText} from './sanitize.js'

export type CsvValue = string | number | boolean | null

// A quote mark before text that a spreadsheet would take for a formula; a cell that has a quote mark gets
// another.
const MARKED = /^(?='+[=+\-@\t\r＝＋－＠])/

/** The text of a cell before its formula was marked. */
export function withoutFormulaMark(cell: string): string {
  return MARKED.test(cell) ? cell.slice(1) : cell
}

/** What a spreadsheet takes for the beginning of a formula, its full-width forms too. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/
/** A carriage return alone begins a row for some readers. */
const QUOTED = /[",\n\r]/

/**
 * Lines of CSV (RFC 4180, with \n). A cell that a spreadsheet would take for a formula begins with a quote
 * mark, control characters become `�`: for exact text there is JSON. Null is an empty cell.
 */
export function csvLines(rows: readonly (readonly CsvValue[])[]): string {
  let lines = ''
  for (const row of rows) lines += `${row.map(cell).join(',')}\n`
  return lines
}

function cell(value: CsvValue): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const marked = sanitizeText(value).replace(MARKED, "'")
  const text = FORMULA.test(marked) ? `'${marked}` : marked
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
