import {effectsOf, type EffectRow, type MetricEffect} from './effects-table.js'
import {QUALITY_METRICS, chipQuality} from '../chips/quality.js'
import {cellKey} from './cells.js'
import {pick} from '../records/columns.js'
import {FACTOR_COLUMNS} from '../records/result.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'

/** The metrics of effects by default; lower is better for all but the rating. */
export const BASIC_METRICS = ['rating', 'cost_usd', 'latency_ms', 'output_tokens'] as const
/** Every metric that the user can ask effects of. */
export const EFFECT_METRICS = [...BASIC_METRICS, ...QUALITY_METRICS] as const
export type EffectMetric = (typeof EFFECT_METRICS)[number]

export interface Effects {
  effects: MetricEffect[]
}

/** The effect of every factor on the metrics; chips are read only when a metric needs them. */
export async function evaluateEffects(
  store: Store,
  filter: ResultFilter,
  metrics: readonly EffectMetric[],
  {seen = () => {}}: {seen?: (answers: number) => void} = {},
): Promise<Effects> {
  const rated = metrics.includes('rating') ? await store.stats.ratedCells(filter, {occasions: []}) : []
  const cells = await store.stats.measuredCells(filter, {occasions: []})
  const rows: EffectRow[] = cells.map(({factors, cost_usd, latency_ms, output_tokens}) => ({
    factors,
    values: {cost_usd, latency_ms, output_tokens},
  }))
  const wanted = QUALITY_METRICS.filter((metric) => metrics.includes(metric))
  const measured = wanted.length > 0 ? [...rows, ...(await qualityRows(store, filter, wanted, seen))] : rows
  return {effects: effectsOf({rated, measured}, metrics)}
}

/** A row for each cell, with the means of its answers. */
async function qualityRows(
  store: Store,
  filter: ResultFilter,
  metrics: readonly (typeof QUALITY_METRICS)[number][],
  seen: (answers: number) => void,
): Promise<EffectRow[]> {
  const rows = new Map<string, {factors: EffectRow['factors']; sums: Map<string, {sum: number; n: number}>}>()
  let answers = 0
  for await (const page of store.results.levelledPages({...filter, status: 'completed'})) {
    for (const result of page) {
      const factors = pick(result, FACTOR_COLUMNS)
      const key = cellKey(factors)
      const row = rows.get(key) ?? {factors, sums: new Map<string, {sum: number; n: number}>()}
      rows.set(key, row)
      const quality = chipQuality(result)
      for (const metric of metrics) {
        const value = quality[metric]
        if (value === null) continue
        const total = row.sums.get(metric) ?? {sum: 0, n: 0}
        row.sums.set(metric, total)
        total.sum += value
        total.n++
      }
    }

    seen((answers += page.length))
  }

  return [...rows.values()].map(({factors, sums}) => ({
    factors,
    values: Object.fromEntries([...sums].map(([metric, {sum, n}]) => [metric, sum / n])),
  }))
}
