import type {Row, Value} from '@libsql/client'

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

function asText(value: Value): string {
  return value instanceof ArrayBuffer ? Buffer.from(value).toString() : String(value)
}
