import {boardSentences, ratersSentence} from '../figures/board-sentences.js'
import {belowSentences} from '../figures/below.js'
import {groupName, type LeaderboardRow} from '../figures/leaderboard.js'
import {ratingText} from '../figures/stats-formats.js'
import {decimal, groupUsd, milliseconds, range, rankText} from '../text/numbers.js'
import type {RatersOfBoard} from '../figures/evaluate-leaderboard.js'
import type {GroupColumn} from '../records/stats.js'
import type {ReportData} from './data.js'
import {html, type Html} from '../text/html.js'
import {scoreBars} from './score-bars.js'
import {reportTable, type ReportColumn} from './report-table.js'
import {whiskerPlot, type WhiskerLine} from './whisker-plot.js'

/** Of which results a figure of a group is, and in which order they tell most. */
export type FigureOfGroup = 'all' | 'rated' | 'failed' | 'dearest' | 'slowest'
/** Where the figures of a group lead to, on pages: the results behind them. */
export type GroupLink = (row: LeaderboardRow, which: FigureOfGroup) => string

interface LeaderboardContent
  extends Pick<ReportData, 'board' | 'factors'>, Partial<Pick<ReportData, 'below'>> {
  link?: GroupLink | undefined
}

/** Ratings with intervals as a plot, and all figures of each group as a table. */
export function leaderboardSection({board, factors, below, link}: LeaderboardContent): Html {
  const {rows} = board
  const name = (row: LeaderboardRow) => groupName(row.group, factors)
  const lines = rows.flatMap((row): WhiskerLine[] => {
    const {adjusted_rating: value, interval} = row
    return value === null
      ? []
      : [
          {
            name: name(row),
            value,
            interval,
            text: `${decimal(value, 2)} (${range(interval)})`,
            href: link?.(row, 'all'),
          },
        ]
  })
  const plot =
    lines.length === 0
      ? html`<p>No group is rated yet.</p>`
      : whiskerPlot('Rating of each group with its 95 % interval', lines, {
          ...{low: 1, high: 5, ticks: [1, 2, 3, 4, 5]},
          tick: String,
        })
  const sentences = [...boardSentences(board), ...(below ? belowSentences(below) : [])]
  return html`<h2>Leaderboard</h2>
${plot}
${reportTable('Leaderboard, best rated first', rows, columns(factors, name, link))}
${lines.length > 0 ? legend(board.raters) : ''}${sentences.map(
    (sentence) => html`<p>${sentence}</p>
`,
  )}`
}

function columns(
  factors: readonly GroupColumn[],
  name: (row: LeaderboardRow) => string,
  link?: GroupLink,
): ReportColumn<LeaderboardRow>[] {
  const to = (which: FigureOfGroup, isThere: (row: LeaderboardRow) => boolean = () => true) =>
    link && ((row: LeaderboardRow) => (isThere(row) ? link(row, which) : undefined))
  const rated = to('rated', ({rated_results}) => rated_results > 0)
  const isNumber = true
  return [
    {header: factors.join(' · '), value: name, href: to('all')},
    {header: 'rank', value: ({rank, rank_set}) => rankText(rank, rank_set)},
    {header: 'rating', value: ratingText, isNumber, href: rated},
    {header: 'plain', value: ({avg_rating}) => decimal(avg_rating, 2), isNumber, href: rated},
    {header: '95 %', value: ({interval}) => range(interval), isNumber},
    {header: 'scores 1–5', value: ({histogram}) => scoreBars(histogram), href: rated},
    {
      header: 'rated',
      value: ({rated_results, result_count}) => `${rated_results}/${result_count}`,
      isNumber,
      href: to('all'),
    },
    {header: 'raters', value: ({raters}) => String(raters), isNumber},
    {
      header: 'failed',
      value: ({failed_count}) => String(failed_count),
      isNumber,
      href: to('failed', ({failed_count}) => failed_count > 0),
    },
    {
      header: 'cost/usable',
      value: (row) => groupUsd(row.cost_per_usable_usd, row),
      isNumber,
      href: to('dearest'),
    },
    {header: 'p50', value: ({p50_latency_ms}) => milliseconds(p50_latency_ms), isNumber, href: to('slowest')},
    {header: 'p95', value: ({p95_latency_ms}) => milliseconds(p95_latency_ms), isNumber, href: to('slowest')},
    {
      header: 'tokens in/out',
      value: ({avg_tokens: {input, output}}) => `${decimal(input, 0)}/${decimal(output, 0)}`,
      isNumber,
    },
    {
      header: 'dominated by',
      value: ({dominated_by}) => (dominated_by ? groupName(dominated_by, factors) : ''),
    },
  ]
}

function legend(raters: RatersOfBoard): Html {
  return html`<p class="dim">rating: on equal configurations and raters; plain: mean of all ratings; in brackets the ranks
the data leave open; cost/usable: all that was paid, for each answer with chips; p50, p95: latency that half and 95 % of
the results stayed below; dominated by: a group that is surely rated higher, no dearer and no slower on equal
configurations. ${ratersSentence(raters)}</p>
`
}
