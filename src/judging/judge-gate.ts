import {judgeBelowFloor} from '../errors/judges.js'
import type {JudgeScores} from '../figures/gates/gate.js'
import {groupName} from '../figures/leaderboard.js'
import type {GroupColumn} from '../records/stats.js'
import type {Store} from '../store/store.js'
import {FEWEST_RESULTS, isGate} from './trust/evaluate-report.js'
import type {ChosenJudge} from './find-judge.js'
import type {JudgedGroups} from './judged-figures.js'
import {agreementWithPeople} from './trust/trust.js'

/**
 * The scores that a gate goes by. How far the judge agrees with people is taken from all that they both rated
 * in this database: a changed prompt has no ratings yet.
 * @throws BenchError (exit 2) where the judge agrees too little with people to be a gate.
 */
export async function judgeScores(
  store: Store,
  chosen: ChosenJudge,
  {judged, results, groups}: JudgedGroups,
  {columns, floor}: {columns: readonly GroupColumn[]; floor: number},
): Promise<JudgeScores> {
  const trust = agreementWithPeople(await store.judgements.pairs(chosen, {}))
  if (!isGate(trust, floor))
    throw judgeBelowFloor(chosen.label, trust.results < FEWEST_RESULTS ? null : trust.alpha, floor)
  const ratings = new Map(groups.map(({group, judge_rating}) => [groupName(group, columns), judge_rating]))
  return {label: chosen.label, judged, results, ratings}
}
