import {FACTOR_COLUMNS} from '../records/result.js'
import type {CellFactors} from '../records/stats.js'
import {etaSquared, mainEffect, type FactorEffect} from '../statistics/effects.js'

/** A case and its measured values; null where a value is unknown. */
export interface EffectRow {
  factors: CellFactors
  values: Record<string, number | null>
}

/** The effect of one factor on one metric. */
export interface MetricEffect extends FactorEffect {
  metric: string
  /** Share of the metric's variance that lies between the factor's levels. */
  eta_squared: number | null
}

/**
 * Main effects of every factor that has at least two levels, on every metric; the strongest first within a
 * metric. Levels are compared on cases that differ in nothing else.
 */
export function effectsOf(
  rows: readonly EffectRow[],
  metrics: readonly string[],
  {seed}: {seed: number},
): MetricEffect[] {
  const levels = rows.map(({factors}) =>
    Object.fromEntries(Object.entries(factors).map(([name, level]) => [name, String(level)])),
  )
  const varied = FACTOR_COLUMNS.filter(
    (factor) => new Set(levels.map((levelsOfRow) => levelsOfRow[factor])).size > 1,
  )
  return metrics.flatMap((metric) => {
    const measured = rows.map(({values}, at) => ({levels: levels[at]!, value: values[metric] ?? null}))
    return varied
      .map((factor) => ({
        metric,
        ...mainEffect(measured, factor, {seed}),
        eta_squared: etaSquared(measured, factor),
      }))
      .map((effect) => ({...effect, levels: [...effect.levels].sort((a, b) => b.effect - a.effect)}))
      .sort((a, b) => (b.eta_squared ?? -1) - (a.eta_squared ?? -1))
  })
}
