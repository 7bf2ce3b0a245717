import {holm} from '../holm.js'
import {studentTQuantile} from '../distributions.js'
import type {Interval} from '../interval.js'
import {differenceInterval, withInterval, type Contrast, type ContrastTest} from './contrast.js'
import {RATINGS, type Scale} from './scale.js'

/** The test of a pair beside all other pairs. */
export interface FamilyTest extends ContrastTest {
  /** Holm's p among all pairs that can be tested. */
  pHolm: number | null
}

/** A pair beside all other pairs, with its intervals. */
export interface FamilyContrast extends FamilyTest, Contrast {
  /** 95 % for all pairs at once; without 0 wherever Holm rejects. */
  simultaneous: Interval | null
}

/** The ranks that the data leave open for a group. */
export interface RankSet {
  low: number
  high: number
}

const LEVEL = 0.05

/** All pairs as one family (Holm 1979). */
export function familyTests(tests: readonly ContrastTest[]): FamilyTest[] {
  const adjusted = holm(tests.map(({p}) => p))
  return tests.map((test, at) => ({...test, pHolm: adjusted[at] ?? null}))
}

/** A pair with its interval alone, and the simultaneous one of `tested` pairs at t(1 - .025/m). */
export function withIntervals(test: FamilyTest, tested: number, scale: Scale = RATINGS): FamilyContrast {
  const {difference, standardError, df, pHolm} = test
  const contrast = withInterval(test, scale)
  if (difference === null || standardError === null || df === null || pHolm === null)
    return {...contrast, pHolm: null, simultaneous: null}
  const quantile = studentTQuantile(1 - 0.025 / tested, df)
  const plain = differenceInterval(difference, standardError, quantile, scale)
  return {...contrast, pHolm, simultaneous: pHolm <= LEVEL ? cutAtZero(plain, difference) : plain}
}

/** Test and interval never contradict each other. */
function cutAtZero({low, high}: Interval, difference: number): Interval {
  return difference > 0 ? {low: Math.max(0, low), high} : {low, high: Math.min(0, high)}
}

/** Whether a pair is apart among all pairs: 1 where A is better, -1 where B is, 0 where neither is shown. */
export function verdictOf({difference, pHolm}: Pick<FamilyTest, 'difference' | 'pHolm'>): -1 | 0 | 1 {
  if (difference === null || pHolm === null || pHolm > LEVEL || difference === 0) return 0
  return difference > 0 ? 1 : -1
}

/**
 * The ranks each group may have: 1 and the number of groups that are surely better, up to all groups but
 * those that are surely worse. What is withheld counts as not shown (Mogstad, Romano, Shaikh & Wilhelm 2024).
 */
export function rankSets(groups: readonly string[], family: readonly FamilyTest[]): Map<string, RankSet> {
  const better = new Map(groups.map((group) => [group, 0]))
  const worse = new Map(groups.map((group) => [group, 0]))
  for (const contrast of family) {
    const verdict = verdictOf(contrast)
    if (verdict === 0) continue
    const [best, other] = verdict > 0 ? [contrast.a, contrast.b] : [contrast.b, contrast.a]
    better.set(other, better.get(other)! + 1)
    worse.set(best, worse.get(best)! + 1)
  }

  return new Map(
    groups.map((group) => [group, {low: 1 + better.get(group)!, high: groups.length - worse.get(group)!}]),
  )
}

/**
 * Multiple comparisons with the best (Hsu 1984), for one look: bounds of each group's mean minus the best of
 * the others, one-sided t at .05/(K - 1). A group whose upper bound is 0 is surely not the best; one whose
 * lower bound is 0 surely is. Groups with a withheld pair get none.
 */
export function comparedWithBest(
  groups: readonly string[],
  contrasts: readonly ContrastTest[],
): Map<string, Interval | null> {
  const level = LEVEL / (groups.length - 1)
  return new Map(
    groups.map((group) => {
      const pairs = contrasts.flatMap((contrast) => {
        if (contrast.a !== group && contrast.b !== group) return []
        return [{...contrast, sign: contrast.a === group ? 1 : -1}]
      })
      let [upper, lower] = [Infinity, Infinity]
      for (const {difference, standardError, df, sign} of pairs) {
        if (difference === null || standardError === null || df === null) return [group, null]
        const reach = studentTQuantile(1 - level, df) * standardError
        upper = Math.min(upper, sign * difference + reach)
        lower = Math.min(lower, sign * difference - reach)
      }

      return [group, {low: Math.min(0, lower), high: Math.max(0, upper)}]
    }),
  )
}
