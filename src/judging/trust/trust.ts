import {agreement, krippendorffAlpha} from '../../statistics/agreement.js'
import {mean} from '../../statistics/describe.js'
import {studentTQuantile} from '../../statistics/distributions.js'
import {meanInterval, type Interval} from '../../statistics/interval.js'
import type {JudgedResult, ScorePair} from '../../store/ratings/judgements.js'

/** How far a judge agrees with people. */
export interface JudgeAgreement {
  /** Ratings of people that stand beside a score of the judge, and the results they are of. */
  ratings: number
  results: number
  /** Krippendorff's ordinal alpha of the judge and each person; null where nothing varies. */
  alpha: number | null
  /** 95 %; it is too narrow below eight results. */
  interval: Interval | null
  /** Judge minus people, mean over results, with its 95 % interval. */
  difference: number | null
  difference_interval: Interval | null
}

export interface SystemAgreement extends JudgeAgreement {
  system: string
  /** The judge is kinder to it than to the others, beyond chance. */
  favours: boolean
}

/** Scores of one result on repeats: each shows the chips in another order. */
export interface SelfAgreementOfJudge {
  /** Results that were judged more than once. */
  results: number
  exact: number | null
  within_one: number | null
  alpha: number | null
}

/** What may sway a judge beside what people see in a result. */
export interface Leanings {
  /** Systems of the judge's maker: how much kinder the judge is to them, against people. */
  own_family: {systems: string[]; difference: number; interval: Interval | null} | null
  /** Points that the judge is kinder for each ten chips more, against people, with the 95 % interval. */
  length: {per_ten_chips: number; interval: Interval | null} | null
}

/** One of the largest disagreements with people. */
export interface Disagreement {
  result_id: string
  system: string
  judge: number
  people: number
  ratings: number
  reasons: string | null
}

const LEVEL = 0.95
/** Resampling is seeded: the same data give the same interval. */
const SEED = 1

export function agreementWithPeople(pairs: readonly ScorePair[]): JudgeAgreement {
  const byResult = differencesByResult(pairs)
  const {alpha, interval} = agreement(
    pairs.map(({judge, person}) => [judge, person]),
    {seed: SEED},
  )
  const {mean: difference, interval: difference_interval} = meanInterval(
    byResult.map((result) => result.difference),
    LEVEL,
  )
  return {ratings: pairs.length, results: byResult.length, alpha, interval, difference, difference_interval}
}

/**
 * By system, the most rated first. A system is favoured where its interval lies above the mean of the others.
 */
export function agreementBySystem(pairs: readonly ScorePair[]): SystemAgreement[] {
  const systems = [...new Set(pairs.map(({model}) => model))]
  return systems
    .map((system) => {
      const ours = agreementWithPeople(pairs.filter(({model}) => model === system))
      const others = differencesByResult(pairs.filter(({model}) => model !== system))
      const theirs = mean(others.map(({difference}) => difference))
      const low = ours.difference_interval?.low
      return {system, ...ours, favours: low !== undefined && theirs !== null && low > theirs}
    })
    .sort((a, b) => b.ratings - a.ratings || (a.system < b.system ? -1 : 1))
}

export function selfAgreementOf(scores: readonly JudgedResult[]): SelfAgreementOfJudge {
  const byResult = new Map<string, number[]>()
  for (const {result_id, score} of scores)
    byResult.set(result_id, [...(byResult.get(result_id) ?? []), score])
  const repeated = [...byResult.values()].filter(({length}) => length > 1)
  const {exact, withinOne, alpha} = agreement(repeated, {seed: SEED, replicates: 2})
  return {results: repeated.length, exact, within_one: withinOne, alpha}
}

export function leaningsOf(
  judge: string,
  pairs: readonly ScorePair[],
  scores: readonly JudgedResult[],
): Leanings {
  const results = differencesByResult(pairs)
  const family = results.filter(({model}) => familyOf(model) === familyOf(judge))
  const others = results.filter(({model}) => familyOf(model) !== familyOf(judge))
  const theirs = mean(others.map(({difference}) => difference))
  const ours = meanInterval(family.map(({difference}) => difference - (theirs ?? 0)))
  const chips = new Map(scores.map(({result_id, chips: count}) => [result_id, count]))
  return {
    own_family:
      ours.mean === null || theirs === null
        ? null
        : {
            systems: [...new Set(family.map(({model}) => model))].sort(),
            difference: ours.mean,
            interval: ours.interval,
          },
    length: slopeOf(
      results.map(({result_id, difference}) => ({x: (chips.get(result_id) ?? 0) / 10, y: difference})),
    ),
  }
}

/** The results in which the judge is furthest from people, furthest first. */
export function worstDisagreements(
  pairs: readonly ScorePair[],
  scores: readonly JudgedResult[],
  most: number,
): Disagreement[] {
  const reasons = new Map(
    scores.filter(({repeat}) => repeat === 1).map(({result_id, reasons: why}) => [result_id, why]),
  )
  return differencesByResult(pairs)
    .sort(
      (a, b) =>
        Math.abs(b.difference) - Math.abs(a.difference) ||
        b.ratings - a.ratings ||
        (a.result_id < b.result_id ? -1 : 1),
    )
    .slice(0, most)
    .map(({result_id, model, judge, people, ratings}) => ({
      result_id,
      system: model,
      judge,
      people,
      ratings,
      reasons: reasons.get(result_id) ?? null,
    }))
}

/** Alpha of people alone, to be read beside that of the judge. */
export function alphaOfPeople(pairs: readonly ScorePair[]): number | null {
  const units = new Map<string, number[]>()
  for (const {result_id, person} of pairs) units.set(result_id, [...(units.get(result_id) ?? []), person])
  return krippendorffAlpha(units.values())
}

interface ResultDifference {
  result_id: string
  model: string
  judge: number
  people: number
  ratings: number
  difference: number
}

/** Judge minus the mean of people, for each result: ratings of one result belong together. */
function differencesByResult(pairs: readonly ScorePair[]): ResultDifference[] {
  const results = new Map<string, ScorePair[]>()
  for (const pair of pairs) results.set(pair.result_id, [...(results.get(pair.result_id) ?? []), pair])
  return [...results.values()].map((of) => {
    const {result_id, model, judge} = of[0]!
    const people = mean(of.map(({person}) => person))!
    return {result_id, model, judge, people, ratings: of.length, difference: judge - people}
  })
}

/** `openai/gpt-5-mini` is of the family `openai`; a name without a maker is a family of its own. */
function familyOf(system: string): string {
  const at = system.indexOf('/')
  return at > 0 ? system.slice(0, at) : system
}

/** Least squares of y on x; null where x does not vary. */
function slopeOf(points: readonly {x: number; y: number}[]): Leanings['length'] {
  const [centreX, centreY] = [mean(points.map(({x}) => x)), mean(points.map(({y}) => y))]
  if (centreX === null || centreY === null || points.length < 3) return null
  const squares = points.reduce((sum, {x}) => sum + (x - centreX) ** 2, 0)
  if (squares < 1e-9) return null
  const slope = points.reduce((sum, {x, y}) => sum + (x - centreX) * (y - centreY), 0) / squares
  const left = points.reduce((sum, {x, y}) => sum + (y - centreY - slope * (x - centreX)) ** 2, 0)
  const error = Math.sqrt(left / (points.length - 2) / squares)
  const reach = studentTQuantile(0.975, points.length - 2) * error
  return {per_ten_chips: slope, interval: {low: slope - reach, high: slope + reach}}
}
