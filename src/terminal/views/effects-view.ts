import {NO_EFFECTS} from '../../figures/board-sentences.js'
import type {MetricEffect} from '../../figures/effects-table.js'
import type {LevelEffect} from '../../statistics/effects.js'
import {colour} from '../colour.js'
import {fitText} from '../lines.js'
import {metricChange, metricValue} from '../../text/numbers.js'
import {table} from '../table.js'

/** The effect of each factor on each metric: a small table for each metric, the strongest factor first. */
export function effectsView(effects: readonly MetricEffect[], width: number): string {
  const metrics = [...new Set(effects.map(({metric}) => metric))]
  if (metrics.length === 0) return NO_EFFECTS
  return [
    ...metrics.map((metric) =>
      metricSection(
        metric,
        effects.filter((effect) => effect.metric === metric),
        width,
      ),
    ),
    colour.dim(
      'effect: distance from the mean, on cases that differ in nothing else, with its 95 % interval; explains: share of the variance.',
    ),
  ].join('\n\n')
}

interface Line {
  factor: string
  effect: MetricEffect
  level: LevelEffect | undefined
}

function metricSection(metric: string, effects: readonly MetricEffect[], width: number): string {
  if (effects.every(({levels, eta_squared}) => levels.length === 0 || eta_squared === null)) {
    return `${metric}: ${effects.some(({levels}) => levels.length > 0) ? 'the same everywhere' : 'no case has a value at every level of a factor'}`
  }

  const lines = effects.flatMap((effect): Line[] =>
    effect.levels.length === 0
      ? [{factor: effect.factor, effect, level: undefined}]
      : effect.levels.map((level, at) => ({factor: at === 0 ? effect.factor : '', effect, level})),
  )
  return table(
    lines,
    [
      {header: metric, value: ({factor}) => factor},
      {header: 'level', value: ({level}) => (level ? fitText(level.level, 40) : 'no case has all levels')},
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
    ],
    width,
  )
}
