import type {Row} from '@libsql/client'
import {FACTOR_COLUMNS} from '../../records/result.js'
import type {CellFactors, Occasion} from '../../records/stats.js'
import {UNKNOWN_RUNS} from '../../records/version.js'
import {text} from '../database/rows.js'
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

const UNKNOWN_COLUMNS: readonly string[] = Object.values(UNKNOWN_RUNS)

/** Columns that are empty in every row would only keep the rows from coming in the order of an index. */
export function cellShape({versions}: ResultFilter, occasions: readonly Occasion[] = []): CellShape {
  const unknown = versions?.hasUnknown === true ? UNKNOWN_COLUMNS : []
  const columns: readonly string[] = [...FACTOR_COLUMNS, ...occasions, ...unknown]
  const by = columns.join(', ')
  return {
    by,
    packed: `json_array(${by}) AS cell`,
    factorsOf: (row) => {
      const values = JSON.parse(text(row, 'cell')) as (string | number)[]
      const factors: Record<string, string | number> = {}
      for (const [at, column] of columns.entries())
        if (values[at] !== '' || !unknown.includes(column)) factors[column] = values[at]!
      return factors as unknown as CellFactors
    },
  }
}
