import type {Row} from '@libsql/client'
import {FACTOR_COLUMNS} from '../../records/result.js'
import type {CellFactors, Occasion} from '../../records/stats.js'
import {UNKNOWN_RUNS} from '../../records/version.js'
import {FACTORS} from '../../suite/model/factors.js'
import {readRow, text} from '../database/rows.js'

const UNKNOWN_COLUMNS = Object.values(UNKNOWN_RUNS)

/** The columns that tell cells apart, of a table of `levelledResults`. Trials are folded in. */
export function cellColumns(occasions: readonly Occasion[] = []): string {
  return [...FACTOR_COLUMNS, ...occasions, ...UNKNOWN_COLUMNS].join(', ')
}

/** The factors of a cell, from a row with `cellColumns`. */
export function cellFactors(row: Row, occasions: readonly Occasion[] = []): CellFactors {
  const made = Object.fromEntries(occasions.map((column) => [column, text(row, column)]))
  const unknown = UNKNOWN_COLUMNS.flatMap((column) => {
    const run = text(row, column)
    return run === '' ? [] : [[column, run] as const]
  })
  return {...readRow(row, FACTORS), ...made, ...Object.fromEntries(unknown)}
}
