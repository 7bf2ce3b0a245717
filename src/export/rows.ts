import {csvLines} from '../formats/csv.js'
import {safeJson} from '../formats/json.js'
import type {ExportColumn} from './columns.js'

export const EXPORT_FORMATS = ['csv', 'jsonl', 'json'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/**
 * The text of an export, in pieces, a page of rows at a time: memory does not grow with the number of rows.
 * CSV has the documented columns; JSONL and JSON have whole records.
 */
export async function* exportText<Row extends object>(
  pages: AsyncIterable<readonly Row[]>,
  columns: readonly ExportColumn<Row>[],
  format: ExportFormat,
  seen: (rows: number) => void = () => {},
): AsyncGenerator<string> {
  let rows = 0
  if (format === 'csv') yield csvLines([columns.map(({name}) => name)])
  if (format === 'json') yield '['
  for await (const page of pages) {
    if (page.length === 0) continue
    if (format === 'csv') yield csvLines(page.map((row) => columns.map(({value}) => value(row))))
    else if (format === 'jsonl') yield page.map((row) => `${safeJson(row)}\n`).join('')
    else yield (rows === 0 ? '\n' : ',\n') + page.map((row) => safeJson(row)).join(',\n')
    seen((rows += page.length))
  }

  if (format === 'json') yield '\n]\n'
}
