import {stringify} from 'csv-stringify/sync'
import {sanitizeText} from './sanitize.js'

export type CsvValue = string | number | boolean | null

// A quote mark before text that a spreadsheet would take for a formula; a cell that has a quote mark gets
// another.
const MARKED = /^(?='+[=+\-@\t\r＝＋－＠])/

/** The text of a cell before its formula was marked. */
export function withoutFormulaMark(cell: string): string {
  return MARKED.test(cell) ? cell.slice(1) : cell
}

/**
 * Lines of CSV (RFC 4180, with \n). A cell that a spreadsheet would take for a formula begins with a quote
 * mark, control characters become `�`: for exact text there is JSON. Null is an empty cell.
 */
export function csvLines(rows: readonly (readonly CsvValue[])[]): string {
  return stringify(
    rows.map((row) =>
      row.map((value) => (typeof value === 'string' ? sanitizeText(value).replace(MARKED, "'") : value)),
    ),
    // A carriage return alone begins a row for some readers.
    {escape_formulas: true, quoted_match: /\r/, record_delimiter: '\n', cast: {boolean: String}},
  )
}
