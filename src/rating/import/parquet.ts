import {badEncoding} from '../../errors/people.js'
import type {Rows} from './rows.js'

/**
 * The rows of a Parquet file, as `bench export ratings` and others write them; `line` is the number of the
 * row.
 * @throws BenchError for a file that is damaged, or packed as bench cannot read.
 */
export async function parquetRows(name: string, bytes: Uint8Array): Promise<Rows> {
  const {parquetReadObjects} = await import('hyparquet')
  try {
    const rows = await parquetReadObjects({file: new Uint8Array(bytes).buffer})
    return {rows: rows.map((row, at) => ({line: at + 1, fields: fieldsOf(row)})), problems: []}
  } catch (error) {
    throw badEncoding(name, `it is a Parquet file, and ${(error as Error).message}`, 'again')
  }
}

/** Nulls are left out; whole numbers come as 64 bits. */
function fieldsOf(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([column, value]) => [column, fieldOf(value)]),
  )
}

function fieldOf(value: unknown): unknown {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString()
  return typeof value === 'bigint' ? Number(value) : value
}
