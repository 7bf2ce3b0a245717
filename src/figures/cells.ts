import {UNKNOWN_RUNS, VERSIONED_FACTORS} from '../records/version.js'
import {FACTOR_COLUMNS} from '../records/result.js'
import {OCCASIONS, type CellFactors, type GroupColumn, type GroupLevels} from '../records/stats.js'

const ALL_COLUMNS = [...FACTOR_COLUMNS, ...OCCASIONS, ...Object.values(UNKNOWN_RUNS)] as const

/** Names a group by its levels. */
export function groupKey(levels: GroupLevels | CellFactors, columns: readonly GroupColumn[]): string {
  return JSON.stringify(columns.map((column) => levels[column as keyof typeof levels] ?? null))
}

/** The keys of one cell for a comparison of groups. */
export interface CellKeys {
  group: string
  /** Everything that is no part of the group, and may not differ within a pair. */
  block: string
  /** The block without the system: what varies by chance together. */
  cluster: string
}

/** `across`: factors that may differ within a pair. */
export function cellKeys(
  factors: CellFactors,
  columns: readonly GroupColumn[],
  across: readonly GroupColumn[] = [],
): CellKeys {
  return {
    group: groupKey(factors, columns),
    block: keyWithout(factors, [...columns, ...across]),
    cluster: keyWithout(factors, [...columns, ...across, 'model']),
  }
}

/** Names a cell: a model on a configuration, in a run where runs are kept apart. */
export function cellKey(factors: CellFactors): string {
  return keyWithout(factors, [])
}

/** What makes the groups, or may differ, may also be unknown. */
function keyWithout(factors: CellFactors, columns: readonly GroupColumn[]): string {
  const unknown = VERSIONED_FACTORS.filter((factor) => columns.includes(factor)).map(
    (factor) => UNKNOWN_RUNS[factor],
  )
  const left: readonly string[] = [...columns, ...unknown]
  const otherColumns = ALL_COLUMNS.filter((column) => !left.includes(column))
  return JSON.stringify(otherColumns.map((column) => factors[column] ?? null))
}

/** The levels of a block or cluster key, for people: `tech_pm, terse, basic, 15`. */
export function keyText(key: string): string {
  return (JSON.parse(key) as (string | number | null)[]).filter((level) => level !== null).join(', ')
}
