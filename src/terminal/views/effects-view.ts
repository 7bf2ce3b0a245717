import {NO_EFFECTS} from '../../figures/board-sentences.js'
import type {MetricEffect} from '../../figures/effects-table.js'
import type {LevelEffect} from '../../statistics/effects.js'
import {colour} from '../colour.js'
import {markdownText} from '../../text/markdown.js'
import {sanitizeLine, wrapText} from '../lines.js'
import {metricChange, metricValue} from '../../text/numbers.js'
import {namedTable, tableMarkdown, type Column} from '../table.js'
import {textWidth} from '../width.js'

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
  'effect: distance from the mean, on cases that differ in nothing else, with its 95 % interval; explains: share of the variance.'

function byMetric(effects: readonly MetricEffect[]): [string, MetricEffect[]][] {
  const metrics = [...new Set(effects.map(({metric}) => metric))]
  return metrics.map((metric) => [metric, effects.filter((effect) => effect.metric === metric)])
}

interface Line {
  factor: string
  effect: MetricEffect
  level: LevelEffect | undefined
}

/** Whether no level of any factor differs from the others, as far as the data show. */
function isFlat(effects: readonly MetricEffect[]): boolean {
  return effects.every(({levels, eta_squared}) => levels.length === 0 || eta_squared === null)
}

function flatSentence(metric: string, effects: readonly MetricEffect[]): string {
  const isCompared = effects.some(({levels}) => levels.length > 0)
  return `${metric}: ${isCompared ? 'the same everywhere' : 'no case has a value at every level of a factor'}`
}

function linesOf(effects: readonly MetricEffect[]): Line[] {
  return effects.flatMap((effect): Line[] =>
    effect.levels.length === 0
      ? [{factor: effect.factor, effect, level: undefined}]
      : effect.levels.map((level, at) => ({factor: at === 0 ? effect.factor : '', effect, level})),
  )
}

function columnsOf(metric: string): Column<Line>[] {
  return [
    {header: metric, value: ({factor}) => factor},
    {
      header: 'level',
      value: ({level}) => (level ? sanitizeLine(level.level) : 'no case has all levels'),
      least: 16,
      cutAt: 'start',
    },
    {header: 'mean', value: ({level}) => (level ? metricValue(metric, level.mean) : ''), align: 'right'},
    {
      header: 'effect',
      value: ({level}) => (level ? metricChange(metric, level.effect) : ''),
      align: 'right',
    },
    {
      header: '95 %',
      value: ({level}) =>
        level?.interval
          ? `${metricChange(metric, level.interval.low)} to ${metricChange(metric, level.interval.high)}`
          : '',
      expendable: 1,
    },
    {
      header: 'explains',
      value: ({factor, effect}) =>
        factor === '' || effect.eta_squared === null ? '' : `${Math.round(effect.eta_squared * 100)} %`,
      align: 'right',
      expendable: 2,
    },
    {
      header: 'cases',
      value: ({factor, effect}) => (factor === '' ? '' : String(effect.blocks)),
      align: 'right',
      expendable: 3,
    },
  ]
}
