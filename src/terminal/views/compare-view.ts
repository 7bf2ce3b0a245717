import {apartSentence} from '../../figures/board-sentences.js'
import type {MetricComparison, PairResult} from '../../figures/pairs.js'
import type {Comparison} from '../../figures/evaluate-comparison.js'
import type {Interval} from '../../statistics/interval.js'
import {colour} from '../colour.js'
import {metricChange, metricValue, pValue} from '../../text/numbers.js'
import {verdict} from '../../figures/sentences.js'
import {markdownText} from '../../text/markdown.js'
import {fitEnd, sanitizeLine, wrapText} from '../lines.js'
import {namedTable, tableMarkdown, type Column} from '../table.js'
import {textWidth} from '../width.js'

/** One pair in full, or a line for each pair of a family. */
export function compareView({pairs}: Comparison, width: number): string {
  const [only] = pairs
  return only && pairs.length === 1 ? pairView(only, width) : familyView(pairs, width)
}

/** The same in Markdown, for documents. */
export function compareMarkdown({pairs}: Comparison): string {
  const [only] = pairs
  if (pairs.length === 0) return NO_PAIR
  const isOne = only !== undefined && pairs.length === 1
  const rows = isOne
    ? tableMarkdown(only.metrics, pairColumns(only, Infinity))
    : tableMarkdown(bestFirst(pairs), FAMILY_COLUMNS)
  const sentences = isOne ? verdict(only) : [apartSentence(pairs)]
  return [rows, ...sentences.map(markdownText)].join('\n\n')
}

const NO_PAIR = 'There are not two levels to compare.'

function pairView(pair: PairResult, width: number): string {
  const rows = namedTable(pair.metrics, pairColumns(pair, NAME_COLUMNS.most), width, '--json')
  return `${rows}\n\n${verdictLines(pair, textWidth(width)).join('\n')}`
}

/** What a name may take in the head of a column, at most and at least. */
const NAME_COLUMNS = {most: 30, least: 9}

function pairColumns(pair: PairResult, most: number): Column<MetricComparison>[] {
  return [
    {header: '', value: ({metric}) => LABELS[metric]},
    {
      header: fitEnd(pair.a, most),
      value: (row) => metricValue(row.metric, row.meanA),
      align: 'right',
      least: NAME_COLUMNS.least,
      cutAt: 'start',
    },
    {
      header: fitEnd(pair.b, most),
      value: (row) => metricValue(row.metric, row.meanB),
      align: 'right',
      least: NAME_COLUMNS.least,
      cutAt: 'start',
    },
    {header: 'difference', value: (row) => metricChange(row.metric, row.meanDifference), align: 'right'},
    {header: '95 %', value: (row) => interval(row, row.interval)},
    {header: 'p', value: ({p}) => pValue(p), align: 'right', expendable: 1},
    {header: 'matched', value: ({n}) => String(n), align: 'right', expendable: 2},
  ]
}

function familyView(pairs: readonly PairResult[], width: number): string {
  if (pairs.length === 0) return NO_PAIR
  const rows = namedTable(bestFirst(pairs), FAMILY_COLUMNS, width, '--json')
  return `${rows}\n\n${wrapText(apartSentence(pairs), textWidth(width)).join('\n')}`
}

/** The surest difference first. */
function bestFirst(pairs: readonly PairResult[]): PairResult[] {
  return [...pairs].sort((x, y) => (x.p_holm ?? 2) - (y.p_holm ?? 2))
}

const FAMILY_COLUMNS: Column<PairResult>[] = [
  {header: 'A', value: ({a}) => sanitizeLine(a), least: 14, cutAt: 'start'},
  {header: 'B', value: ({b}) => sanitizeLine(b), least: 14, cutAt: 'start'},
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
]

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
