import type {EvaluatedLeaderboard} from '../../../figures/evaluate-leaderboard.js'
import {groupName, type LeaderboardRow} from '../../../figures/leaderboard.js'
import {ratingText} from '../../../figures/stats-formats.js'
import type {GroupColumn} from '../../../records/stats.js'
import {colour} from '../../colour.js'
import {fitMiddle, sanitizeLine, wrapText} from '../../lines.js'
import {costNote, decimal, milliseconds, range, rankText, starredUsd} from '../../../text/numbers.js'
import {boardSentences, ratersSentence} from '../../../figures/board-sentences.js'
import {isApart, topSentence} from '../../../figures/sentences.js'
import {namedTable, type Column} from '../../table.js'
import {textWidth} from '../../width.js'
import {bars, whisker} from '../../whisker.js'

const WHISKER_COLUMNS = 25

/** The leaderboard in as many columns as the terminal is wide, and how to read it. */
export function statsView(
  board: EvaluatedLeaderboard,
  factors: readonly GroupColumn[],
  width: number,
): string {
  const {rows, top} = board
  const wide = textWidth(width)
  return [
    namedTable(rows, statsColumns(rows, factors), width, '--format csv'),
    '',
    ...legend(board, wide),
    ...unknownCosts(rows, factors, wide),
    ...boardSentences(board).flatMap((sentence) => wrapText(sentence, wide)),
    ...(top
      ? wrapText(topSentence(top, factors), wide).map((line) =>
          isApart(top.pair) ? colour.green(line) : colour.yellow(line),
        )
      : []),
  ].join('\n')
}

/** The columns of a leaderboard, most of them expendable in a narrow terminal. */
export function statsColumns(
  rows: readonly LeaderboardRow[],
  factors: readonly GroupColumn[],
): Column<LeaderboardRow>[] {
  const isRated = rows.some(({adjusted_rating}) => adjusted_rating !== null)
  const hasFailed = rows.some(({failed_count}) => failed_count > 0)
  const rating: Column<LeaderboardRow>[] = [
    {header: 'rating', value: ratingText, align: 'right'},
    ...(plainDiffers(rows)
      ? [
          {
            header: 'plain',
            value: ({avg_rating}: LeaderboardRow) => decimal(avg_rating, 2),
            align: 'right' as const,
            expendable: 6,
          },
        ]
      : []),
    {header: '95 %', value: ({interval}) => range(interval)},
    {
      header: scaleHeader(),
      name: 'scale',
      value: ({adjusted_rating, interval}) => whisker(adjusted_rating, interval, WHISKER_COLUMNS),
      expendable: 7,
    },
    {header: 'scores', value: ({histogram}) => bars(histogram), expendable: 9},
  ]
  return [
    ...(isRated
      ? [{header: 'rank', value: ({rank, rank_set}: LeaderboardRow) => rankText(rank, rank_set)}]
      : []),
    ...factors.map((factor) => ({
      header: factor,
      value: ({group}: LeaderboardRow) => sanitizeLine(String(group[factor] ?? '')),
      least: 14,
      cutAt: 'middle' as const,
    })),
    ...(isRated ? rating : []),
    {
      header: 'rated',
      value: ({rated_results, result_count}) => `${rated_results}/${result_count}`,
      align: 'right',
      expendable: 2,
    },
    ...(isRated
      ? [
          {
            header: 'raters',
            value: ({raters}: LeaderboardRow) => String(raters),
            align: 'right' as const,
            expendable: 8,
          },
        ]
      : []),
    {
      header: 'failed',
      value: ({failed_count}) => String(failed_count),
      align: 'right',
      expendable: hasFailed ? 1 : 10,
    },
    {
      header: '$/usable',
      value: ({cost_per_usable_usd, known_cost_count, result_count}) =>
        starredUsd(cost_per_usable_usd, known_cost_count, result_count),
      align: 'right',
      expendable: 3,
    },
    {header: 'p50', value: ({p50_latency_ms}) => milliseconds(p50_latency_ms), align: 'right', expendable: 4},
    {header: 'p95', value: ({p95_latency_ms}) => milliseconds(p95_latency_ms), align: 'right', expendable: 7},
    {
      header: 'tokens in/out',
      value: ({avg_tokens}) => `${decimal(avg_tokens.input, 0)}/${decimal(avg_tokens.output, 0)}`,
      align: 'right',
      expendable: 11,
    },
    {
      header: 'total',
      value: ({total_cost_usd, known_cost_count, result_count}) =>
        starredUsd(total_cost_usd, known_cost_count, result_count),
      align: 'right',
      expendable: 12,
    },
    ...(isRated
      ? [
          {
            header: 'dominated by',
            value: ({dominated_by}: LeaderboardRow) =>
              dominated_by ? sanitizeLine(groupName(dominated_by, factors)) : '',
            least: 9,
            cutAt: 'middle' as const,
            expendable: 5,
          },
        ]
      : []),
  ]
}

/** Whether the plain mean of all ratings shows another figure. */
function plainDiffers(rows: readonly LeaderboardRow[]): boolean {
  return rows.some(({adjusted_rating, avg_rating}) => decimal(adjusted_rating, 2) !== decimal(avg_rating, 2))
}

function scaleHeader(): string {
  const gap = ' '.repeat((WHISKER_COLUMNS - 5) / 4)
  return ['1', '2', '3', '4', '5'].join(gap)
}

function legend({rows, raters}: EvaluatedLeaderboard, width: number): string[] {
  if (raters.raters === 0) return [ratersSentence(raters)]
  const isDominated = rows.some(({dominated_by}) => dominated_by !== null)
  const sentences = [
    `rating: on equal configurations and raters (plain: mean of all ratings); in brackets the ranks the data leave open; $/usable: all that was paid for each answer with chips${isDominated ? '; dominated by: surely rated higher, no dearer and no slower' : ''}.`,
    ratersSentence(raters),
  ]
  return sentences.flatMap((sentence) => wrapText(sentence, width)).map((line) => colour.dim(line))
}

/** Unknown costs must not look like zero. */
function unknownCosts(
  rows: readonly LeaderboardRow[],
  factors: readonly GroupColumn[],
  width: number,
): string[] {
  const note = costNote(
    rows.map(({group, known_cost_count, result_count}) => ({
      name: factors.map((factor) => fitMiddle(String(group[factor] ?? ''), 40)).join(' · '),
      known: known_cost_count,
      all: result_count,
    })),
  )
  return note === undefined ? [] : wrapText(note, width)
}
