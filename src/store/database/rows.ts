import type {InValue, Row, Value} from '@libsql/client'
import type {Chip} from '../../chips/chip.js'
import type {Column, Columns, RowOf} from '../../records/columns.js'
import {CASE_PART, type ResultFactors} from '../../records/result.js'
import {keepTexts} from '../../records/stored-lists.js'

/**
 * Reading columns: rows are parsed once, here at the border. Remote servers and JSON may give an integer as a
 * string or as `1.0`.
 */
export function text(row: Row, column: string): string {
  const value = row[column]
  if (value === null || value === undefined) throw new Error(`column ${column} is empty`)
  return asText(value)
}

export function textOrNull(row: Row, column: string): string | null {
  const value = row[column]
  return value === null || value === undefined ? null : asText(value)
}

export function number(row: Row, column: string): number {
  return Number(row[column])
}

export function numberOrNull(row: Row, column: string): number | null {
  const value = row[column]
  // A text that another program wrote into a column of numbers is no number.
  const read = value === null || value === undefined ? NaN : Number(value)
  return Number.isNaN(read) ? null : read
}

/** Numbers that the database has put together with commas; none for null. */
export function numbers(list: string | null): number[] {
  return list === null ? [] : list.split(',').map(Number)
}

/** The factors of a result. */
export function factors(row: Row): ResultFactors {
  return readRow(row, CASE_PART)
}

/** The columns of a table from a row. */
export function readRow<Table extends Columns>(row: Row, table: Table): RowOf<Table> {
  const record: Record<string, unknown> = {}
  for (const name in table) record[name] = readColumn(row, name, table[name]!)
  return record as RowOf<Table>
}

/**
 * As {@link readRow}, but a list is parsed when it is first looked at: an export may pass its text through.
 */
export function readLazily<Table extends Columns>(row: Row, table: Table): RowOf<Table> {
  const record: Record<string, unknown> = {}
  for (const name in table) {
    const column = table[name]!
    if (!isList(column)) record[name] = readColumn(row, name, column)
    else Object.defineProperty(record, name, lazyColumn(row, name, column))
  }

  keepTexts(record, row)
  return record as RowOf<Table>
}

function lazyColumn(row: Row, name: string, column: Column): PropertyDescriptor {
  let list: unknown
  return {enumerable: true, configurable: true, get: () => (list ??= readColumn(row, name, column))}
}

function isList({type}: Column): boolean {
  return type === 'chips' || type === 'texts'
}

function readColumn(row: Row, name: string, {type, nullable = false}: Column): unknown {
  if (type === 'chips') return chips(json<unknown>(row, name, null), nullable)
  if (type === 'texts') {
    const value = json<unknown>(row, name, null)
    return value === null && nullable ? null : texts(value)
  }

  if (type === 'text') return nullable ? textOrNull(row, name) : text(row, name)
  const value = nullable ? numberOrNull(row, name) : number(row, name)
  return type === 'boolean' && value !== null ? value === 1 : value
}

/** Other programs write too: what is no chip in a list of chips, or no list, is passed over. */
function chips(value: unknown, nullable: boolean): Chip[] | null {
  if (!Array.isArray(value)) return nullable ? null : []
  return value.every(isChip) ? value : value.filter(isChip)
}

function isChip(value: unknown): value is Chip {
  const chip = value as Partial<Chip> | null
  return typeof chip?.key === 'string' && typeof chip.display === 'string' && typeof chip.type === 'string'
}

/** Whatever another program wrote instead of a list of texts is shown as a text. */
function texts(value: unknown): string[] {
  if (value === null) return []
  return [value].flat().map((item) => (typeof item === 'string' ? item : JSON.stringify(item)))
}

/** A column with a list of texts. */
export function textList(row: Row, column: string): string[] {
  return texts(json<unknown>(row, column, null))
}

/** SQL: the length of a stored list; 0 for every other text. */
export const listLength = (column: string) =>
  `CASE WHEN json_valid(${column}) THEN json_array_length(${column}) ELSE 0 END`

/** The stored values of a row, in the order of the table's columns. */
export function storedRow<Table extends Columns>(row: RowOf<Table>, table: Table): InValue[] {
  return Object.entries(table).map(([name, column]) => stored(row[name] as Stored, column))
}

type Stored = string | number | boolean | object | null

function stored(value: Stored, {type}: Column): InValue {
  if (value === null) return null
  if (type === 'chips' || type === 'texts') return JSON.stringify(value)
  return type === 'boolean' ? Number(value) : storable(value as string | number)
}

/** A JSON column; a value that was damaged by hand reads as `fallback`. */
export function json<T>(row: Row, column: string, fallback: T): T {
  const value = row[column]
  if (value === null || value === undefined) return fallback
  try {
    return JSON.parse(asText(value)) as T
  } catch {
    return fallback
  }
}

/** The client of a local file reads a text only up to its first NUL character: no NUL is stored. */
export function storable<T>(value: T): T | string {
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value
}

export function asText(value: Value): string {
  return value instanceof ArrayBuffer ? Buffer.from(value).toString() : String(value)
}
