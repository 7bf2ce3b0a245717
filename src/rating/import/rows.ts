import {parse} from 'csv-parse/sync'
import {withoutFormulaMark} from '../../text/csv.js'
import {shortened} from '../../text/html.js'

/** Why a line cannot be imported. */
export interface LineProblem {
  line: number
  problem: string
}

export type ImportFormat = 'csv' | 'jsonl' | 'json'

/** A row of a file, whatever its format; empty cells are empty texts, nulls are left out. */
interface RawRow {
  line: number
  fields: Record<string, unknown>
}

/** The rows of a file, and the lines that are none. */
export interface Rows {
  rows: RawRow[]
  problems: LineProblem[]
}

/** The format by the name of a file, else by its first character; a list is a list under any name. */
export function importFormat(name: string, text: string): ImportFormat {
  const plain = name.replace(/\.gz$/i, '')
  const start = text.replace(/^\uFEFF/, '').trimStart()
  if (start.startsWith('[')) return 'json'
  if (/\.(jsonl|ndjson)$/i.test(plain)) return 'jsonl'
  if (/\.(csv|tsv)$/i.test(plain)) return 'csv'
  if (/^\{\s*"ratings"\s*:/.test(start)) return 'json'
  return start.startsWith('{') ? 'jsonl' : 'csv'
}

export function readRows(text: string, format: ImportFormat): Rows {
  if (format === 'csv') return csvRows(text)
  return format === 'json' ? listRows(text) : jsonRows(text)
}

const DELIMITERS = [',', ';', '\t'] as const

/**
 * What separates the cells: what the first line is separated by. Spreadsheets may say it in a line of its
 * own.
 */
function delimiterOf(text: string): {delimiter: string; skipped: number} {
  const [first = ''] = text.split(/\r\n?|\n/, 1)
  const named = /^"?sep=(.)"?$/i.exec(first)?.[1]
  if (named !== undefined) return {delimiter: named, skipped: first.length}
  const cells = (delimiter: string) => first.split(delimiter).length
  const [delimiter] = [...DELIMITERS].sort((a, b) => cells(b) - cells(a))
  return {delimiter: delimiter!, skipped: 0}
}

function csvRows(whole: string): Rows {
  const text = whole.replace(/^\uFEFF/, '')
  const {delimiter, skipped} = delimiterOf(text)
  const problems: LineProblem[] = []
  try {
    const records = parse(text.slice(skipped), {
      delimiter,
      info: true,
      // Parts of a file may come from different systems.
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as {record: string[]; info: {lines: number}}[]
    const names = records[0]?.record.map(columnName) ?? []
    if (!names.includes('result_id') || !names.includes('rating')) {
      return {
        rows: [],
        problems: [
          {line: 1, problem: `the first line must name the columns result_id and rating${named(names)}`},
        ],
      }
    }

    const twice = names.find((name, at) => name !== '' && names.indexOf(name) !== at)
    if (twice !== undefined)
      return {rows: [], problems: [{line: 1, problem: `the column "${twice}" is there twice`}]}
    const rows = records.slice(1).flatMap(({record, info}): RawRow[] => {
      // Spreadsheets write lines of delimiters below a table, and empty columns beside it.
      if (record.every((cell) => cell.trim() === '')) return []
      if (record.length === names.length) return [{line: info.lines, fields: fieldsOf(names, record)}]
      const fields = `${record.length} ${record.length === 1 ? 'field' : 'fields'}`
      problems.push({line: info.lines, problem: `${fields} instead of ${names.length}`})
      return []
    })
    return {rows, problems}
  } catch (error) {
    const line = typeof error === 'object' && error !== null && 'lines' in error ? Number(error.lines) : 1
    return {
      rows: [],
      problems: [{line, problem: `no CSV: ${error instanceof Error ? error.message : String(error)}`}],
    }
  }
}

/** The name of a column without what cannot be seen, and whatever its case. */
function columnName(cell: string): string {
  return cell
    .replaceAll(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .trim()
    .toLowerCase()
}

const NAMES_SHOWN = 5

/** What the first line names instead. */
function named(names: readonly string[]): string {
  if (names.every((name) => name === '')) return ''
  const some = names.slice(0, NAMES_SHOWN).map((name) => shortened(name, 24))
  return `; it has ${some.join(', ')}${names.length > NAMES_SHOWN ? ' …' : ''}`
}

function fieldsOf(names: readonly string[], record: readonly string[]): Record<string, unknown> {
  const cells = names.map((name, at) => [name, withoutFormulaMark(record[at]!)] as const)
  return Object.fromEntries(cells.filter(([name, cell]) => name !== '' || cell.trim() !== ''))
}

function jsonRows(text: string): Rows {
  const rows: RawRow[] = []
  const problems: LineProblem[] = []
  text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .forEach((content, index) => {
      if (content.trim() === '') return
      const line = index + 1
      try {
        addRow(JSON.parse(content), line, {rows, problems})
        problems.push(...doubled(content).map(({key}) => ({line, problem: twice(key)})))
      } catch {
        problems.push({line, problem: 'not JSON'})
      }
    })
  return {rows, problems}
}

/** One list of objects, or one in `ratings` as `GET /ratings` has it; `line` is the number of the entry. */
function listRows(text: string): Rows {
  const found: Rows = {rows: [], problems: []}
  try {
    const read: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    const list = (read as {ratings?: unknown} | null)?.ratings ?? read
    if (!Array.isArray(list)) throw new TypeError('it is no list')
    for (const [at, entry] of list.entries()) addRow(entry, at + 1, found)
    found.problems.push(...doubled(text).map(({entry, key}) => ({line: entry, problem: twice(key)})))
  } catch (error) {
    found.problems.push({line: 1, problem: `not a JSON list: ${(error as Error).message}`})
  }

  return found
}

function twice(key: string): string {
  return `the field "${shortened(key, 24)}" is there twice`
}

/**
 * Names that stand twice in an object: a parser takes the last one silently.
 * @param text valid JSON.
 * @returns each with the number of the entry of the list that it is in, from 1.
 */
function doubled(text: string): {entry: number; key: string}[] {
  const found: {entry: number; key: string}[] = []
  /** The names in each object that is open; lists have none. */
  const open: (Set<string> | undefined)[] = []
  let entry = 0
  for (const [token, colon] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\]]/gs)) {
    if (token === '{') {
      if (open.length > 0 && open.at(-1) === undefined) entry++
      open.push(new Set())
    } else if (token === '[') open.push(undefined)
    else if (token === '}' || token === ']') open.pop()
    else if (colon !== undefined) {
      const key = JSON.parse(token.slice(0, -colon.length)) as string
      if (open.at(-1)?.has(key)) found.push({entry, key})
      open.at(-1)?.add(key)
    }
  }

  return found
}

function addRow(entry: unknown, line: number, {rows, problems}: Rows): void {
  if (typeof entry === 'object' && entry !== null && !Array.isArray(entry))
    rows.push({line, fields: nullsOut(entry)})
  else problems.push({line, problem: 'not a JSON object'})
}

/** Drops fields that are null: such a field counts as left out. */
function nullsOut(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}
