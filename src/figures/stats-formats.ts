import {METRICS, type MetricMeans} from './evaluate-quality.js'
import type {LeaderboardRow} from './leaderboard.js'
import {csvLines, type CsvValue} from '../text/csv.js'
import {decimal, groupUsd, milliseconds, range, rankText} from '../text/numbers.js'
import {markdownTable} from '../text/markdown.js'

type Row = Omit<LeaderboardRow, 'group'> & {metrics?: MetricMeans | null} & Record<string, unknown>

/** Every figure of a leaderboard, a line for each group; the names are those of `--json`. */
export function statsCsv(rows: readonly Row[], factors: readonly string[]): string {
  const flat = rows.map((row) => flatRow(row, factors))
  const names = [...new Set(flat.flatMap((row) => Object.keys(row)))]
  return csvLines([names, ...flat.map((row) => names.map((name) => row[name] ?? null))])
}

/** A leaderboard for documents: the figures that people decide by. */
export function statsMarkdown(rows: readonly Row[], factors: readonly string[]): string {
  const columns = [
    {header: 'rank', align: 'right' as const},
    ...factors.map((header) => ({header})),
    ...['rating', '95 %', 'rated', 'raters', 'failed', 'cost per usable', 'p50 latency', 'p95 latency'].map(
      (header) => ({header, align: 'right' as const}),
    ),
    {header: 'dominated by'},
  ]
  return `${markdownTable(
    columns,
    rows.map((row) => [
      rankText(row.rank, row.rank_set),
      ...factors.map((factor) => String((row[factor] as string | number | undefined) ?? '')),
      ratingText(row),
      range(row.interval),
      `${row.rated_results}/${row.result_count}`,
      String(row.raters),
      String(row.failed_count),
      groupUsd(row.cost_per_usable_usd, row),
      milliseconds(row.p50_latency_ms),
      milliseconds(row.p95_latency_ms),
      row.dominated_by ? Object.values(row.dominated_by).join(' · ') : '',
    ]),
  )}\n`
}

/** A star marks a plain mean: nothing links the group to the others. */
export function ratingText({
  adjusted_rating,
  is_adjusted,
}: Pick<Row, 'adjusted_rating' | 'is_adjusted'>): string {
  return `${decimal(adjusted_rating, 2)}${adjusted_rating !== null && !is_adjusted ? '*' : ''}`
}

function flatRow(row: Row, factors: readonly string[]): Record<string, CsvValue> {
  return {
    ...Object.fromEntries(factors.map((factor) => [factor, row[factor] as CsvValue])),
    rank: row.rank,
    rank_low: row.rank_set?.low ?? null,
    rank_high: row.rank_set?.high ?? null,
    adjusted_rating: row.adjusted_rating,
    is_adjusted: row.is_adjusted,
    interval_low: row.interval?.low ?? null,
    interval_high: row.interval?.high ?? null,
    avg_rating: row.avg_rating,
    rated_configurations: row.rated_configurations,
    rated_results: row.rated_results,
    result_count: row.result_count,
    usable_count: row.usable_count,
    failed_count: row.failed_count,
    rated_count: row.rated_count,
    raters: row.raters,
    ...Object.fromEntries(row.histogram.map((count, at) => [`rated_${at + 1}`, count])),
    total_cost_usd: row.total_cost_usd,
    known_cost_count: row.known_cost_count,
    cost_per_result_usd: row.cost_per_result_usd,
    cost_per_usable_usd: row.cost_per_usable_usd,
    avg_latency_ms: row.avg_latency_ms,
    p50_latency_ms: row.p50_latency_ms,
    p95_latency_ms: row.p95_latency_ms,
    avg_input_tokens: row.avg_tokens.input,
    avg_output_tokens: row.avg_tokens.output,
    dominated_by: row.dominated_by ? Object.values(row.dominated_by).join(' · ') : null,
    ...(row.metrics && Object.fromEntries(METRICS.map((metric) => [metric, row.metrics![metric]]))),
  }
}
