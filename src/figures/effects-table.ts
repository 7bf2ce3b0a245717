import {FACTOR_COLUMNS, type FactorColumn} from '../records/result.js'
import type {CellFactors, RatedCell} from '../records/stats.js'
import type {Withheld} from '../statistics/fit/contrast.js'
import type {Fit} from '../statistics/fit/fit.js'
import type {Interval} from '../statistics/interval.js'
import {measureFit, ratingFit} from './fits.js'

/** A cell and its measured values; null where a value is unknown. */
export interface EffectRow {
  factors: CellFactors
  values: Record<string, number | null>
}

export interface LevelEffect {
  level: string
  /** Least-squares mean. */
  mean: number
  /** How far the level lies from the mean of all levels; null where nothing links it to them. */
  effect: number | null
  /** 95 %. */
  interval: Interval | null
  /** Why the effect has no interval. */
  withheld: Withheld | null
}

/** The effect of one factor on one metric, the highest level first. */
export interface MetricEffect {
  metric: string
  factor: FactorColumn
  levels: LevelEffect[]
  /**
   * ω², descriptive: the share of the metric's variance that the factor explains beside configurations and
   * raters. Null where nothing varies, or nothing is left to measure the error by.
   */
  omega_squared: number | null
  /** Configurations that hold more than one level. */
  configurations: number
}

/**
 * The effects of every factor that has at least two levels, on every metric; the strongest first within a
 * metric. Each is the fit with that factor as group.
 */
export function effectsOf(
  {rated, measured}: {rated: readonly RatedCell[]; measured: readonly EffectRow[]},
  metrics: readonly string[],
): MetricEffect[] {
  return metrics.flatMap((metric) => {
    const rows = measured.map(({factors, values}) => ({factors, value: values[metric] ?? null}))
    const known = metric === 'rating' ? rated : rows.filter(({value}) => value !== null)
    return FACTOR_COLUMNS.filter((factor) => levelsOf(known, factor).length > 1)
      .map((factor) =>
        effectOf(
          metric,
          factor,
          metric === 'rating' ? ratingFit(rated, [factor]) : measureFit(rows, [factor]),
        ),
      )
      .sort((a, b) => (b.omega_squared ?? -1) - (a.omega_squared ?? -1))
  })
}

function levelsOf(cells: readonly {factors: CellFactors}[], factor: FactorColumn): string[] {
  return [...new Set(cells.map(({factors}) => String(factors[factor])))]
}

function effectOf(metric: string, factor: FactorColumn, fit: Fit): MetricEffect {
  const levels = fit.means().map(({group, mean}): LevelEffect => {
    const {difference, interval, withheld} = fit.effect(group)
    return {level: String((JSON.parse(group) as [unknown])[0]), mean, effect: difference, interval, withheld}
  })
  return {
    metric,
    factor,
    levels: levels.sort((a, b) => b.mean - a.mean),
    omega_squared: fit.explained().omegaSquared,
    configurations: fit.comparedClusters,
  }
}
