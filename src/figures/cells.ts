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
  const {blockColumns, clusterColumns, known} = shapeOf(columns, across)
  const before = known.get(factors)
  if (before) return before
  const block = keyOf(factors, blockColumns)
  const keys = {
    group: groupKey(factors, columns),
    block,
    cluster: clusterColumns.length === blockColumns.length ? block : keyOf(factors, clusterColumns),
  }
  known.set(factors, keys)
  return keys
}

/** Names a cell: a model on a configuration, in a run where runs are kept apart. */
export function cellKey(factors: CellFactors): string {
  return keyOf(factors, columnsWithout([]))
}

interface Shape {
  blockColumns: readonly string[]
  clusterColumns: readonly string[]
  /** The fit, costs and configurations ask for the keys of the same cells. */
  known: WeakMap<CellFactors, CellKeys>
}

/** More ways of making groups are asked by attacks alone. */
const MOST_SHAPES = 256
/** By the columns of groups and those that may differ. */
const shapes = new Map<string, Shape>()

function shapeOf(columns: readonly GroupColumn[], across: readonly GroupColumn[]): Shape {
  const name = `${columns.join()} ${across.join()}`
  const before = shapes.get(name)
  if (before) return before
  const shape = {
    blockColumns: columnsWithout([...columns, ...across]),
    clusterColumns: columnsWithout([...columns, ...across, 'model']),
    known: new WeakMap<CellFactors, CellKeys>(),
  }
  if (shapes.size >= MOST_SHAPES) shapes.clear()
  shapes.set(name, shape)
  return shape
}

/** What makes the groups, or may differ, may also be unknown. */
function columnsWithout(columns: readonly GroupColumn[]): readonly string[] {
  const unknown = VERSIONED_FACTORS.filter((factor) => columns.includes(factor)).map(
    (factor) => UNKNOWN_RUNS[factor],
  )
  const left: readonly string[] = [...columns, ...unknown]
  return ALL_COLUMNS.filter((column) => !left.includes(column))
}

function keyOf(factors: CellFactors, columns: readonly string[]): string {
  return JSON.stringify(columns.map((column) => factors[column as keyof CellFactors] ?? null))
}

/** The levels of a block or cluster key, for people: `tech_pm, terse, basic, 15`. */
export function keyText(key: string): string {
  return (JSON.parse(key) as (string | number | null)[]).filter((level) => level !== null).join(', ')
}
