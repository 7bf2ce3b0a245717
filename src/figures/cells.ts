import {UNKNOWN_RUNS, VERSIONED_FACTORS} from '../records/version.js'
import {CASE_COLUMNS} from '../records/result.js'
import {
  OCCASIONS,
  type CellFactors,
  type GroupColumn,
  type GroupLevels,
  type RatedCell,
} from '../records/stats.js'

const ALL_COLUMNS = [...CASE_COLUMNS, ...OCCASIONS, ...Object.values(UNKNOWN_RUNS)] as const

/** Names a group by its levels. */
export function groupKey(levels: GroupLevels | CellFactors, columns: readonly GroupColumn[]): string {
  return JSON.stringify(columns.map((column) => levels[column as keyof typeof levels] ?? null))
}

/** Names the unit that is measured in every group: all factors but those that make the groups. */
export function unitKey(
  factors: CellFactors,
  columns: readonly GroupColumn[],
  across: readonly GroupColumn[] = [],
): string {
  // What makes the groups, or may differ, may also be unknown.
  const apart = [...columns, ...across]
  const unknown = VERSIONED_FACTORS.filter((factor) => apart.includes(factor)).map(
    (factor) => UNKNOWN_RUNS[factor],
  )
  const left: readonly string[] = [...apart, ...unknown]
  const otherColumns = ALL_COLUMNS.filter((column) => !left.includes(column))
  return JSON.stringify(otherColumns.map((column) => factors[column] ?? null))
}

/** Names a cell: a model on a configuration, in a run where runs are kept apart. */
export function cellKey(factors: CellFactors): string {
  return unitKey(factors, [])
}

/** The stratum of a unit: its persona, as personas differ and are chosen, not drawn. */
export function stratumKey(factors: CellFactors, columns: readonly GroupColumn[]): string {
  return columns.includes('persona_id') ? '' : factors.persona_id
}

/** The cells of each group by unit. */
export function byGroupAndUnit<Cell extends {factors: CellFactors}>(
  cells: readonly Cell[],
  columns: readonly GroupColumn[],
  across: readonly GroupColumn[] = [],
): Map<string, Map<string, Cell>> {
  const groups = new Map<string, Map<string, Cell>>()
  for (const cell of cells) {
    const key = groupKey(cell.factors, columns)
    const units = groups.get(key) ?? new Map<string, Cell>()
    groups.set(key, units)
    units.set(unitKey(cell.factors, columns, across), cell)
  }

  return groups
}

/** Variance of the ratings of one result; null when no result was rated twice. */
export function pooledWithinVariance(cells: Iterable<Pick<RatedCell, 'within'>>): number | null {
  let squares = 0
  let degrees = 0
  for (const {within} of cells) {
    squares += within.squares
    degrees += within.degrees
  }

  return degrees === 0 ? null : squares / degrees
}
