import {groupKey} from '../figures/cells.js'
import {groupName, type LeaderboardRow} from '../figures/leaderboard.js'
import type {PairResult} from '../figures/pairs.js'
import type {RaterRow} from '../figures/panel.js'
import {METRICS} from '../figures/evaluate-quality.js'
import {VERSIONED} from '../records/version.js'
import {decimal, knownUsd, metricChange, metricValue, pValue, signed, time} from '../text/numbers.js'
import {apartSentence} from '../figures/board-sentences.js'
import {panelSentences, selfText} from '../figures/panel-sentences.js'
import type {ReportData} from './data.js'
import {html, type Html} from '../text/html.js'
import {reportTable} from './report-table.js'

/** More pairs than this would hide the important pairs. */
const MOST_PAIRS = 45

/** Where a pair, and a level of it, lead to, on pages. */
interface PairLinks {
  pair: (pair: PairResult) => string
  level: (level: string) => string
}

/** The pairs that differ most surely. */
export function pairsSection({
  pairs,
  factors,
  links,
}: Pick<ReportData, 'pairs' | 'factors'> & {links?: PairLinks}): Html {
  const [isNumber, href] = [true, links?.pair]
  const sorted = [...pairs]
    .sort((x, y) => (x.rating.p_holm ?? 2) - (y.rating.p_holm ?? 2))
    .slice(0, MOST_PAIRS)
  if (sorted.length === 0)
    return html`<h2>Pair by pair</h2>
<p>There are not two levels of ${factors[0] ?? ''} to compare.</p>
`
  const left = pairs.length - sorted.length
  return html`<h2>Pair by pair</h2>
<p>${apartSentence(pairs)}</p>
${reportTable(
  'Differences on configurations and raters of both; interval and p for all pairs at once (Holm)',
  sorted,
  [
    {header: 'A', value: ({a}) => a, href: ({a}) => links?.level(a)},
    {header: 'B', value: ({b}) => b, href: ({b}) => links?.level(b)},
    {
      header: 'A − B',
      value: ({rating}) => metricChange('rating', rating.difference),
      isNumber,
      href,
    },
    {header: '95 %', value: ({rating}) => spanText(rating.simultaneous), isNumber, href},
    {header: 'p (Holm)', value: ({rating}) => pValue(rating.p_holm), isNumber, href},
    {header: 'configurations', value: ({rating}) => String(rating.configurations), isNumber, href},
    {
      header: 'cost A − B',
      value: ({measures}) => metricChange('cost_usd', measures[0]!.difference),
      isNumber,
      href,
    },
  ],
)}${
    left > 0
      ? html`
<p class="dim">${left} more ${left === 1 ? 'pair is' : 'pairs are'} left out; no p of theirs is smaller.</p>`
      : ''
  }
`
}

function spanText(interval: {low: number; high: number} | null): string {
  return interval === null ? '–' : `${signed(interval.low)} to ${signed(interval.high)}`
}

/** Shares and counts of the automatic metrics. */
const METRICS_CAPTION =
  'Shares, but count error: chips too many or too few. A model is judged by its answer, before anything was filled up.'

/** The automatic metrics of each group. */
export function metricsSection({board, factors, metrics}: ReportData): Html {
  if (metrics.size === 0)
    return html`<h2>Measured without people</h2>
<p>No answer was measured.</p>
`
  return html`<h2>Measured without people</h2>
${reportTable(METRICS_CAPTION, board.rows, [
  {header: factors.join(' · '), value: ({group}) => groupName(group, factors)},
  ...METRICS.map((metric) => ({
    header: metric.replaceAll('_', ' '),
    value: ({group}: LeaderboardRow) =>
      metricValue(metric, metrics.get(groupKey(group, factors))?.[metric] ?? null),
    isNumber: true,
  })),
])}
<p class="dim">diversity: how unlike other models; specificity: how unlike other personas;
stability: how alike between trials.</p>
`
}

/** The raters, and how far they agree. `link`: where a rater leads to, on pages. */
export function panelSection({
  panel,
  link,
}: Pick<ReportData, 'panel'> & {link?: (rater: string) => string}): Html {
  if (!panel)
    return html`<h2>The raters</h2>
<p>Nobody has rated yet.</p>
`
  const {raters, components} = panel
  const href = link && (({rater}: RaterRow) => link(rater))
  const part = {header: 'part', value: ({component}: RaterRow) => String(component + 1), isNumber: true}
  return html`<h2>The raters</h2>
<p>${panelSentences(panel).join(' ')}</p>
${reportTable('Severity: points above (lenient) or below (severe) the others on the same results', raters, [
  {header: 'rater', value: ({rater}) => rater, href},
  {header: 'ratings', value: ({ratings}) => String(ratings), isNumber: true, href},
  {header: 'mean', value: ({mean}) => decimal(mean, 2), isNumber: true, href},
  {header: 'SD', value: ({sd}) => decimal(sd, 2), isNumber: true},
  {header: 'severity', value: ({severity}) => signed(severity), isNumber: true},
  {header: 'same score again', value: ({self}) => selfText(self), isNumber: true},
  ...(components > 1 ? [part] : []),
])}
`
}

/** What the figures are of: a prompt that is shipped is one of these. */
export function askedSection({asked}: Pick<ReportData, 'asked'>): Html {
  if (asked.length === 0) return html``
  return html`<h2>What was asked</h2>
${reportTable('The versions behind the figures; bench prompts show NAME@VERSION prints one', asked, [
  {header: 'name', value: ({name}) => name},
  {header: 'kind', value: ({factor}) => VERSIONED[factor].kind},
  {header: 'version', value: ({version}) => version},
  {header: 'first used', value: ({first_used}) => first_used.slice(0, 10)},
  {header: 'last used', value: ({last_used}) => last_used.slice(0, 10)},
  {header: 'results', value: ({results}) => String(results), isNumber: true},
  {header: 'ratings', value: ({ratings}) => String(ratings), isNumber: true},
])}
`
}

/** Where the results come from. */
export function runsSection({runs}: ReportData): Html {
  if (runs.length === 0)
    return html`<h2>Runs in the database</h2>
<p>There are no runs.</p>
`
  return html`<h2>Runs in the database</h2>
${reportTable('Newest first, 20 at most', runs, [
  {header: 'run', value: ({id}) => id},
  {header: 'started (UTC)', value: ({started_at}) => time(started_at)},
  {header: 'status', value: ({status}) => status.replace('_', ' ')},
  {header: 'completed', value: ({result_count}) => String(result_count), isNumber: true},
  {header: 'failed', value: ({failed_count}) => String(failed_count), isNumber: true},
  {
    header: 'cost of all calls',
    value: ({total_cost_usd, answered_calls, calls_of_unknown_cost}) =>
      knownUsd(total_cost_usd, answered_calls - calls_of_unknown_cost, answered_calls),
    isNumber: true,
  },
])}
`
}
