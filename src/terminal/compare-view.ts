import type {MetricComparison, PairResult} from '../analysis/comparison.js'
import type {Comparison} from '../evaluation/comparison.js'
import type {Interval} from '../statistics/interval.js'
import {colour} from './colour.js'
import {decimal, milliseconds, usd} from './format.js'
import {fitText} from './fit-text.js'
import {signed} from './panel-view.js'
import {safeText} from './safe-text.js'
import {missing} from './stats-view.js'
import {table} from './table.js'

/** One pair in full, or a line for each pair of a family. */
export function compareView({pairs}: Comparison, width: number): string {
  const [only] = pairs
  return only && pairs.length === 1 ? pairView(only, width) : familyView(pairs, width)
}

/** What a comparison says, in a sentence that claims no more than the data. */
export function verdict({a, b, metrics, p_holm, advice}: PairResult): string {
  const rating = metrics[0]!
  const [first, second] = [a, b].map(safeText)
  if (rating.n === 0) return `${first} and ${second} have no rated configuration in common, so their ratings do not compare.`
  if (rating.interval === null || rating.meanDifference === null) {
    return `${first} and ${second} have one rated configuration in common: too few to compare.`
  }

  const evidence = `${pText(p_holm)}, ${rating.n} matched configurations`
  if (p_holm !== null && p_holm <= 0.05) {
    const [better, worse] = rating.meanDifference > 0 ? [first, second] : [second, first]
    return `${better} is rated higher than ${worse} by ${Math.abs(rating.meanDifference).toFixed(2)} points (${evidence}).`
  }

  const open = `No difference in rating is shown between ${first} and ${second} (${evidence}); the data allow from ${signed(rating.interval.low)} to ${signed(rating.interval.high)}.`
  return advice ? `${open}\n${capital(missing(advice))}` : open
}

function pairView(pair: PairResult, width: number): string {
  const rows = table(
    pair.metrics,
    [
      {header: '', value: ({metric}) => LABELS[metric]},
      {header: fitText(pair.a, 30), value: (row) => figure(row, row.meanA), align: 'right'},
      {header: fitText(pair.b, 30), value: (row) => figure(row, row.meanB), align: 'right'},
      {header: 'difference', value: (row) => difference(row, row.meanDifference), align: 'right'},
      {header: '95 %', value: (row) => interval(row, row.interval)},
      {header: 'p', value: ({p}) => (p === null ? '–' : pNumber(p)), align: 'right', expendable: 1},
      {header: 'matched', value: ({n}) => String(n), align: 'right', expendable: 2},
    ],
    width,
  )
  return `${rows}\n\n${colour.bold(verdict(pair))}`
}

function familyView(pairs: readonly PairResult[], width: number): string {
  if (pairs.length === 0) return 'There are not two levels to compare.'
  const sorted = [...pairs].sort((x, y) => (x.p_holm ?? 2) - (y.p_holm ?? 2))
  const rows = table(
    sorted,
    [
      {header: 'A', value: ({a}) => fitText(a, 34)},
      {header: 'B', value: ({b}) => fitText(b, 34)},
      {header: 'A − B', value: ({metrics}) => difference(metrics[0]!, metrics[0]!.meanDifference), align: 'right'},
      {header: '95 %', value: ({metrics}) => interval(metrics[0]!, metrics[0]!.interval), expendable: 1},
      {header: 'p (Holm)', value: ({p_holm}) => (p_holm === null ? '–' : pNumber(p_holm)), align: 'right'},
      {header: 'matched', value: ({metrics}) => String(metrics[0]!.n), align: 'right', expendable: 2},
      {header: 'cost A − B', value: ({metrics}) => difference(metrics[1]!, metrics[1]!.meanDifference), align: 'right', expendable: 3},
    ],
    width,
  )
  const apart = sorted.filter(({p_holm}) => p_holm !== null && p_holm <= 0.05).length
  return `${rows}\n\n${apart} of ${pairs.length} pairs are rated differently beyond chance (p ≤ .05 after Holm, paired on matched configurations).`
}

const LABELS = {rating: 'rating', cost_usd: 'cost per result', latency_ms: 'latency'}

function figure({metric}: MetricComparison, value: number | null): string {
  if (metric === 'cost_usd') return usd(value)
  return metric === 'latency_ms' ? milliseconds(value) : decimal(value, 2)
}

function difference(row: MetricComparison, value: number | null): string {
  if (value === null) return '–'
  if (row.metric === 'rating') return signed(value)
  const size = figure(row, Math.abs(value))
  if (size === figure(row, 0)) return size
  return value < 0 ? `-${size}` : `+${size}`
}

function interval(row: MetricComparison, ends: Interval | null): string {
  return ends === null ? '–' : `${difference(row, ends.low)} to ${difference(row, ends.high)}`
}

function pText(p: number | null): string {
  if (p === null) return 'p unknown'
  return p < 0.001 ? 'p < .001' : `p = ${pNumber(p)}`
}

function pNumber(p: number): string {
  return p < 0.001 ? '<.001' : p.toFixed(3).replace(/^0/, '')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
