import type {Row} from '@libsql/client'
import {FACTOR_COLUMNS, isNumeric} from '../../records/result.js'
import type {CellFactors, Occasion} from '../../records/stats.js'
import {UNKNOWN_RUNS} from '../../records/version.js'
import {asText, text} from '../database/rows.js'
import type {ResultFilter} from '../results.js'

/** How a table of `levelledResults` is read by cells. Trials are folded in. */
export interface CellShape {
  /** The columns that tell cells apart. */
  by: string
  /** All of them as one value, for `factorsOf`: a value takes longer to hand over than to pack. */
  packed: string
  /** The factors of a cell, from a row with `packed`. */
  factorsOf: (row: Row) => CellFactors
}

/** What packed bytes begin with, and no name. */
const BYTES = '\u0001bytes:'
const NUMERIC: ReadonlySet<string> = new Set(FACTOR_COLUMNS.filter(isNumeric))
const UNKNOWN_COLUMNS: readonly string[] = Object.values(UNKNOWN_RUNS)

/** Columns that are empty in every row would only keep the rows from coming in the order of an index. */
export function cellShape({versions}: ResultFilter, occasions: readonly Occasion[] = []): CellShape {
  const unknown = versions?.hasUnknown === true ? UNKNOWN_COLUMNS : []
  const columns: readonly string[] = [...FACTOR_COLUMNS, ...occasions, ...unknown]
  const by = columns.join(', ')
  return {
    by,
    packed: `json_array(${columns.map(packable).join(', ')}) AS cell`,
    factorsOf: (row) => {
      const values = JSON.parse(text(row, 'cell')) as (string | number)[]
      const factors: Record<string, string | number> = {}
      for (const [at, column] of columns.entries())
        if (values[at] !== '' || !unknown.includes(column)) factors[column] = unpacked(values[at]!, column)
      return factors as unknown as CellFactors
    },
  }
}

/** JSON holds no bytes, which another program may have written: they are packed as hexadecimal digits. */
function packable(column: string): string {
  return `CASE typeof(${column}) WHEN 'blob' THEN '${BYTES}' || hex(${column}) ELSE ${column} END`
}

/** The value as a column by itself is read. */
function unpacked(value: string | number, column: string): string | number {
  const stored =
    typeof value === 'string' && value.startsWith(BYTES)
      ? Uint8Array.from(Buffer.from(value.slice(BYTES.length), 'hex')).buffer
      : value
  return NUMERIC.has(column) ? Number(stored) : asText(stored)
}
