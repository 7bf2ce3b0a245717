import {csvLines} from '../text/csv.js'
import {safeJson} from '../text/json.js'
import type {ExportColumn} from './columns.js'
import type {ExportInput} from './descriptor.js'

/** The documented columns, a header first. */
export async function* csv<Row extends object>({columns, pages}: ExportInput<Row>): AsyncGenerator<string> {
  yield csvLines([columns.map(({name}) => name)])
  for await (const page of pages) {
    if (page.length > 0) yield csvLines(page.map((row) => columns.map(({value}) => value(row))))
  }
}

/** A row a line, under the names of the columns. */
export async function* jsonl<Row extends object>({columns, pages}: ExportInput<Row>): AsyncGenerator<string> {
  for await (const page of pages) yield page.map((row) => `${rowJson(columns, row)}\n`).join('')
}

function rowJson<Row>(columns: readonly ExportColumn<Row>[], row: Row): string {
  return safeJson(Object.fromEntries(columns.map(({name, json: valueOf}) => [name, valueOf(row)])))
}

/** One list. */
export async function* json<Row extends object>({columns, pages}: ExportInput<Row>): AsyncGenerator<string> {
  let before = '[\n'
  for await (const page of pages) {
    if (page.length === 0) continue
    yield before + page.map((row) => rowJson(columns, row)).join(',\n')
    before = ',\n'
  }

  yield before === '[\n' ? '[\n]\n' : '\n]\n'
}
