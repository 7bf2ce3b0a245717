import {judgeBelowFloor} from '../errors/judges.js'
import {groupName} from '../figures/leaderboard.js'
import type {GroupColumn} from '../records/stats.js'
import type {Store} from '../store/store.js'
import {isGate} from './evaluate-report.js'
import type {ChosenJudge} from './find-judge.js'
import type {JudgedGroups} from './judged-figures.js'
import {agreementWithPeople} from './trust.js'
import {FEWEST_RESULTS} from './evaluate-report.js'

/** Sums of fractions of points may come out a little below their exact value. */
const ROUNDING = 1e-9

/**
 * Sentences about groups that the judge scores too low, or has not judged whole. How far the judge agrees with
 * people is taken from all that they both rated in this database: a changed prompt has no ratings yet.
 * @throws BenchError (exit 2) where the judge agrees too little with people to be a gate.
 */
export async function unmetByJudge(
  store: Store,
  chosen: ChosenJudge,
  {judged, results, groups}: JudgedGroups,
  {columns, least, floor}: {columns: readonly GroupColumn[]; least: number; floor: number},
): Promise<string[]> {
  const trust = agreementWithPeople(await store.judgements.pairs(chosen, {}))
  if (!isGate(trust, floor))
    throw judgeBelowFloor(chosen.label, trust.results < FEWEST_RESULTS ? null : trust.alpha, floor)
  const unmet =
    judged < results ? [`${chosen.label} has judged ${judged} of ${results} results in scope.`] : []
  if (groups.length === 0) unmet.push(`No results, so nothing is judged ${least} or better.`)
  for (const {group, judge_rating} of groups) {
    if (judge_rating !== null && judge_rating > least - ROUNDING) continue
    const has = judge_rating === null ? 'is not judged' : `is judged ${judge_rating.toFixed(2)}`
    unmet.push(`${groupName(group, columns)} ${has}; ${least} was asked for.`)
  }

  return unmet
}
