import {
  QUALITY_METRICS,
  SET_METRICS,
  chipQuality,
  keyHashes,
  meanDistances,
  type ChipSetKeys,
} from '../chips/quality.js'
import {groupKey} from './cells.js'
import type {CellFactors, GroupColumn} from '../records/stats.js'
import {pick} from '../records/columns.js'
import {CASE_COLUMNS, type ResultRecord} from '../records/result.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'

/** Metrics of chip sets, in the order they are shown: of single answers, then of answers compared. */
export const METRICS = [...QUALITY_METRICS, ...SET_METRICS] as const
export type Metric = (typeof METRICS)[number]
const CELL_COLUMNS = ['run_id', ...CASE_COLUMNS] as const
export type MetricMeans = Record<Metric, number | null>

/**
 * Means of the automatic quality metrics by group. Reads every answer once, a page at a time; only digests
 * of the keys are kept. `seen` is called with the number of answers that were read.
 */
export async function evaluateQuality(
  store: Store,
  columns: readonly GroupColumn[],
  filter: ResultFilter,
  seen: (answers: number) => void = () => {},
): Promise<Map<string, MetricMeans>> {
  const totals = new Map<string, Map<string, {sum: number; n: number}>>()
  const sets: MeasuredSet[] = []
  let answers = 0
  for await (const page of store.results.levelledPages({...filter, status: 'completed'})) {
    for (const result of page) {
      const group = groupKey({...result, day: result.created_at.slice(0, 10)}, columns)
      addQuality(totals, group, result)
      sets.push({group, factors: pick(result, CELL_COLUMNS), keys: keyHashes(result.final_chips)})
    }

    seen((answers += page.length))
  }

  const distances = {
    diversity: meanDistances(inBlocks(sets, 'model')),
    specificity: meanDistances(inBlocks(sets, 'persona_id')),
    stability: meanDistances(inBlocks(sets, 'trial')),
  }
  return new Map(
    [...totals].map(([group, metricTotals]) => {
      const unstable = distances.stability.get(group) ?? null
      const means = QUALITY_METRICS.map((metric) => {
        const {sum, n} = metricTotals.get(metric) ?? {sum: 0, n: 0}
        return [metric, n === 0 ? null : sum / n] as const
      })
      return [
        group,
        {
          ...Object.fromEntries(means),
          diversity: distances.diversity.get(group) ?? null,
          specificity: distances.specificity.get(group) ?? null,
          stability: unstable === null ? null : 1 - unstable,
        } as MetricMeans,
      ]
    }),
  )
}

function addQuality(
  totals: Map<string, Map<string, {sum: number; n: number}>>,
  group: string,
  result: ResultRecord,
): void {
  const metricTotals = totals.get(group) ?? new Map<string, {sum: number; n: number}>()
  totals.set(group, metricTotals)
  for (const [metric, value] of Object.entries(chipQuality(result))) {
    if (value === null) continue
    const total = metricTotals.get(metric) ?? {sum: 0, n: 0}
    metricTotals.set(metric, total)
    total.sum += value
    total.n++
  }
}

interface MeasuredSet {
  group: string
  factors: CellFactors
  keys: Uint32Array
}

/** The sets in blocks that differ in one factor alone, within one run. */
function* inBlocks(
  sets: readonly MeasuredSet[],
  factor: 'model' | 'persona_id' | 'trial',
): Generator<ChipSetKeys> {
  for (const {group, factors, keys} of sets)
    yield {group, block: JSON.stringify({...factors, [factor]: null}), keys}
}
