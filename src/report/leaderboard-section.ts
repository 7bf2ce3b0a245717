import {componentsSentence, smallPanelSentence} from '../figures/board-sentences.js'
import {belowSentences} from '../figures/below.js'
import {groupName} from '../figures/leaderboard.js'
import type {EvaluatedRow} from '../figures/evaluate-leaderboard.js'
import {decimal, groupUsd, milliseconds, range, rankText} from '../text/numbers.js'
import type {ReportData} from './data.js'
import {html, type Html} from '../text/html.js'
import {linearScale} from './scale.js'
import {scoreBars} from './score-bars.js'
import {reportTable, type ReportColumn} from './parts.js'
import {WHISKER_PLOT, whiskerPlot, type WhiskerLine} from './whisker-plot.js'

/** Ratings with intervals as a plot, and all figures of each group as a table. */
export function leaderboardSection({
  board,
  factors,
  below,
}: Pick<ReportData, 'board' | 'factors'> & Partial<Pick<ReportData, 'below'>>): Html {
  const {rows, components} = board
  const name = (row: EvaluatedRow) => groupName(row.group, factors)
  const lines = rows.flatMap((row): WhiskerLine[] => {
    const {mean_rating: value, interval} = row
    return value === null
      ? []
      : [{name: name(row), value, interval, text: `${decimal(value, 2)} (${range(interval)})`}]
  })
  const scale = linearScale({low: 1, high: 5}, WHISKER_PLOT, [1, 2, 3, 4, 5])
  const plot =
    lines.length === 0
      ? html`<p>No group is rated yet.</p>`
      : whiskerPlot('Mean rating of each group with its 95 % interval', lines, scale, {tick: String})
  const unlinked = componentsSentence(components)
  const sentences = below ? belowSentences(below) : []
  const parts =
    unlinked === undefined
      ? ''
      : html`<p>${unlinked}</p>
`
  return html`<h2>Leaderboard</h2>
${plot}
${reportTable('Leaderboard, best rated first', rows, columns(rows, factors.join(' · '), name))}
${lines.length > 0 ? legend(rows) : ''}${parts}${sentences.map(
    (sentence) => html`<p>${sentence}</p>
`,
  )}`
}

function columns(
  rows: readonly EvaluatedRow[],
  header: string,
  name: (row: EvaluatedRow) => string,
): ReportColumn<EvaluatedRow>[] {
  const isAdjusted = rows.some(({raw_rating}) => raw_rating !== undefined)
  const raw: ReportColumn<EvaluatedRow>[] = [
    {header: 'raw', value: ({raw_rating}) => decimal(raw_rating ?? null, 2), isNumber: true},
  ]
  return [
    {header, value: name},
    {header: 'rank', value: ({rank, rank_range}) => rankText(rank, rank_range)},
    {
      header: isAdjusted ? 'adjusted' : 'rating',
      value: ({mean_rating}) => decimal(mean_rating, 2),
      isNumber: true,
    },
    ...(isAdjusted ? raw : []),
    {header: '95 %', value: ({interval}) => range(interval), isNumber: true},
    {header: 'scores 1–5', value: ({histogram}) => scoreBars(histogram)},
    {
      header: 'rated',
      value: ({rated_results, result_count}) => `${rated_results}/${result_count}`,
      isNumber: true,
    },
    {header: 'raters', value: ({raters}) => String(raters), isNumber: true},
    {header: 'failed', value: ({failed_count}) => String(failed_count), isNumber: true},
    {header: 'cost/result', value: (row) => groupUsd(row.cost_per_result_usd, row), isNumber: true},
    {header: 'p50', value: ({p50_latency_ms}) => milliseconds(p50_latency_ms), isNumber: true},
    {header: 'p95', value: ({p95_latency_ms}) => milliseconds(p95_latency_ms), isNumber: true},
    {
      header: 'tokens in/out',
      value: ({avg_tokens: {input, output}}) => `${decimal(input, 0)}/${decimal(output, 0)}`,
      isNumber: true,
    },
    {header: 'Pareto', value: ({pareto}) => (pareto === null ? '–' : pareto ? '◆' : '·')},
  ]
}

function legend(rows: readonly EvaluatedRow[]): Html {
  const raters = Math.max(...rows.map((row) => row.raters))
  const small = smallPanelSentence(raters)
  return html`<p class="dim">p50, p95: latency that half and 95 % of the results stayed below;
◆ no other group is as well rated, as cheap and as fast.${small === undefined ? '' : ` ${small}`}</p>
`
}
