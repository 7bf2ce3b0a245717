import {findJudge, type ChosenJudge} from '../judging/find-judge.js'
import {unsharpenedPairs} from '../judging/unsharpened.js'
import type {FactorColumn} from '../records/result.js'
import {worthInRatings} from '../statistics/covariate.js'
import {CovariateFit} from '../statistics/fit/covariate-fit.js'
import type {RaterScore} from '../store/figures/decide.js'
import type {JudgedCell} from '../store/ratings/judgements.js'
import type {Store} from '../store/store.js'
import type {DecisionJudge} from './answer.js'
import type {Candidate} from './candidates.js'
import {blockKey, candidateKey} from './keys.js'
import type {DecisionQuestion} from './question.js'
import type {Verdict} from './rule/rule.js'
import type {JudgeScores} from './sharpen.js'

/** A judge, and what it said of the results in scope. */
export interface DecisionJudgements {
  judge: ChosenJudge
  cells: readonly JudgedCell[]
}

/** @throws BenchError (exit 2) for a judge that has judged nothing here. */
export async function judgementsOf(
  store: Store,
  {judge: wanted, chosen}: DecisionQuestion,
): Promise<DecisionJudgements | undefined> {
  if (wanted === undefined) return undefined
  const judge = await findJudge(store, wanted)
  return {judge, cells: await store.judgements.cells(judge, chosen.filter)}
}

/** The scores of the candidates in question, by block. */
export function scoresOf(
  {cells}: DecisionJudgements,
  kept: readonly Candidate[],
  by: readonly FactorColumn[],
): JudgeScores {
  const places = new Map(kept.map(({key}, place) => [key, place]))
  const blocks = new Map<string, (number | undefined)[]>()
  for (const {factors, score} of cells) {
    const place = places.get(candidateKey(factors, by))
    if (place === undefined) continue
    const block = blockKey(factors, by)
    const scores = blocks.get(block) ?? Array.from<undefined>({length: kept.length})
    scores[place] = score
    blocks.set(block, scores)
  }

  return blocks
}

/** What the judge did to a decision: how far it goes with people, and what that is worth. */
export function decisionJudge(
  {judge, cells}: DecisionJudgements,
  {kept, scores, verdict}: {kept: readonly Candidate[]; scores: readonly RaterScore[]; verdict: Verdict},
  by: readonly FactorColumn[],
): DecisionJudge {
  const keys = new Set(kept.map(({key}) => key))
  const placed = <Cell extends {factors: RaterScore['factors']}>(of: readonly Cell[]) =>
    of.flatMap((cell) => {
      const group = candidateKey(cell.factors, by)
      const block = blockKey(cell.factors, by)
      return keys.has(group) ? [{...cell, group, block, cluster: block}] : []
    })
  const rated = placed(scores).map(({group, block, cluster, rater, score}) => ({
    ...{group, block, cluster, rater},
    ...{n: 1, sum: score, squares: score * score},
  }))
  const judged = placed(cells)
  const fit =
    rated.length === 0
      ? undefined
      : new CovariateFit(
          rated,
          judged.map(({group, block, cluster, score}) => ({group, block, cluster, x: score})),
        )
  const r = fit && fit.ratings > 0 ? fit.correlation : null
  const bounds = verdict.candidates.flatMap((candidate) => candidate.bounds ?? [])
  return {
    judge: judge.judge,
    judge_version: judge.judge_version,
    label: judge.label,
    rubric: judge.rubric,
    judged: judged.reduce((sum, {results}) => sum + results, 0),
    r,
    worth_ratings:
      fit && r !== null
        ? worthInRatings({
            r: Math.max(0, r),
            n: fit.clusters.rated,
            all: fit.clusters.known,
            ratings: fit.ratings,
          })
        : null,
    sharpened: bounds.filter(({isSharpened}) => isSharpened).length,
    compared: bounds.length,
    unsharpened: unsharpenedPairs(bounds.map(({unsharpened}) => unsharpened)),
  }
}
