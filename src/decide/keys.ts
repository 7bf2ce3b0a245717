import {FACTOR_COLUMNS, type FactorColumn} from '../records/result.js'
import type {CellFactors} from '../records/stats.js'
import {UNKNOWN_RUNS, VERSIONED_FACTORS} from '../records/version.js'

/** Names a candidate by its levels of the compared factors, each in its version. */
export function candidateKey(factors: CellFactors, by: readonly FactorColumn[]): string {
  return JSON.stringify(by.map((column) => factors[column]))
}

/**
 * Names a block: all factors that are not compared, and where the version of one of them is unknown, its run,
 * as two unknown prompts are not the same question.
 */
export function blockKey(factors: CellFactors, by: readonly FactorColumn[]): string {
  const others = FACTOR_COLUMNS.filter((column) => !by.includes(column))
  const unknown = VERSIONED_FACTORS.filter((column) => !by.includes(column)).map(
    (column) => UNKNOWN_RUNS[column],
  )
  return JSON.stringify([...others, ...unknown].map((column) => factors[column] ?? null))
}
