import {comparePairs, type PairResult} from './pairs.js'
import {groupKey} from './cells.js'
import {unknownValue, usage} from '../errors/catalogue.js'
import {FACTOR_COLUMNS} from '../records/result.js'
import type {GroupColumn} from '../records/stats.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'

/** The kinds of groups that can be compared: the levels of a factor, or runs. */
export const COMPARABLE = [...FACTOR_COLUMNS, 'run_id'] as const

export interface Comparison {
  by: GroupColumn
  pairs: PairResult[]
  seed: number
}

/**
 * Finds out what two names are: runs (the beginning of an id is enough) or levels of a factor.
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

/** Compares one pair, or every pair of levels, on matched configurations. */
export async function evaluateComparison(
  store: Store,
  by: GroupColumn,
  pair: {a: string; b: string} | undefined,
  filter: ResultFilter,
  seed: number,
): Promise<Comparison> {
  const byRun = by === 'run_id'
  const only =
    pair && !byRun
      ? {...filter, [by]: [pair.a, pair.b].map((level) => (by === 'chip_count' ? Number(level) : level))}
      : filter
  const [measured, rated] = [
    await store.stats.measuredCells(only, {byRun}),
    await store.stats.ratedCells(only, {byRun}),
  ]
  const key = (level: string) => groupKey({[by]: by === 'chip_count' ? Number(level) : level}, [by])
  // Levels that were asked for by name may have failed cases alone, and so no cell.
  const names = new Map(pair ? [pair.a, pair.b].map((level) => [key(level), level]) : [])
  for (const {factors} of measured) names.set(groupKey(factors, [by]), String(factors[by] ?? ''))
  const levels = pair ? [pair.a, pair.b] : [...new Set(names.values())]
  const pairs = levels.flatMap((a, at) => levels.slice(at + 1).map((b) => ({a: key(a), b: key(b)})))
  const results = comparePairs(pairs, measured, rated, [by], {seed})
  const nameOf = (group: string) => names.get(group) ?? group
  return {by, seed, pairs: results.map((result) => ({...result, a: nameOf(result.a), b: nameOf(result.b)}))}
}

async function levelsOf(store: Store, column: GroupColumn): Promise<string[]> {
  if (column !== 'run_id') return store.results.levels(column)
  return (await store.runs.list({limit: 1000})).map(({id}) => id)
}

function match(levels: readonly string[], name: string, column: GroupColumn): string | undefined {
  if (levels.includes(name)) return name
  const begun = column === 'run_id' ? levels.filter((level) => level.startsWith(name)) : []
  return begun.length === 1 ? begun[0] : undefined
}
