import type {Comparison} from '../../../figures/evaluate-comparison.js'
import type {Below} from '../../../figures/below.js'
import {ratersSentence} from '../../../figures/board-sentences.js'
import type {MeasureDifference, PairResult, RatingDifference} from '../../../figures/pairs.js'
import {verdict} from '../../../figures/sentences.js'
import {GROUP_COLUMNS, type GroupColumn} from '../../../records/stats.js'
import {nameOf as longName} from '../../../report/names.js'
import {reportTable} from '../../../report/report-table.js'
import {pairsSection} from '../../../report/table-sections.js'
import {html, type Html} from '../../../text/html.js'
import {metricChange, metricValue, pValue} from '../../../text/numbers.js'
import {link, parametersOfGroup, type Parameters} from '../address.js'
import type {Choices} from '../choices.js'
import {filterForm, nameOf, problemList, select} from '../filters.js'
import {belowPart, figureNavigation, orderOf} from './figure-parts.js'

export interface CompareView {
  by: GroupColumn
  a: string | undefined
  b: string | undefined
  comparison: (Comparison & Below) | undefined
  /** Levels that can be compared. */
  levels: readonly string[]
  parameters: Parameters
  choices: Choices
  problems: readonly string[]
}

/** Every pair of levels, or a pair in full, paired on equal configurations. */
export function compareBody(view: CompareView): Html {
  const {by, comparison, parameters, choices, problems} = view
  const isPair = view.a !== undefined && view.b !== undefined
  return html`<h1>Compare</h1>
${figureNavigation('/app/compare', parameters)}
${problemList(problems)}
${compareForm(view)}
${filterForm({choices, parameters, first: hidden(view)})}
${comparison === undefined ? null : isPair ? pairPart(comparison, parameters) : allPairs(comparison, by, parameters)}
${comparison === undefined ? null : belowPart(comparison)}`
}

function compareForm({by, a, b, levels, parameters}: CompareView): Html {
  const any = [['', 'all pairs'], ...levels.map((level) => [level, level] as const)] as const
  return html`<form method="get" class="line" aria-label="What is compared">
${parameters.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}${select(
    'by',
    'Compare',
    GROUP_COLUMNS.map((column) => [column, nameOf(column)]),
    by,
  )}${select('a', 'A', any, a)}${select('b', 'B', any, b)}
<p class="actions"><button type="submit">Compare</button></p></form>`
}

/** The filter's form keeps what is compared. */
function hidden({by, a, b}: CompareView): Html {
  return html`${[
    ['by', by] as const,
    ...(a === undefined ? [] : [['a', a] as const]),
    ...(b === undefined ? [] : [['b', b] as const]),
  ].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`
}

function allPairs({pairs, raters}: Comparison, by: GroupColumn, parameters: Parameters): Html {
  const links = {
    pair: ({a, b}: PairResult) => link('/app/compare', [...parameters, ['by', by], ['a', a], ['b', b]]),
    level: (level: string) => resultsOf(parameters, by, level, 'rating'),
  }
  return html`${pairsSection({pairs, factors: [by], links})}<p>${ratersSentence(raters)}</p>`
}

/** The results of a level that count in the figures, as the figure orders them. */
function resultsOf(parameters: Parameters, by: GroupColumn, level: string, metric: string): string {
  const group = parametersOfGroup(parameters, {[by]: level})
  return link('/app/results', [...group, ['in', 'figures'], ...orderOf(metric)])
}

type Difference = RatingDifference | MeasureDifference
const LABELS = {rating: 'rating', cost_usd: 'cost per result', latency_ms: 'latency'}

function pairPart({pairs, raters, by}: Comparison, parameters: Parameters): Html {
  const [pair] = pairs
  if (!pair) return html`<p>There are not two levels of ${nameOf(by)} to compare.</p>`
  const [first, ...more] = verdict(pair)
  const to = (level: string) => (row: Difference) => resultsOf(parameters, by, level, row.metric)
  const isNumber = true
  return html`<h2>${longName(pair.a, {href: to(pair.a)(pair.rating)})} and ${longName(pair.b, {href: to(pair.b)(pair.rating)})}</h2>
<p class="verdict">${first}</p>${more.map((sentence) => html`<p>${sentence}</p>`)}
${reportTable<Difference>(
  'Differences A − B on configurations that both have',
  [pair.rating, ...pair.measures],
  [
    {header: 'figure', value: ({metric}) => LABELS[metric]},
    {header: 'A', value: (row) => metricValue(row.metric, row.mean_a), isNumber, href: to(pair.a)},
    {header: 'B', value: (row) => metricValue(row.metric, row.mean_b), isNumber, href: to(pair.b)},
    {header: 'A − B', value: (row) => metricChange(row.metric, row.difference), isNumber: true},
    {header: '95 %', value: span, isNumber: true},
    {header: 'p', value: ({p}) => pValue(p), isNumber: true},
    {header: 'configurations', value: ({configurations}) => String(configurations), isNumber: true},
  ],
)}
<p>${ratersSentence(raters)}</p>`
}

function span({metric, interval}: Difference): string {
  return interval === null
    ? '–'
    : `${metricChange(metric, interval.low)} to ${metricChange(metric, interval.high)}`
}

/** The levels of a column that can be compared. */
export function comparableLevels(by: GroupColumn, choices: Choices, days: readonly string[]): string[] {
  if (by === 'run_id') return choices.runs
  if (by === 'day') return [...days]
  return [...choices.levels[by], ...(choices.versions[by] ?? [])]
}
