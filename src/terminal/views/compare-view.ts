import {apartSentence} from '../../figures/board-sentences.js'
import type {MetricComparison, PairResult} from '../../figures/pairs.js'
import type {Comparison} from '../../figures/evaluate-comparison.js'
import type {Interval} from '../../statistics/interval.js'
import {colour} from '../colour.js'
import {metricChange, metricValue, pValue} from '../../text/numbers.js'
import {verdict} from '../../figures/sentences.js'
import {fitText, wrapText} from '../lines.js'
import {table} from '../table.js'

/** One pair in full, or a line for each pair of a family. */
export function compareView({pairs}: Comparison, width: number): string {
  const [only] = pairs
  return only && pairs.length === 1 ? pairView(only, width) : familyView(pairs, width)
}

function pairView(pair: PairResult, width: number): string {
  const rows = table(
    pair.metrics,
    [
      {header: '', value: ({metric}) => LABELS[metric]},
      {header: fitText(pair.a, 30), value: (row) => metricValue(row.metric, row.meanA), align: 'right'},
      {header: fitText(pair.b, 30), value: (row) => metricValue(row.metric, row.meanB), align: 'right'},
      {header: 'difference', value: (row) => metricChange(row.metric, row.meanDifference), align: 'right'},
      {header: '95 %', value: (row) => interval(row, row.interval)},
      {header: 'p', value: ({p}) => pValue(p), align: 'right', expendable: 1},
      {header: 'matched', value: ({n}) => String(n), align: 'right', expendable: 2},
    ],
    width,
  )
  return `${rows}\n\n${verdictLines(pair, width).join('\n')}`
}

function familyView(pairs: readonly PairResult[], width: number): string {
  if (pairs.length === 0) return 'There are not two levels to compare.'
  const sorted = [...pairs].sort((x, y) => (x.p_holm ?? 2) - (y.p_holm ?? 2))
  const rows = table(
    sorted,
    [
      {header: 'A', value: ({a}) => fitText(a, 34)},
      {header: 'B', value: ({b}) => fitText(b, 34)},
      {
        header: 'A − B',
        value: ({metrics}) => metricChange('rating', metrics[0]!.meanDifference),
        align: 'right',
      },
      {header: '95 %', value: ({metrics}) => interval(metrics[0]!, metrics[0]!.interval), expendable: 1},
      {header: 'p (Holm)', value: ({p_holm}) => pValue(p_holm), align: 'right'},
      {header: 'matched', value: ({metrics}) => String(metrics[0]!.n), align: 'right', expendable: 2},
      {
        header: 'cost A − B',
        value: ({metrics}) => metricChange('cost_usd', metrics[1]!.meanDifference),
        align: 'right',
        expendable: 3,
      },
    ],
    width,
  )
  return `${rows}\n\n${apartSentence(pairs)}`
}

const LABELS = {rating: 'rating', cost_usd: 'cost per result', latency_ms: 'latency'}

function verdictLines(pair: PairResult, width: number): string[] {
  return verdict(pair).flatMap((sentence, at) =>
    wrapText(sentence, width).map((line) => (at === 0 ? colour.bold(line) : line)),
  )
}

function interval(row: MetricComparison, ends: Interval | null): string {
  return ends === null
    ? '–'
    : `${metricChange(row.metric, ends.low)} to ${metricChange(row.metric, ends.high)}`
}
