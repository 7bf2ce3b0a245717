/**
 * What `bench stats` and `bench compare` said of ratings before one model stood behind them, for the comparison
 * in `inference.ts`: t intervals over configurations and trials, the sign-flip test with Holm, ranks by
 * bootstrap. The functions are those of an older commit, read from a folder of its own.
 */
import {join, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'

/** A rating as the version before saw it: each trial of a configuration was a unit of its own. */
export interface UnitRating {
  group: string
  unit: string
  sum: number
  n: number
}

interface Interval {
  low: number
  high: number
}

export interface BeforePair {
  a: string
  b: string
  difference: number | null
  pHolm: number | null
  interval: Interval | null
}

/** The figures of the version before. */
export interface BeforeFigures {
  pairs: BeforePair[]
  means: {group: string; interval: Interval | null}[]
  ranks: Map<string, Interval | null>
}

export type Before = (ratings: readonly UnitRating[]) => BeforeFigures

interface OldStatistics {
  holm: (ps: readonly (number | null)[]) => (number | null)[]
  signFlipTest: (differences: readonly number[], options: {seed: number}) => {p: number | null}
  meanInterval: (values: readonly number[]) => {mean: number | null; interval: Interval | null}
  clusterBootstrap: (
    values: {groups: string[]; strata: {configurations: (number | null)[][]}[]},
    options: {seed: number; replicates: number},
  ) => {replicates: Float64Array}[]
  rankSummaries: (replicates: Float64Array[]) => {range: Interval | null}[]
}

/** Fewer than the 10,000 of old, as a rank needs no third digit. */
const REPLICATES = 1000

/** @param folder `src` of a commit that has `statistics/sign-flip.ts` */
export async function readBefore(folder: string): Promise<Before> {
  const modules = ['compare', 'sign-flip', 'interval', 'bootstrap', 'ranks'].map(
    (name) => pathToFileURL(join(resolve(folder), 'statistics', `${name}.ts`)).href,
  )
  const loaded: object[] = []
  for (const module of modules) loaded.push((await import(module)) as object)
  const old = Object.assign({}, ...loaded) as OldStatistics
  return (ratings) => figuresOf(old, ratings)
}

function figuresOf(old: OldStatistics, ratings: readonly UnitRating[]): BeforeFigures {
  const cells = new Map<string, Map<string, {sum: number; n: number}>>()
  for (const {group, unit, sum, n} of ratings) {
    const units = cells.get(group) ?? new Map<string, {sum: number; n: number}>()
    cells.set(group, units)
    const cell = units.get(unit) ?? {sum: 0, n: 0}
    units.set(unit, {sum: cell.sum + sum, n: cell.n + n})
  }

  const groups = [...cells.keys()].sort()
  const meanOf = (group: string, unit: string) => {
    const cell = cells.get(group)!.get(unit)
    return cell ? cell.sum / cell.n : null
  }
  const units = [...new Set(ratings.map(({unit}) => unit))].sort()
  const pairs = groups.flatMap((a, at) =>
    groups.slice(at + 1).map((b) => {
      const differences = units.flatMap((unit) => {
        const [x, y] = [meanOf(a, unit), meanOf(b, unit)]
        return x === null || y === null ? [] : [x - y]
      })
      const {mean, interval} = old.meanInterval(differences)
      return {a, b, difference: mean, interval, p: old.signFlipTest(differences, {seed: 1}).p}
    }),
  )
  const adjusted = old.holm(pairs.map(({p}) => p))
  const configurations = units.map((unit) => groups.map((group) => meanOf(group, unit)))
  const bootstraps = old.clusterBootstrap(
    {groups, strata: [{configurations}]},
    {seed: 1, replicates: REPLICATES},
  )
  const ranks = old.rankSummaries(bootstraps.map(({replicates}) => replicates))
  return {
    pairs: pairs.map((pair, at) => ({...pair, pHolm: adjusted[at] ?? null})),
    means: groups.map((group) => ({
      group,
      interval: old.meanInterval(
        units.flatMap((unit) => {
          const value = meanOf(group, unit)
          return value === null ? [] : [value]
        }),
      ).interval,
    })),
    ranks: new Map(groups.map((group, at) => [group, ranks[at]!.range])),
  }
}
