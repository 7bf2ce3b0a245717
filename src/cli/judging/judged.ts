import {USUAL_MIN_ALPHA} from '../../judging/trust/evaluate-report.js'
import {findJudge} from '../../judging/find-judge.js'
import {judgedGroups, type JudgedGroups} from '../../judging/judged-figures.js'
import type {JudgeScores} from '../../figures/gates/gate.js'
import {judgeScores} from '../../judging/judge-gate.js'
import type {GroupColumn} from '../../records/stats.js'
import type {ResultFilter} from '../../store/results.js'
import type {Store} from '../../store/store.js'

/** What a judge adds to a table, and the scores that a gate goes by. */
export interface JudgedTable {
  /** What is added to the answer of the command. */
  answer: {judge: JudgedGroups}
  /** Undefined where no gate is asked for. */
  scores?: JudgeScores | undefined
}

/** @throws BenchError (exit 2) for a judge that has judged nothing, or that may be no gate. */
export async function judgedTable(
  store: Store,
  flags: {judge?: string | undefined; 'min-judge'?: string | undefined},
  {columns, across}: {columns: readonly GroupColumn[]; across?: readonly GroupColumn[] | undefined},
  {filter, floor = USUAL_MIN_ALPHA}: {filter: ResultFilter; floor?: number | undefined},
): Promise<JudgedTable> {
  const chosen = await findJudge(store, flags.judge)
  const groups = await judgedGroups(store, chosen, {columns, across}, filter)
  const isGate = flags['min-judge'] !== undefined
  return {
    answer: {judge: groups},
    scores: isGate ? await judgeScores(store, chosen, groups, {columns, floor}) : undefined,
  }
}
