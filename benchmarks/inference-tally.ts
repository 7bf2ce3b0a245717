/** What the figures of one design said, over all draws. */
import {verdictOf} from '../src/statistics/fit/family.js'

/** How often something held, over all draws of a design. */
export interface Tally {
  families: number
  falseFamilies: number
  pairs: number
  withheld: number
  /** Pairs that are found apart in the direction of the truth. */
  right: number
  tested: number
  covered: number
  means: number
  meansIn: number
  ranks: number
}

export interface Figures {
  pairs: readonly {
    a: string
    b: string
    difference: number | null
    pHolm: number | null
    interval: {low: number; high: number} | null
  }[]
  means: readonly {group: string; interval: {low: number; high: number} | null}[]
  ranks: ReadonlyMap<string, {low: number; high: number} | null>
}

export function newTally(): Tally {
  const keys = [
    ...(['families', 'falseFamilies', 'pairs', 'withheld', 'right'] as const),
    ...(['tested', 'covered', 'means', 'meansIn', 'ranks'] as const),
  ]
  return Object.fromEntries(keys.map((key) => [key, 0])) as unknown as Tally
}

export function count(tally: Tally, {pairs, means, ranks}: Figures, truth: Map<string, number>): void {
  tally.families++
  tally.pairs += pairs.length
  if (pairs.some((pair) => isWrong(pair, truth))) tally.falseFamilies++
  for (const pair of pairs) {
    const difference = truth.get(pair.a)! - truth.get(pair.b)!
    if (verdictOf(pair) !== 0 && !isWrong(pair, truth)) tally.right++
    if (pair.interval === null) tally.withheld++
    else {
      tally.tested++
      if (holds(pair.interval, difference)) tally.covered++
    }
  }

  const groups = [...ranks.keys()]
  const isCovered = groups.every((group) => {
    const better = groups.filter((other) => truth.get(other)! > truth.get(group)! + 1e-9).length
    const set = ranks.get(group)
    return !set || holds(set, 1 + better)
  })
  if (isCovered) tally.ranks++
  for (const {group, interval} of means) {
    if (interval === null) continue
    tally.means++
    if (holds(interval, truth.get(group)!)) tally.meansIn++
  }
}

function holds({low, high}: {low: number; high: number}, value: number): boolean {
  return low <= value + 1e-9 && value <= high + 1e-9
}

/** A verdict for the wrong one, or for one of two that are alike. */
function isWrong(pair: Parameters<typeof verdictOf>[0] & {a: string; b: string}, truth: Map<string, number>) {
  const verdict = verdictOf(pair)
  return verdict !== 0 && Math.sign(truth.get(pair.a)! - truth.get(pair.b)!) !== verdict
}
