import {blockKey, candidateKey} from '../keys.js'
import type {FactorColumn} from '../../records/result.js'
import type {RaterScore} from '../../store/figures/decide.js'
import type {CellScore} from './blocks.js'
import type {Candidate} from '../candidates.js'
import type {DecisionQuestion} from '../question.js'
import {scoresOf, type DecisionJudgements} from '../judged.js'
import type {RuleInput} from './rule.js'
import {sharpenBy} from '../sharpen.js'

/** Candidates in question, with the ratings of them, as places in one list. */
export interface Field {
  kept: readonly Candidate[]
  input: RuleInput
  /** Candidates with a completed result, by block. */
  answered: ReadonlyMap<string, ReadonlySet<number>>
}

export function fieldOf(
  kept: readonly Candidate[],
  scores: readonly RaterScore[],
  by: readonly FactorColumn[],
  {margin, minRating, prefer}: DecisionQuestion,
  judgements?: DecisionJudgements,
): Field {
  const places = new Map(kept.map(({key}, place) => [key, place]))
  const answered = new Map<string, Set<number>>()
  for (const [place, candidate] of kept.entries()) {
    for (const block of candidate.answered)
      answered.set(block, (answered.get(block) ?? new Set<number>()).add(place))
  }

  const rated = scores.flatMap(({factors, rater, score, at}): CellScore[] => {
    const candidate = places.get(candidateKey(factors, by))
    return candidate === undefined ? [] : [{candidate, block: blockKey(factors, by), rater, score, at}]
  })
  const figure = prefer === 'cost' ? 'cost_usd' : 'p95_ms'
  const inOrder = [...kept.keys()].sort(
    (a, b) => (kept[a]![figure] ?? Infinity) - (kept[b]![figure] ?? Infinity),
  )
  return {
    kept,
    answered,
    input: {
      candidates: kept.length,
      scores: rated,
      answered,
      margin,
      minRating,
      sharpen: judgements && sharpenBy(scoresOf(judgements, kept, by)),
      preference: prefer === 'rating' ? undefined : inOrder,
    },
  }
}

/** Blocks on which at least two candidates answered. */
export function comparable({answered}: Field): number {
  return [...answered.values()].filter(({size}) => size > 1).length
}

export function ratingsOf(
  scores: readonly RaterScore[],
  kept: readonly Candidate[],
  by: readonly FactorColumn[],
): number {
  const keys = new Set(kept.map(({key}) => key))
  return scores
    .filter(({factors}) => keys.has(candidateKey(factors, by)))
    .reduce((sum, {ratings}) => sum + ratings, 0)
}
