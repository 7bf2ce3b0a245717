import type {AnsweringModel, DayOfConfiguration, RatedModel} from '../store/figures/drift.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'
import {studentTCdf} from '../statistics/distributions.js'

/** A system that answers otherwise than before, under one name and one version. */
export interface Drift {
  model: string
  /** The first day of the new answers, in UTC. */
  since: string
  /** What the provider says has answered before and since; null: no change, or not reported. */
  answered_by: {before: string; after: string} | null
  /** Mean ratings on the configurations that were rated on both sides; null: there are none. */
  ratings: {before: number; after: number; configurations: number} | null
}

/** A change of ratings without a word of the provider is only said when chance alone is this unlikely. */
const ALPHA = 0.05
const FEWEST_CONFIGURATIONS = 3

/**
 * The systems within a filter that changed under their name, by name.
 * @param known those with ratings, where they are read already.
 */
export async function evaluateDrift(
  store: Store,
  filter: ResultFilter,
  known?: readonly RatedModel[],
): Promise<Drift[]> {
  const cuts = identityCuts(await store.drift.answeringModels(filter))
  const rated = known ?? (await store.drift.ratedModels(filter))
  const isDated = rated.some(({first_day, last_day}) => first_day < last_day)
  const days = isDated ? await store.drift.repeatedConfigurations(filter) : []
  const models = new Set([...cuts.keys(), ...days.map(({model}) => model)])
  return [...models].sort().flatMap((model): Drift[] => {
    const daysOfModel = days.filter((entry) => entry.model === model)
    const cut = cuts.get(model)
    if (cut)
      return [
        {
          model,
          since: cut.since,
          answered_by: cut.answered_by,
          ratings: ratingsAround(daysOfModel, cut.since),
        },
      ]
    const found = ratingCut(daysOfModel)
    return found ? [{model, since: found.since, answered_by: null, ratings: found.ratings}] : []
  })
}

/**
 * The latest moment before which other models answered than since: names that take turns, as servers behind
 * one address do, are no change.
 */
function identityCuts(
  answering: readonly AnsweringModel[],
): Map<string, {since: string; answered_by: {before: string; after: string}}> {
  const cuts = new Map<string, {since: string; answered_by: {before: string; after: string}}>()
  const byModel = new Map<string, AnsweringModel[]>()
  for (const entry of answering) byModel.set(entry.model, [...(byModel.get(entry.model) ?? []), entry])
  for (const [model, entries] of byModel) {
    let last = ''
    let before: AnsweringModel | undefined
    for (const entry of entries) {
      // Within a day, a restarted server or a second address is more likely than another model.
      if (before && entry.first > last && entry.first.slice(0, 10) > last.slice(0, 10))
        cuts.set(model, {since: entry.first.slice(0, 10), answered_by: named(before, entry)})
      if (entry.last > last) [last, before] = [entry.last, entry]
    }
  }

  return cuts
}

function named(a: AnsweringModel, b: AnsweringModel): {before: string; after: string} {
  if (a.answered_by !== b.answered_by) return {before: a.answered_by, after: b.answered_by}
  return {before: a.system_fingerprint ?? 'no fingerprint', after: b.system_fingerprint ?? 'no fingerprint'}
}

/** The means before and since a day, over the configurations that have both. */
function ratingsAround(days: readonly DayOfConfiguration[], since: string): Drift['ratings'] {
  const pairs = pairsAround(days, since)
  if (pairs.length === 0) return null
  const mean = (side: 'before' | 'after') => pairs.reduce((sum, pair) => sum + pair[side], 0) / pairs.length
  return {before: mean('before'), after: mean('after'), configurations: pairs.length}
}

function pairsAround(days: readonly DayOfConfiguration[], since: string): {before: number; after: number}[] {
  const sides = new Map<string, {before: [number, number]; after: [number, number]}>()
  for (const {configuration, day, ratings, sum} of days) {
    const both = sides.get(configuration) ?? {before: [0, 0], after: [0, 0]}
    sides.set(configuration, both)
    const side = day < since ? both.before : both.after
    side[0] += ratings
    side[1] += sum
  }

  return [...sides.values()]
    .filter(({before, after}) => before[0] > 0 && after[0] > 0)
    .map(({before, after}) => ({before: before[1] / before[0], after: after[1] / after[0]}))
}

/**
 * The day since when the same questions are rated otherwise: the likeliest cut by a paired t test, where it
 * is beyond chance among all cuts (Bonferroni). Its standard error is at least √2 times the weight of one
 * rating, as if two ratings had been a point other.
 */
function ratingCut(
  days: readonly DayOfConfiguration[],
): {since: string; ratings: NonNullable<Drift['ratings']>} | undefined {
  const cuts = [...new Set(days.map(({day}) => day))].sort().slice(1)
  let best: {since: string; p: number} | undefined
  for (const since of cuts) {
    const p = pValueOf(pairsAround(days, since).map(({before, after}) => after - before))
    if (p !== undefined && (!best || p < best.p)) best = {since, p}
  }

  if (!best || best.p * cuts.length > ALPHA) return undefined
  return {since: best.since, ratings: ratingsAround(days, best.since)!}
}

function pValueOf(differences: readonly number[]): number | undefined {
  const n = differences.length
  if (n < FEWEST_CONFIGURATIONS) return undefined
  const mean = differences.reduce((sum, value) => sum + value, 0) / n
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)
  const error = Math.max(Math.sqrt(variance / n), Math.SQRT2 / n)
  return 2 * (1 - studentTCdf(Math.abs(mean) / error, n - 1))
}

/** One sentence for a system that changed, as every table shows it. */
export function driftSentence({model, since, answered_by, ratings}: Drift): string {
  const change = ratings
    ? `answers the same questions differently since ${since}: ${ratings.before.toFixed(2)}, then ${ratings.after.toFixed(2)}`
    : `is answered by another model since ${since}`
  const who = answered_by ? ` (before: ${answered_by.before}, now: ${answered_by.after})` : ''
  return `${model} ${change}${who}. --since ${since} looks at it alone.`
}
