import type {DecisionState} from './answer.js'
import type {CellScore} from './rule/blocks.js'
import {upperEndOfMean} from './rule/bounds.js'
import type {Candidate} from './candidates.js'
import type {Field} from './rule/field.js'
import type {DecisionQuestion} from './question.js'
import {FIRST_LOOK, type Verdict} from './rule/rule.js'

/** The states in which ratings of what is asked for help. */
export const ASKING: ReadonlySet<DecisionState> = new Set(['open', 'nothing_rated', 'not_linked'])

/** How the decision stands, in the order in which one thing excludes the next. */
export function stateOf(
  {
    candidates,
    kept,
    field,
    verdict,
    missingCells,
  }: {
    candidates: readonly Candidate[]
    kept: readonly Candidate[]
    field: Field
    verdict: Verdict
    missingCells: number
  },
  question: DecisionQuestion,
): DecisionState {
  if (candidates.length === 0) return 'no_candidates'
  const unknown = unknownFigure(kept, question)
  if (unknown) return unknown
  if (kept.length === 0) return 'limits_not_kept'
  const {scores} = field.input
  if (kept.length === 1) return isRatedBelow(scores, question.minRating) ? 'limits_not_kept' : 'one_candidate'
  if (scores.length === 0) return 'nothing_rated'
  if (verdict.looks > 0 && verdict.leader === null) return 'limits_not_kept'
  if (verdict.isDecided) return 'decided'
  if (!isLinked(scores)) return 'not_linked'
  return missingCells > 0 ? 'open' : 'everything_rated'
}

/** What a limit or a preference needs to know, and the figures of a candidate do not tell. */
function unknownFigure(
  kept: readonly Candidate[],
  {maxCost, maxP95, prefer}: DecisionQuestion,
): DecisionState | undefined {
  const asksCost = maxCost !== undefined || prefer === 'cost'
  if (asksCost && kept.some(({cost_usd}) => cost_usd === null)) return 'cost_unknown'
  const asksLatency = maxP95 !== undefined || prefer === 'latency'
  return asksLatency && kept.some(({p95_ms}) => p95_ms === null) ? 'latency_unknown' : undefined
}

/** Of a single candidate, which no block compares with another. */
function isRatedBelow(scores: readonly CellScore[], minRating: number | undefined): boolean {
  if (minRating === undefined) return false
  const byBlock = new Map<string, number[]>()
  for (const {block, score} of scores) byBlock.set(block, [...(byBlock.get(block) ?? []), score])
  const means = [...byBlock.values()].map((of) => of.reduce((sum, score) => sum + score, 0) / of.length)
  const sums = {
    n: means.length,
    sum: means.reduce((sum, mean) => sum + mean, 0),
    squares: means.reduce((sum, mean) => sum + mean ** 2, 0),
  }
  return sums.n >= FIRST_LOOK && upperEndOfMean(sums) < minRating
}

/** Whether some rater rated two candidates on one block. */
function isLinked(scores: readonly CellScore[]): boolean {
  const seen = new Set<string>()
  return scores.some(({block, rater}) => {
    const key = JSON.stringify([block, rater])
    return seen.size === seen.add(key).size
  })
}
