import {NO_EFFECTS} from '../figures/board-sentences.js'
import type {MetricEffect} from '../figures/effects-table.js'
import {metricChange, metricValue, percent, signed} from '../text/numbers.js'
import type {ReportData} from './data.js'
import {html, type Html} from '../text/html.js'
import {roundTicks} from './scale.js'
import {reportTable} from './report-table.js'
import {whiskerPlot, type WhiskerLine} from './whisker-plot.js'

/** Share of the variance below which a factor is left out of the tables. */
const WORTH_A_ROW = 0.01
const LABELS: Record<string, string> = {
  cost_usd: 'cost per result',
  latency_ms: 'latency',
  output_tokens: 'output tokens',
}

/** Where a level of a factor leads to, on pages, and for which figure. */
export type LevelLink = (factor: string, level: string, metric: string) => string

/** The effect of each factor on the rating as a plot, and on other metrics as tables. */
export function effectsSection({
  effects,
  link,
}: Pick<ReportData, 'effects'> & {link?: LevelLink | undefined}): Html {
  if (effects.length === 0)
    return html`<h2>What matters</h2>
<p>${NO_EFFECTS}</p>
`
  const otherMetrics = [...new Set(effects.map(({metric}) => metric))].filter((metric) => metric !== 'rating')
  return html`<h2>What matters</h2>
${ratingPlot(
  effects.filter(({metric}) => metric === 'rating'),
  link,
)}
${otherMetrics.map((metric) =>
  metricTable(
    metric,
    effects.filter((effect) => effect.metric === metric),
    link,
  ),
)}`
}

function ratingPlot(effects: readonly MetricEffect[], link: LevelLink | undefined): Html {
  const known = effects.filter(({levels}) => levels.some(({effect}) => effect !== null))
  if (known.length === 0)
    return html`<p>No factor has rated cases at all of its levels,
so what moves the rating cannot be told yet.</p>`
  const lines = known.flatMap((effect) => linesOf(effect, link))
  const ends = lines.flatMap(({value, interval}) => [value, interval?.low ?? value, interval?.high ?? value])
  const reach = Math.max(0.1, ...ends.map(Math.abs))
  const tick = (value: number) => signed(value, reach < 0.5 ? 2 : 1)
  const unknown = effects
    .filter(({levels}) => levels.every(({effect}) => effect === null))
    .map(({factor}) => factor)
  return html`<p>How far each level of a factor lies from the mean of all, in rating points,
on equal configurations and raters.${
    unknown.length > 0 ? ` Without anything rated in common: ${unknown.join(', ')}.` : ''
  }</p>
${whiskerPlot('Effect of each factor on the rating', lines, {
  ...{low: -reach, high: reach, ticks: roundTicks(-reach, reach, 4)},
  ...{tick, zero: 0},
})}`
}

function linesOf({factor, levels, omega_squared}: MetricEffect, link: LevelLink | undefined): WhiskerLine[] {
  const known = levels.flatMap((level) => (level.effect === null ? [] : [{...level, effect: level.effect}]))
  return known.map(({level, effect, interval}, at) => ({
    name: level,
    value: effect,
    interval,
    text: `${signed(effect)}${interval ? ` (${signed(interval.low)} to ${signed(interval.high)})` : ''}`,
    href: link?.(factor, level, 'rating'),
    heading: at === 0 ? headingOf(factor, omega_squared) : undefined,
  }))
}

function headingOf(factor: string, share: number | null): string {
  return share === null ? factor : `${factor}: explains ${percent(Math.max(0, share))} of the variance`
}

type LevelRow = {effect: MetricEffect; level: MetricEffect['levels'][number]}

function metricTable(metric: string, effects: readonly MetricEffect[], link: LevelLink | undefined): Html {
  const href = link && (({effect, level}: LevelRow) => link(effect.factor, level.level, metric))
  const label = LABELS[metric] ?? metric
  const rows = effects
    .filter(({omega_squared}) => (omega_squared ?? 0) >= WORTH_A_ROW)
    .flatMap((effect) => effect.levels.map((level) => ({effect, level})))
  if (rows.length === 0)
    return html`<p>No factor explains 1 % of the variance of ${label}.</p>
`
  return html`${reportTable(
    `Effects on ${label}, where a factor explains 1 % or more of the variance`,
    rows,
    [
      {header: 'level', value: ({level}) => level.level, href},
      {header: 'factor', value: ({effect}) => effect.factor},
      {header: 'mean', value: ({level}) => metricValue(metric, level.mean), isNumber: true, href},
      {header: 'effect', value: ({level}) => metricChange(metric, level.effect), isNumber: true, href},
      {
        header: '95 %',
        value: ({level: {interval}}) =>
          interval ? `${metricChange(metric, interval.low)} to ${metricChange(metric, interval.high)}` : '–',
        isNumber: true,
      },
      {header: 'explains', value: ({effect}) => percent(effect.omega_squared), isNumber: true},
    ],
  )}
`
}
