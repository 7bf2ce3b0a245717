import {csvLines} from '../text/csv.js'
import {safeJson} from '../text/json.js'
import type {ExportColumn} from './columns.js'
import type {ExportInput} from './descriptor.js'

const ROWS_A_PIECE = 8

/** The documented columns, a header first. */
export async function* csv<Row extends object>({columns, pages}: ExportInput<Row>): AsyncGenerator<string> {
  yield csvLines([columns.map(({name}) => name)])
  for await (const page of pages)
    for (const rows of handfuls(page)) yield csvLines(rows.map((row) => columns.map(({value}) => value(row))))
}

/** Few rows at a time: what is written in small pieces is given back at once, however long its texts are. */
function* handfuls<Row>(page: readonly Row[]): Generator<readonly Row[]> {
  for (let at = 0; at < page.length; at += ROWS_A_PIECE) yield page.slice(at, at + ROWS_A_PIECE)
}

/** A row a line, under the names of the columns. */
export async function* jsonl<Row extends object>({columns, pages}: ExportInput<Row>): AsyncGenerator<string> {
  for await (const page of pages)
    for (const rows of handfuls(page)) yield rows.map((row) => `${rowJson(columns, row)}\n`).join('')
}

function rowJson<Row>(columns: readonly ExportColumn<Row>[], row: Row): string {
  return safeJson(Object.fromEntries(columns.map(({name, json: valueOf}) => [name, valueOf(row)])))
}

/** One list. */
export async function* json<Row extends object>({columns, pages}: ExportInput<Row>): AsyncGenerator<string> {
  let before = '[\n'
  for await (const page of pages)
    for (const rows of handfuls(page)) {
      yield before + rows.map((row) => rowJson(columns, row)).join(',\n')
      before = ',\n'
    }

  yield before === '[\n' ? '[\n]\n' : '\n]\n'
}
