import {createHash} from 'node:crypto'
import {blockKey} from './keys.js'
import type {FactorColumn} from '../records/result.js'
import type {AskedCell, RaterScore} from '../store/figures/decide.js'
import type {DecisionJudgements} from './judged.js'
import type {DecisionQuestion} from './question.js'

/**
 * SHA-256 of all that a decision is made from, so that a repetition shows whether the data are the same.
 * People are in it by what they rated, and cannot be read from it.
 */
export function digestOf({
  by,
  question: {margin, maxCost, maxP95, minRating, prefer},
  excluded,
  cells,
  scores,
  judgements,
}: {
  by: readonly FactorColumn[]
  question: DecisionQuestion
  /** What is left out, of what there is. */
  excluded: readonly string[]
  cells: readonly AskedCell[]
  scores: readonly RaterScore[]
  judgements: DecisionJudgements | undefined
}): string {
  const terms = {by, margin, maxCost, maxP95, minRating, prefer, excluded}
  const lines = [
    ...cells.map(({factors, latencies_ms, ...cell}) => [
      blockKey(factors, []),
      // A sum depends on the order of rows in its last digits.
      {...cell, cost_usd: Number(cell.cost_usd.toPrecision(12))},
      [...latencies_ms].sort((a, b) => a - b),
    ]),
    ...scores.map(({factors, ...score}) => [blockKey(factors, []), score]),
    ...(judgements ? [[judgements.judge.judge_version, judgements.judge.rubric_version]] : []),
    ...(judgements?.cells ?? []).map(({factors, score}) => ['judge', blockKey(factors, []), score]),
  ].map((line) => JSON.stringify(line))
  return createHash('sha256')
    .update([JSON.stringify(terms), ...lines.sort()].join('\n'))
    .digest('hex')
}
