import type {EvaluatedLeaderboard, EvaluatedRow} from '../../figures/evaluate-leaderboard.js'
import type {GroupColumn} from '../../records/stats.js'
import {colour} from '../colour.js'
import {fitText, wrapText} from '../lines.js'
import {costNote, decimal, milliseconds, range, rankText, starredUsd} from '../../text/numbers.js'
import {componentsSentence, smallPanelSentence} from '../../figures/board-sentences.js'
import {topSentence} from '../../figures/sentences.js'
import {namedTable, type Column} from '../table.js'
import {textWidth} from '../width.js'
import {bars, whisker} from '../whisker.js'

const WHISKER_COLUMNS = 25

/** The leaderboard in as many columns as the terminal is wide, and how to read it. */
export function statsView(
  board: EvaluatedLeaderboard,
  factors: readonly GroupColumn[],
  width: number,
): string {
  const {rows, top, components} = board
  const isRated = rows.some(({mean_rating}) => mean_rating !== null)
  const isAdjusted = rows.some(({raw_rating}) => raw_rating !== undefined)
  const columns = statsColumns(factors, {
    isRated,
    isAdjusted,
    hasFailed: rows.some(({failed_count}) => failed_count > 0),
  })
  const wide = textWidth(width)
  return [
    namedTable(rows, columns, width, '--format csv'),
    '',
    ...legend(rows, {isRated, isAdjusted}, wide),
    ...unknownCosts(rows, factors, wide),
    ...wrapText(componentsSentence(components) ?? '', wide),
    ...(top
      ? wrapText(topSentence(top, factors), wide).map((line) =>
          top.advice === null ? colour.green(line) : colour.yellow(line),
        )
      : []),
  ].join('\n')
}

/** The columns of a leaderboard, most of them expendable in a narrow terminal. */
export function statsColumns(
  factors: readonly GroupColumn[],
  {isRated, isAdjusted, hasFailed}: {isRated: boolean; isAdjusted: boolean; hasFailed: boolean},
): Column<EvaluatedRow>[] {
  const rating: Column<EvaluatedRow>[] = [
    {
      header: isAdjusted ? 'adjusted' : 'rating',
      value: ({mean_rating}) => decimal(mean_rating, 2),
      align: 'right',
    },
    ...(isAdjusted
      ? [
          {
            header: 'raw',
            value: ({raw_rating}: EvaluatedRow) => decimal(raw_rating ?? null, 2),
            align: 'right' as const,
          },
        ]
      : []),
    {header: '95 %', value: ({interval}) => range(interval)},
    {
      header: scaleHeader(),
      name: 'scale',
      value: ({mean_rating, interval}) => whisker(mean_rating, interval, WHISKER_COLUMNS),
      expendable: 6,
    },
    {header: 'scores', value: ({histogram}) => bars(histogram), expendable: 9},
  ]
  return [
    ...(isRated
      ? [{header: 'rank', value: ({rank, rank_range}: EvaluatedRow) => rankText(rank, rank_range)}]
      : []),
    ...factors.map((factor) => ({
      header: factor,
      value: ({group}: EvaluatedRow) => fitText(String(group[factor] ?? ''), 40),
      least: 14,
      cutAt: 'start' as const,
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
            value: ({raters}: EvaluatedRow) => String(raters),
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
      header: '$/result',
      value: ({cost_per_result_usd, known_cost_count, result_count}) =>
        starredUsd(cost_per_result_usd, known_cost_count, result_count),
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
            header: 'Pareto',
            value: ({pareto}: EvaluatedRow) => (pareto === null ? '' : pareto ? '◆' : '·'),
            expendable: 5,
          },
        ]
      : []),
  ]
}

function scaleHeader(): string {
  const gap = ' '.repeat((WHISKER_COLUMNS - 5) / 4)
  return ['1', '2', '3', '4', '5'].join(gap)
}

function legend(
  rows: readonly EvaluatedRow[],
  {isRated, isAdjusted}: {isRated: boolean; isAdjusted: boolean},
  width: number,
): string[] {
  if (!isRated) return ['Nothing is rated yet: bench rate']
  const raters = Math.max(...rows.map((row) => row.raters))
  const adjusted = isAdjusted ? ' Adjusted: without what the raters differ in severity.' : ''
  const sentences = [
    `rating: every configuration weighs the same; rank with the range of the middle 95 %; ◆ nobody is as well rated, as cheap and as fast.${adjusted}`,
    smallPanelSentence(raters) ?? '',
  ]
  return sentences.flatMap((sentence) => wrapText(sentence, width)).map((line) => colour.dim(line))
}

/** Unknown costs must not look like zero. */
function unknownCosts(
  rows: readonly EvaluatedRow[],
  factors: readonly GroupColumn[],
  width: number,
): string[] {
  const note = costNote(
    rows.map(({group, known_cost_count, result_count}) => ({
      name: factors.map((factor) => fitText(String(group[factor] ?? ''), 40)).join(' · '),
      known: known_cost_count,
      all: result_count,
    })),
  )
  return note === undefined ? [] : wrapText(note, width)
}
