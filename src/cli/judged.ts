import {USUAL_MIN_ALPHA} from '../judging/evaluate-report.js'
import {findJudge} from '../judging/find-judge.js'
import {judgedGroups, type JudgedGroups} from '../judging/judged-figures.js'
import {unmetByJudge} from '../judging/judge-gate.js'
import type {GroupColumn} from '../records/stats.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'
import {decimalFlag} from './numbers.js'

/** What a judge adds to a table, and what a gate by the judge finds. */
export interface JudgedTable {
  /** What is added to the answer of the command. */
  answer: {judge: JudgedGroups}
  unmet: string[]
}

/** @throws BenchError (exit 2) for a judge that has judged nothing, or that may be no gate. */
export async function judgedTable(
  store: Store,
  flags: {judge?: string | undefined; 'min-judge'?: string | undefined},
  {columns, across}: {columns: readonly GroupColumn[]; across?: readonly GroupColumn[] | undefined},
  {filter, floor = USUAL_MIN_ALPHA}: {filter: ResultFilter; floor?: number | undefined},
): Promise<JudgedTable> {
  const least = decimalFlag('--min-judge', flags['min-judge'], {min: 1, max: 5})
  const chosen = await findJudge(store, flags.judge)
  const groups = await judgedGroups(store, chosen, {columns, across}, filter)
  const unmet = least === undefined ? [] : await unmetByJudge(store, chosen, groups, {columns, least, floor})
  return {answer: {judge: groups}, unmet}
}
