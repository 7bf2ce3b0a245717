import {comparePairs, type PairResult} from './pairs.js'
import {groupKey} from './cells.js'
import type {RatersOfBoard} from './evaluate-leaderboard.js'
import {ratingFit} from './fits.js'
import {unknownValue, usage} from '../errors/catalogue.js'
import {isNumeric, type FactorColumn} from '../records/result.js'
import {
  GROUP_COLUMNS,
  OCCASIONS,
  type GroupColumn,
  type MeasuredCell,
  type RatedCell,
} from '../records/stats.js'
import {VERSIONED_FACTORS} from '../records/version.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'

/** The kinds of groups that can be compared: the levels of a factor, runs, or days. */
export const COMPARABLE = GROUP_COLUMNS

export interface Comparison {
  by: GroupColumn
  /** What may differ between the two besides `by`. */
  across: FactorColumn[]
  raters: RatersOfBoard
  pairs: PairResult[]
}

/** What to compare, once the names are understood. */
export interface ComparisonRequest {
  by: GroupColumn
  /** One pair of levels; without it every pair. */
  pair?: {a: string; b: string} | undefined
  /** Factors that may differ within a pair: results are paired across them. */
  across?: readonly FactorColumn[]
}

/**
 * Finds out what two names are: runs (the beginning of an id is enough), levels of a factor, or versions of
 * them (`guided@3f2a`). A name is first tried as it stands.
 * @throws BenchError (exit 2) when the two are not of the same kind, with near matches.
 */
export async function findPair(
  store: Store,
  names: readonly [string, string],
  by: GroupColumn | undefined,
): Promise<{by: GroupColumn; a: string; b: string}> {
  const columns = by === undefined ? COMPARABLE : [by]
  const everything: string[] = []
  for (const column of columns) {
    const levels = await levelsOf(store, column)
    const [a, b] = names.map((name) => match(levels, name, column))
    if (a !== undefined && b !== undefined) {
      if (a === b) throw usage(`"${names[0]}" and "${names[1]}" are the same. Nothing was compared.`)
      return {by: column, a, b}
    }

    everything.push(...levels)
    // One of the two names shows the kind, so the other name is mistyped.
    const [known, typed] = a !== undefined ? [a, names[1]] : [b, names[0]]
    if (known !== undefined) throw unknownValue(column.replace('_id', '').replace('_', ' '), typed, levels)
  }

  throw unknownValue(
    by === undefined ? 'model, run or level' : by.replace('_id', '').replace('_', ' '),
    names[0],
    everything,
  )
}

/**
 * Compares one pair, or every pair of levels. `scope`: all results of the table that the pair stands in, so
 * that a pair alone and the table say the same; a pair that is not in it is compared by itself.
 */
export async function evaluateComparison(
  store: Store,
  {by, pair, across = []}: ComparisonRequest,
  filter: ResultFilter,
  scope: ResultFilter = filter,
): Promise<Comparison> {
  const key = (level: string) => groupKey({[by]: isNumber(by) ? Number(level) : level}, [by])
  const table = await cellsOf(store, by, scope)
  const isInTable = pair && [pair.a, pair.b].every((level) => table.names.has(key(level)))
  const cells = pair && !isInTable ? await cellsOf(store, by, filter) : table
  const fit = cells.rated.length > 0 ? ratingFit(cells.rated, [by], across) : undefined
  const levels = pair ? [key(pair.a), key(pair.b)] : [...cells.names.keys()]
  const pairs = levels.flatMap((a, at) => levels.slice(at + 1).map((b) => ({a, b})))
  const results = comparePairs(pairs, {...cells, fit, columns: [by], across}, {isSingle: pair !== undefined})
  const nameOf = (group: string) => String((JSON.parse(group) as [string | number])[0])
  return {
    by,
    across: [...across],
    raters: {raters: fit?.raters.length ?? 0, effective: fit?.effectiveRaters ?? 0},
    // Named in place: a copy would compute what is missing for every pair.
    pairs: results.map((result) => Object.assign(result, {a: nameOf(result.a), b: nameOf(result.b)})),
  }
}

interface Cells {
  measured: MeasuredCell[]
  rated: RatedCell[]
  /** The levels of the groups by key. */
  names: Map<string, string>
}

async function cellsOf(store: Store, by: GroupColumn, filter: ResultFilter): Promise<Cells> {
  const occasions = OCCASIONS.filter((occasion) => occasion === by)
  const measured = await store.stats.measuredCells(filter, {occasions})
  const rated = await store.stats.ratedCells(filter, {occasions})
  return {
    measured,
    rated,
    names: new Map(measured.map(({factors}) => [groupKey(factors, [by]), String(factors[by] ?? '')])),
  }
}

function isNumber(by: GroupColumn): boolean {
  return by !== 'run_id' && by !== 'day' && isNumeric(by)
}

async function levelsOf(store: Store, column: GroupColumn): Promise<string[]> {
  if (column === 'run_id') return (await store.runs.list({limit: 1000})).map(({id}) => id)
  return column === 'day' ? store.results.days() : store.results.levels(column)
}

function match(levels: readonly string[], name: string, column: GroupColumn): string | undefined {
  if (levels.includes(name)) return name
  const begun = column === 'run_id' ? levels.filter((level) => level.startsWith(name)) : []
  if (begun.length === 1) return begun[0]
  const at = name.lastIndexOf('@')
  return at > 0 &&
    (VERSIONED_FACTORS as readonly string[]).includes(column) &&
    levels.includes(name.slice(0, at))
    ? name
    : undefined
}
