import {cellKeys, groupKey} from '../figures/cells.js'
import {rowsOf} from '../figures/fits.js'
import {OCCASIONS, type GroupColumn, type GroupLevels, type RatedCell} from '../records/stats.js'
import {worthInRatings, type Unsharpened} from '../statistics/covariate.js'
import {CovariateFit, type SharpenedContrast} from '../statistics/fit/covariate-fit.js'
import {rankSets, type RankSet} from '../statistics/fit/family.js'
import {Fit} from '../statistics/fit/fit.js'
import type {Interval} from '../statistics/interval.js'
import type {JudgedCell} from '../store/ratings/judgements.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'
import type {ChosenJudge} from './find-judge.js'

/** What a judge adds to a table of groups. People's means stay as they are. */
export interface JudgedGroups {
  judge: string
  rubric: string
  /** Results with a score, of those in scope. */
  judged: number
  results: number
  /** Correlation of the paired differences; null where those of people or of the judge do not vary. */
  r: number | null
  /** How many ratings of people the judge is worth; null where nobody rated. */
  worth_ratings: number | null
  /** People's ratings that the judge's score stands beside, and those of what it has not judged. */
  ratings: number
  ratings_not_judged: number
  /** Nobody rated in scope: the judge is not checked here. */
  is_unchecked: boolean
  groups: JudgedGroup[]
  /** Pairs of rated groups, sharpened where the rule allows it. */
  pairs: SharpenedPair[]
}

export interface JudgedGroup {
  group: GroupLevels
  /** The judge's least-squares mean; no mean of people's. */
  judge_rating: number | null
  interval: Interval | null
  /** The ranks that people's differences leave open, sharpened by the judge. */
  rank_set: RankSet | null
}

export interface SharpenedPair {
  a: GroupLevels
  b: GroupLevels
  difference: number | null
  interval: Interval | null
  p: number | null
  p_holm: number | null
  /** False: these are people's ratings alone. */
  is_sharpened: boolean
  /** Why the judge is not used; null where it is. */
  unsharpened: Unsharpened | null
  /** People's ratings alone. */
  people: {difference: number | null; interval: Interval | null}
}

/** Reads the store. @param across factors that may differ within a pair. */
export async function judgedGroups(
  store: Store,
  chosen: ChosenJudge,
  {columns, across = []}: {columns: readonly GroupColumn[]; across?: readonly GroupColumn[] | undefined},
  filter: ResultFilter,
): Promise<JudgedGroups> {
  const occasions = OCCASIONS.filter((occasion) => columns.includes(occasion))
  const cells = await store.judgements.cells(chosen, filter, {occasions})
  const rated = await store.stats.ratedCells(filter, {occasions})
  const measured = await store.stats.groups(columns, filter)
  const levels = new Map(measured.map(({group}) => [groupKey(group, columns), group]))
  const judge = cells.length === 0 ? undefined : judgeFit(cells, columns, across)
  const people = rated.length === 0 ? undefined : sharpened(rated, cells, columns, across)
  const means = new Map((judge?.means() ?? []).map((mean) => [mean.group, mean]))
  const family = people?.family() ?? []
  const ranks = people ? rankSets(people.people.groups, family) : new Map<string, RankSet>()
  const ratings = rated.reduce((sum, {n}) => sum + n, 0)
  return {
    judge: chosen.label,
    rubric: chosen.rubric,
    judged: cells.reduce((sum, {results}) => sum + results, 0),
    results: measured.reduce((sum, {result_count}) => sum + result_count, 0),
    ...worthOf(people),
    ratings: people?.ratings ?? 0,
    ratings_not_judged: ratings - (people?.ratings ?? 0),
    is_unchecked: ratings === 0,
    groups: [...levels].map(([key, group]) => ({
      group,
      judge_rating: means.get(key)?.mean ?? null,
      interval: means.get(key)?.interval ?? null,
      rank_set: ranks.get(key) ?? null,
    })),
    pairs: people ? family.map((contrast) => pairOf(contrast, people, levels)) : [],
  }
}

/** The correlation and the worth of a judge, of people's ratings of all groups. */
export function worthOf(fit: CovariateFit | undefined): Pick<JudgedGroups, 'r' | 'worth_ratings'> {
  if (!fit || fit.ratings === 0) return {r: null, worth_ratings: null}
  const {rated, known} = fit.clusters
  const r = fit.correlation
  return {
    r,
    worth_ratings: worthInRatings({r: Math.max(0, r ?? 0), n: rated, all: known, ratings: fit.ratings}),
  }
}

/** The fit of people's ratings with the judge's column. */
export function sharpened(
  rated: readonly RatedCell[],
  cells: readonly JudgedCell[],
  columns: readonly GroupColumn[],
  across: readonly GroupColumn[] = [],
): CovariateFit {
  return new CovariateFit(rowsOf(rated, columns, across), meanByBlock(cells, columns, across))
}

/** Cells that fall into one block of one group are folded in. */
function meanByBlock(
  cells: readonly JudgedCell[],
  columns: readonly GroupColumn[],
  across: readonly GroupColumn[],
) {
  const blocks = new Map<string, {group: string; block: string; cluster: string; sum: number; n: number}>()
  for (const {factors, score, results} of cells) {
    const keys = cellKeys(factors, columns, across)
    const key = JSON.stringify([keys.group, keys.block])
    const known = blocks.get(key) ?? {...keys, sum: 0, n: 0}
    blocks.set(key, {...known, sum: known.sum + score * results, n: known.n + results})
  }

  return [...blocks.values()].map(({sum, n, ...keys}) => ({...keys, x: sum / n}))
}

/** The judge as if it were a rater: for the groups' means in its own scores. */
function judgeFit(
  cells: readonly JudgedCell[],
  columns: readonly GroupColumn[],
  across: readonly GroupColumn[],
): Fit {
  return new Fit(
    meanByBlock(cells, columns, across).map(({x, ...keys}) => ({
      ...keys,
      rater: '',
      n: 1,
      sum: x,
      squares: x * x,
    })),
  )
}

function pairOf(
  {a, b, difference, interval, p, pHolm, isSharpened, unsharpened}: SharpenedContrast,
  {people}: CovariateFit,
  levels: ReadonlyMap<string, GroupLevels>,
): SharpenedPair {
  const alone = people.contrast(a, b)
  return {
    a: levels.get(a)!,
    b: levels.get(b)!,
    difference,
    interval,
    p,
    p_holm: pHolm,
    is_sharpened: isSharpened,
    unsharpened,
    people: {difference: alone.difference, interval: alone.interval},
  }
}
