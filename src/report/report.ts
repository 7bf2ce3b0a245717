import {groupKey} from '../analysis/cells.js'
import type {PairResult} from '../analysis/comparison.js'
import type {MetricEffect} from '../analysis/effects.js'
import {groupName} from '../analysis/leaderboard.js'
import type {Panel} from '../analysis/panel.js'
import type {EvaluatedLeaderboard, EvaluatedRow} from '../evaluation/leaderboard.js'
import {METRICS, type MetricMeans} from '../evaluation/quality.js'
import {decimal, metricChange, metricValue, milliseconds, percent, pValue, range, rankText, signed, time, usd} from '../formats/numbers.js'
import {alphaWords, topSentence} from '../formats/wording.js'
import type {FactorColumn} from '../records/result.js'
import type {RunSummary} from '../records/run.js'
import {Html, html} from './html.js'
import {paretoPlot} from './pareto-plot.js'
import {linearScale, roundTicks} from './scale.js'
import {STYLE} from './style.js'
import {reportTable} from './table.js'
import {WHISKER_PLOT, whiskerPlot, type WhiskerLine} from './whisker-plot.js'

/** All that a report shows. */
export interface ReportData {
  title: string
  /** ISO time. */
  created_at: string
  tool_version: string
  /** What was filtered, in words. */
  filters: readonly string[]
  factors: readonly FactorColumn[]
  board: EvaluatedLeaderboard
  effects: readonly MetricEffect[]
  /** Null when nothing is rated. */
  panel: Panel | null
  /** By `groupKey`. */
  metrics: ReadonlyMap<string, MetricMeans>
  /** All pairs of levels of the first factor. */
  pairs: readonly PairResult[]
  runs: readonly RunSummary[]
  seed: number
}

/** Share of the variance below which a factor is left out of the table. */
const WORTH_A_ROW = 0.01
/** Pairs beyond these would bury the ones that matter. */
const MOST_PAIRS = 45

/** One HTML page that needs nothing else: no scripts, no fonts, no pictures from elsewhere. */
export function renderReport(data: ReportData): string {
  const {title, created_at, tool_version, filters, seed} = data
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body><main>
<h1><bdi>${title}</bdi></h1>
<p class="dim">${time(created_at)} UTC · ${filters.length > 0 ? filters.join(' · ') : 'all results'} · bench ${tool_version} · seed ${seed}</p>
<p class="verdict"><bdi>${headline(data)}</bdi></p>
${leaderboardSection(data)}${paretoSection(data)}${effectsSection(data)}${pairsSection(data)}${metricsSection(data)}${panelSection(data)}${runsSection(data)}${methodSection(data)}
</main></body>
</html>
`.text
}

function headline({board, factors}: ReportData): string {
  const best = board.rows.find(({mean_rating}) => mean_rating !== null)
  if (!best) return 'Nothing is rated yet: what follows is cost, speed and what can be measured without people.'
  if (board.top) return topSentence(board.top, factors)
  return `${groupName(best.group, factors)} is the only one that is rated: ${decimal(best.mean_rating, 2)}.`
}

function leaderboardSection({board, factors}: ReportData): Html {
  const name = (row: EvaluatedRow) => groupName(row.group, factors)
  const table = reportTable('Leaderboard, best rated first', board.rows, [
    {header: factors.join(' · '), value: name},
    {header: 'rank', value: ({rank, rank_range}) => rankText(rank, rank_range)},
    {header: 'rating', value: ({mean_rating}) => decimal(mean_rating, 2), isNumber: true},
    {header: '95 %', value: ({interval}) => range(interval), isNumber: true},
    {header: 'rated', value: ({rated_results, result_count}) => `${rated_results}/${result_count}`, isNumber: true},
    {header: 'raters', value: ({raters}) => String(raters), isNumber: true},
    {header: 'scores 1–5', value: ({histogram}) => histogram.join(' '), isNumber: true},
    {header: 'failed', value: ({failed_count}) => String(failed_count), isNumber: true},
    {header: 'cost/result', value: ({cost_per_result_usd}) => usd(cost_per_result_usd), isNumber: true},
    {header: 'p50', value: ({p50_latency_ms}) => milliseconds(p50_latency_ms), isNumber: true},
    {header: 'p95', value: ({p95_latency_ms}) => milliseconds(p95_latency_ms), isNumber: true},
    {header: 'tokens in/out', value: ({avg_tokens}) => `${decimal(avg_tokens.input, 0)}/${decimal(avg_tokens.output, 0)}`, isNumber: true},
    {header: 'Pareto', value: ({pareto}) => (pareto === null ? '' : pareto ? '◆' : '·')},
  ])
  const lines = board.rows.flatMap((row): WhiskerLine[] =>
    row.mean_rating === null
      ? []
      : [{name: name(row), value: row.mean_rating, interval: row.interval, text: `${row.mean_rating.toFixed(2)} (${range(row.interval)})`}],
  )
  const scale = linearScale({low: 1, high: 5}, WHISKER_PLOT, [1, 2, 3, 4, 5])
  const plot = lines.length === 0 ? '' : whiskerPlot('Mean rating of each group with its 95 % interval', lines, scale, {tick: String})
  return html`<h2>Leaderboard</h2>
${plot}
${table}
`
}

function paretoSection({board, factors}: ReportData): Html {
  const rated = board.rows.filter(({mean_rating}) => mean_rating !== null)
  const isPriced = rated.some(({cost_per_result_usd}) => (cost_per_result_usd ?? 0) > 0)
  const xOf = (row: EvaluatedRow) => (isPriced ? row.cost_per_result_usd : row.p50_latency_ms)
  const dots = rated.flatMap((row) => {
    const x = xOf(row)
    return x === null ? [] : [{name: groupName(row.group, factors), x, rating: row.mean_rating!, interval: row.interval, isOnFront: row.pareto === true}]
  })
  if (dots.length < 2) return html`<h2>Rating against price</h2>
<p>There are not two rated groups of known ${isPriced ? 'cost' : 'latency'} to weigh against each other.</p>
`
  const axis = isPriced ? {axis: 'US dollars per result', tick: usd} : {axis: 'median latency (no costs are known)', tick: milliseconds}
  return html`<h2>Rating against ${isPriced ? 'price' : 'latency'}</h2>
<p>Filled dots: nobody is as well rated, as cheap and as fast, and better in one of the three.</p>
${paretoPlot(`Rating against ${axis.axis}`, dots, axis)}
`
}

function effectsSection({effects}: ReportData): Html {
  const rating = effects.filter(({metric, levels}) => metric === 'rating' && levels.length > 0)
  const others = effects.filter(({metric, levels, eta_squared}) => metric !== 'rating' && levels.length > 0 && (eta_squared ?? 0) >= WORTH_A_ROW)
  const lines = rating.flatMap(({factor, levels, eta_squared}) =>
    levels.map(({level, effect, interval}, at): WhiskerLine => ({
      name: level,
      value: effect,
      interval,
      text: `${signed(effect)}${interval ? ` (${signed(interval.low)} to ${signed(interval.high)})` : ''}`,
      heading: at === 0 ? `${factor}: explains ${percent(eta_squared)}` : undefined,
    })),
  )
  const ends = lines.flatMap(({value, interval}) => [value, interval?.low ?? value, interval?.high ?? value])
  const reach = Math.max(0.1, ...ends.map(Math.abs))
  const scale = linearScale({low: -reach, high: reach}, WHISKER_PLOT, roundTicks(-reach, reach, 6))
  const plot = lines.length === 0
    ? html`<p>No factor has rated cases at all of its levels, so what moves the rating cannot be told yet.</p>`
    : whiskerPlot('Effect of each factor on the rating', lines, scale, {tick: (value) => signed(value, 1), zero: 0})
  const rows = others.flatMap((effect) => effect.levels.map((level) => ({effect, level})))
  const table = rows.length === 0 ? '' : reportTable('Effects on cost, latency and length, where a factor explains 1 % or more of the variance', rows, [
    {header: 'metric', value: ({effect}) => effect.metric},
    {header: 'factor', value: ({effect}) => effect.factor},
    {header: 'level', value: ({level}) => level.level},
    {header: 'mean', value: ({effect, level}) => metricValue(effect.metric, level.mean), isNumber: true},
    {header: 'effect', value: ({effect, level}) => metricChange(effect.metric, level.effect), isNumber: true},
    {header: 'explains', value: ({effect}) => percent(effect.eta_squared), isNumber: true},
  ])
  return html`<h2>What matters</h2>
<p>How far each level of a factor lies from the mean of all, in rating points, on cases that differ in nothing else.</p>
${plot}
${table}
`
}

function pairsSection({pairs, factors}: ReportData): Html {
  const sorted = [...pairs].sort((x, y) => (x.p_holm ?? 2) - (y.p_holm ?? 2)).slice(0, MOST_PAIRS)
  if (sorted.length === 0) return html`<h2>Pair by pair</h2>
<p>There are not two levels of ${factors[0] ?? ''} to compare.</p>
`
  const left = pairs.length - sorted.length
  return html`<h2>Pair by pair</h2>
${reportTable('Differences on matched configurations; p by sign-flip permutation, after Holm', sorted, [
    {header: 'A', value: ({a}) => a},
    {header: 'B', value: ({b}) => b},
    {header: 'A − B', value: ({metrics}) => metricChange('rating', metrics[0]!.meanDifference), isNumber: true},
    {header: '95 %', value: ({metrics}) => (metrics[0]!.interval ? `${signed(metrics[0]!.interval.low)} to ${signed(metrics[0]!.interval.high)}` : '–'), isNumber: true},
    {header: 'p', value: ({p_holm}) => pValue(p_holm), isNumber: true},
    {header: 'matched', value: ({metrics}) => String(metrics[0]!.n), isNumber: true},
    {header: 'cost A − B', value: ({metrics}) => metricChange('cost_usd', metrics[1]!.meanDifference), isNumber: true},
  ])}${left > 0 ? html`<p class="dim">${left} more pairs are left out; <code>bench compare --all</code> shows them.</p>` : ''}
`
}

function metricsSection({board, factors, metrics}: ReportData): Html {
  return html`<h2>Measured without people</h2>
${reportTable('Shares, but count_error: chips too many or too few. A model is judged by its answer, before anything was filled up.', board.rows, [
    {header: factors.join(' · '), value: ({group}) => groupName(group, factors)},
    ...METRICS.map((metric) => ({
      header: metric.replaceAll('_', ' '),
      value: ({group}: EvaluatedRow) => metricValue(metric, metrics.get(groupKey(group, factors))?.[metric] ?? null),
      isNumber: true,
    })),
  ])}
`
}

function panelSection({panel}: ReportData): Html {
  if (!panel) return html`<h2>The raters</h2>
<p>Nobody has rated yet.</p>
`
  const {agreement, raters, components, not_blind, self} = panel
  return html`<h2>The raters</h2>
<p>Krippendorff's alpha (ordinal) is ${decimal(agreement.alpha, 2)}${agreement.interval ? ` (${range(agreement.interval)})` : ''}: ${alphaWords(agreement.alpha)}. Over ${agreement.units} results with two ratings or more, the score is the same in ${percent(agreement.exact)} and at most 1 apart in ${percent(agreement.withinOne)}.${self.n > 0 ? ` Shown the same result again, a rater gave the same score in ${percent(self.exact)} of ${self.n}.` : ''}${not_blind > 0 ? ` ${not_blind} ratings were given with the model in sight.` : ''}${components > 1 ? ` The raters fall into ${components} parts that share no result.` : ''}</p>
${reportTable('Severity: points above (lenient) or below (severe) the others on the same results', raters, [
    {header: 'rater', value: ({rater}) => rater},
    {header: 'ratings', value: ({ratings}) => String(ratings), isNumber: true},
    {header: 'mean', value: ({mean}) => decimal(mean, 2), isNumber: true},
    {header: 'SD', value: ({sd}) => decimal(sd, 2), isNumber: true},
    {header: 'severity', value: ({severity}) => signed(severity), isNumber: true},
  ])}
`
}

function runsSection({runs}: ReportData): Html {
  return html`<h2>Runs in the database</h2>
${reportTable('Newest first, 20 at most', runs, [
    {header: 'run', value: ({id}) => id},
    {header: 'started (UTC)', value: ({started_at}) => time(started_at)},
    {header: 'status', value: ({status}) => status.replace('_', ' ')},
    {header: 'completed', value: ({result_count}) => String(result_count), isNumber: true},
    {header: 'failed', value: ({failed_count}) => String(failed_count), isNumber: true},
    {header: 'cost of all calls', value: ({total_cost_usd}) => usd(total_cost_usd), isNumber: true},
  ])}
`
}

function methodSection({seed}: ReportData): Html {
  return html`<h2>How to read this</h2>
<p>A rating is the mean over configurations (persona, style, input, constraint, number of chips, trial) of the mean rating of their results, so that neither many ratings of one result nor many results of one configuration count more. Its interval is Student's t over configurations. Ranks in brackets are those of the middle 95 % of 10,000 bootstrap replicates, which resample configurations within personas, jointly for all groups (seed ${seed}). Pairs are compared on configurations both have, by a sign-flip permutation test, corrected for the number of pairs (Holm).</p>
<p>Failed cases are counted and never averaged. Raters did not see whose a result was, unless it says so above. With few raters the figures speak of this panel, not of people in general.</p>
`
}
