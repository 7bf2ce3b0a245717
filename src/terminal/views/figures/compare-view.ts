import {apartSentence, ratersSentence} from '../../../figures/board-sentences.js'
import type {MeasureDifference, PairResult, RatingDifference} from '../../../figures/pairs.js'
import type {Comparison} from '../../../figures/evaluate-comparison.js'
import type {Interval} from '../../../statistics/interval.js'
import {colour} from '../../colour.js'
import {metricChange, metricValue, pValue} from '../../../text/numbers.js'
import {verdict} from '../../../figures/sentences.js'
import {markdownText} from '../../../text/markdown.js'
import {sanitizeLine, wrapText} from '../../lines.js'
import {namedTable, tableMarkdown, type Column} from '../../table.js'
import {textWidth} from '../../width.js'

/** One pair in full, or a line for each pair of a family. */
export function compareView({pairs, raters}: Comparison, width: number): string {
  const [only] = pairs
  const shown = only && pairs.length === 1 ? pairView(only, width) : familyView(pairs, width)
  if (pairs.length === 0 || raters.raters === 0) return shown
  const whom = wrapText(ratersSentence(raters), textWidth(width)).map((line) => colour.dim(line))
  return [shown, ...whom].join('\n')
}

/** The same in Markdown, for documents. */
export function compareMarkdown({pairs, raters}: Comparison): string {
  const [only] = pairs
  if (pairs.length === 0) return NO_PAIR
  const isOne = only !== undefined && pairs.length === 1
  const rows = isOne
    ? tableMarkdown([only.rating, ...only.measures], pairColumns(only))
    : tableMarkdown(bestFirst(pairs), FAMILY_COLUMNS)
  const sentences = [...(isOne ? verdict(only) : [apartSentence(pairs)]), ratersSentence(raters)]
  return [rows, ...sentences.map(markdownText)].join('\n\n')
}

type Difference = RatingDifference | MeasureDifference

const NO_PAIR = 'There are not two levels to compare.'

function pairView(pair: PairResult, width: number): string {
  const rows = namedTable([pair.rating, ...pair.measures], pairColumns(pair), width, '--json')
  return `${rows}\n\n${verdictLines(pair, textWidth(width)).join('\n')}`
}

/** What a name takes at least in the head of a column. */
const LEAST_NAME = 9

function pairColumns(pair: PairResult): Column<Difference>[] {
  return [
    {header: '', value: ({metric}) => LABELS[metric]},
    {
      header: sanitizeLine(pair.a),
      value: (row) => metricValue(row.metric, row.mean_a),
      align: 'right',
      least: LEAST_NAME,
      cutAt: 'middle',
      isNamed: true,
    },
    {
      header: sanitizeLine(pair.b),
      value: (row) => metricValue(row.metric, row.mean_b),
      align: 'right',
      least: LEAST_NAME,
      cutAt: 'middle',
      isNamed: true,
    },
    {header: 'difference', value: (row) => metricChange(row.metric, row.difference), align: 'right'},
    {header: '95 %', value: (row) => interval(row, row.interval)},
    {header: 'p', value: ({p}) => pValue(p), align: 'right', expendable: 1},
    {
      header: 'configurations',
      value: ({configurations}) => String(configurations),
      align: 'right',
      expendable: 2,
    },
  ]
}

function familyView(pairs: readonly PairResult[], width: number): string {
  if (pairs.length === 0) return NO_PAIR
  const rows = namedTable(bestFirst(pairs), FAMILY_COLUMNS, width, '--json')
  return `${rows}\n\n${wrapText(apartSentence(pairs), textWidth(width)).join('\n')}`
}

/** The surest difference first. */
function bestFirst(pairs: readonly PairResult[]): PairResult[] {
  return [...pairs].sort((x, y) => (x.rating.p_holm ?? 2) - (y.rating.p_holm ?? 2))
}

const FAMILY_COLUMNS: Column<PairResult>[] = [
  {header: 'A', value: ({a}) => sanitizeLine(a), least: 14, cutAt: 'middle'},
  {header: 'B', value: ({b}) => sanitizeLine(b), least: 14, cutAt: 'middle'},
  {
    header: 'A − B',
    value: ({rating}) => metricChange('rating', rating.difference),
    align: 'right',
  },
  {header: '95 % (all)', value: ({rating}) => interval(rating, rating.simultaneous), expendable: 1},
  {header: 'p (Holm)', value: ({rating}) => pValue(rating.p_holm), align: 'right'},
  {
    header: 'configurations',
    value: ({rating}) => String(rating.configurations),
    align: 'right',
    expendable: 2,
  },
  {
    header: 'cost A − B',
    value: ({measures}) => metricChange('cost_usd', measures[0]!.difference),
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

function interval(row: Difference, ends: Interval | null): string {
  return ends === null
    ? '–'
    : `${metricChange(row.metric, ends.low)} to ${metricChange(row.metric, ends.high)}`
}
