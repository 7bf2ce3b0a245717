import {reportSentences} from '../../../judging/trust/report-sentences.js'
import type {JudgeReport} from '../../../judging/trust/evaluate-report.js'
import type {Disagreement} from '../../../judging/trust/trust.js'
import {reportTable} from '../../../report/report-table.js'
import {html, type Html} from '../../../text/html.js'
import {counted, decimal, range, signed, usd} from '../../../text/numbers.js'
import {link, parametersOfGroup, type Parameters} from '../address.js'
import type {Choices} from '../choices.js'
import {filterForm, problemList, select} from '../filters.js'
import {figureNavigation} from './figure-parts.js'

export interface JudgeView {
  /** Undefined: no judge has judged anything, or none is called so. */
  report: JudgeReport | undefined
  /** Judges there are, by name. */
  judges: readonly string[]
  parameters: Parameters
  choices: Choices
  problems: readonly string[]
}

interface Row {
  name: string
  model?: string
  alpha: number | null
  difference?: number | null
  interval?: {low: number; high: number} | null
  ratings?: number
  note: string
}

/** How far to believe a judge: its agreement with people, beside that of people among themselves. */
export function judgeBody({report, judges, parameters, choices, problems}: JudgeView): Html {
  return html`<h1>Judge</h1>
${figureNavigation('/app/judge', parameters)}
${problemList(problems)}
${filterForm({choices, parameters, first: judgeField(judges, report)})}
${report === undefined ? nothingJudged(judges) : html`${trustPart(report, parameters)}${worstPart(report.worst)}`}`
}

function judgeField(judges: readonly string[], report: JudgeReport | undefined): Html | undefined {
  if (judges.length < 2) return undefined
  const chosen = judges.find((name) => report?.judge === name || report?.judge.startsWith(`${name}@`))
  return html`<fieldset><legend>judge</legend>${select(
    'judge',
    'which judge',
    judges.map((name) => [name, name]),
    chosen,
  )}</fieldset>`
}

function nothingJudged(judges: readonly string[]): Html {
  return judges.length > 0
    ? html`<p>Choose a judge that has judged something.</p>`
    : html`<p>No language model has judged anything here. A judge rates results by the rubric of people; its scores are in no mean of people’s. Begin with <code>bench judge --model ID</code>.</p>`
}

function trustPart(report: JudgeReport, parameters: Parameters): Html {
  const {all, systems, people_alpha} = report
  const rows: Row[] = [
    {name: 'all', ...all, interval: all.difference_interval, note: ''},
    ...systems.map((system) => ({
      ...system,
      name: system.system,
      model: system.system,
      interval: system.difference_interval,
      note: system.favours ? 'favours it?' : '',
    })),
    {name: 'people themselves', alpha: people_alpha, note: ''},
  ]
  return html`<p class="dim"><bdi>${report.judge}</bdi> · rubric <bdi>${report.rubric}</bdi> · ${counted(report.judged, 'result')} judged, ${report.unreadable} unreadable · ${usd(report.cost_usd)}${
    all.r === null ? null : html` · r of the differences between systems ${decimal(all.r, 2)}`
  }</p>
${reportTable('Agreement with people', rows, [
  {
    header: 'results of',
    value: ({name}) => name,
    href: ({model}) =>
      model === undefined ? undefined : link('/app/results', parametersOfGroup(parameters, {model})),
  },
  {header: 'alpha', value: ({alpha}) => decimal(alpha, 2), isNumber: true},
  {
    header: 'judge − people',
    value: ({difference}) => (typeof difference === 'number' ? signed(difference) : ''),
    isNumber: true,
  },
  {header: '95 %', value: ({interval}) => (interval ? range(interval) : ''), isNumber: true},
  {
    header: 'ratings',
    value: ({ratings}) => (ratings === undefined ? '' : String(ratings)),
    isNumber: true,
  },
  {header: 'note', value: ({note}) => note},
])}
${reportSentences(report)
  .filter((sentence) => !sentence.startsWith('Read the '))
  .map((sentence) => html`<p>${sentence}</p>`)}`
}

/** The results in which judge and people are furthest apart, to be read. */
function worstPart(worst: readonly Disagreement[]): Html | null {
  if (worst.length === 0) return null
  return html`<h2>Furthest from people</h2>
<ol class="worst">${worst.map(
    ({result_id, system, judge, people, ratings, reasons}) =>
      html`<li><a href="/app/results/${encodeURIComponent(result_id)}">judge ${judge}, people ${decimal(people, 1)} (${counted(ratings, 'rating')})</a> · <bdi>${system}</bdi>${
        reasons === null ? null : html`<p class="remark"><bdi>${reasons}</bdi></p>`
      }</li>`,
  )}</ol>`
}
