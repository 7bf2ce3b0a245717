import type {Row, Value} from '@libsql/client'
import type {ResultFactors} from '../../records/result.js'

/**
 * Reading columns: rows are parsed once, here at the border. Remote servers and JSON may hand an
 * integer over as a string or as `1.0`.
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
  return value === null || value === undefined ? null : Number(value)
}

/** The factors of a result. */
export function factors(row: Row): ResultFactors {
  return {
    model: text(row, 'model'),
    persona_id: text(row, 'persona_id'),
    style: text(row, 'style'),
    input_type: text(row, 'input_type') as ResultFactors['input_type'],
    constraint_type: text(row, 'constraint_type') as ResultFactors['constraint_type'],
    chip_count: number(row, 'chip_count'),
    trial: number(row, 'trial'),
  }
}

/** A JSON column; one that was damaged by hand reads as `fallback`. */
export function json<T>(row: Row, column: string, fallback: T): T {
  const value = row[column]
  if (value === null || value === undefined) return fallback
  try {
    return JSON.parse(asText(value)) as T
  } catch {
    return fallback
  }
}

/** A local file's client reads a text only up to its first NUL character: none is stored. */
export function storable<T>(value: T): T | string {
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value
}

function asText(value: Value): string {
  return value instanceof ArrayBuffer ? Buffer.from(value).toString() : String(value)
}
