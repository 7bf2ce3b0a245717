import {NO_EFFECTS} from '../../../figures/board-sentences.js'
import type {LevelEffect, MetricEffect} from '../../../figures/effects-table.js'
import {colour} from '../../colour.js'
import {markdownText} from '../../../text/markdown.js'
import {sanitizeLine, wrapText} from '../../lines.js'
import {metricChange, metricValue, percent} from '../../../text/numbers.js'
import {namedTable, tableMarkdown, type Column} from '../../table.js'
import {textWidth} from '../../width.js'

/** The effect of each factor on each metric: a small table for each metric, the strongest factor first. */
export function effectsView(effects: readonly MetricEffect[], width: number): string {
  if (effects.length === 0) return NO_EFFECTS
  return [
    ...byMetric(effects).map(([metric, rows]) =>
      isFlat(rows)
        ? flatSentence(metric, rows)
        : namedTable(linesOf(rows), columnsOf(metric), width, '--json'),
    ),
    wrapText(LEGEND, textWidth(width))
      .map((line) => colour.dim(line))
      .join('\n'),
  ].join('\n\n')
}

/** The same in Markdown, for documents. */
export function effectsMarkdown(effects: readonly MetricEffect[]): string {
  if (effects.length === 0) return NO_EFFECTS
  return [
    ...byMetric(effects).map(([metric, rows]) =>
      isFlat(rows)
        ? markdownText(flatSentence(metric, rows))
        : tableMarkdown(linesOf(rows), columnsOf(metric)),
    ),
    markdownText(LEGEND),
  ].join('\n\n')
}

const LEGEND =
  'effect: distance from the mean of all levels, on equal configurations and raters, with its 95 % interval (–: too little in common); explains: share of the variance beside these (ω²), a description of these data.'

function byMetric(effects: readonly MetricEffect[]): [string, MetricEffect[]][] {
  const metrics = [...new Set(effects.map(({metric}) => metric))]
  return metrics.map((metric) => [metric, effects.filter((effect) => effect.metric === metric)])
}

interface Line {
  factor: string
  effect: MetricEffect
  level: LevelEffect
}

/** Whether no level of any factor differs from the others, as far as the data show. */
function isFlat(effects: readonly MetricEffect[]): boolean {
  return effects.every(({omega_squared}) => omega_squared === null)
}

function flatSentence(metric: string, effects: readonly MetricEffect[]): string {
  const isCompared = effects.some(({configurations}) => configurations > 0)
  return `${metric}: ${isCompared ? 'the same everywhere' : 'no configuration has a value at two levels of a factor'}`
}

function linesOf(effects: readonly MetricEffect[]): Line[] {
  return effects.flatMap((effect): Line[] =>
    effect.levels.map((level, at) => ({factor: at === 0 ? effect.factor : '', effect, level})),
  )
}

function columnsOf(metric: string): Column<Line>[] {
  return [
    {header: metric, value: ({factor}) => factor},
    {
      header: 'level',
      value: ({level}) => sanitizeLine(level.level),
      least: 16,
      cutAt: 'middle',
    },
    {header: 'mean', value: ({level}) => metricValue(metric, level.mean), align: 'right'},
    {
      header: 'effect',
      value: ({level}) => metricChange(metric, level.effect),
      align: 'right',
    },
    {
      header: '95 %',
      value: ({level: {interval}}) =>
        interval ? `${metricChange(metric, interval.low)} to ${metricChange(metric, interval.high)}` : '–',
      expendable: 1,
    },
    {
      header: 'explains',
      value: ({factor, effect}) =>
        factor === ''
          ? ''
          : percent(effect.omega_squared === null ? null : Math.max(0, effect.omega_squared)),
      align: 'right',
      expendable: 2,
    },
    {
      header: 'configurations',
      value: ({factor, effect}) => (factor === '' ? '' : String(effect.configurations)),
      align: 'right',
      expendable: 3,
    },
  ]
}
