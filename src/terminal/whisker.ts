import type {Interval} from '../statistics/interval.js'

const SCALE = {low: 1, high: 5}

/**
 * A mean and its interval drawn on the rating scale 1..5, `width` columns; parts beyond the scale are cut
 * off.
 */
export function whisker(mean: number | null, interval: Interval | null, width: number): string {
  const cells = Array.from({length: width}, () => ' ')
  if (mean === null) return cells.join('')
  const at = (value: number) =>
    Math.min(
      width - 1,
      Math.max(0, Math.round(((value - SCALE.low) / (SCALE.high - SCALE.low)) * (width - 1))),
    )
  if (interval) {
    const [low, high] = [at(interval.low), at(interval.high)]
    cells.fill('─', low, high + 1)
    cells[low] = '├'
    cells[high] = '┤'
  }

  cells[at(mean)] = '●'
  return cells.join('')
}

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

/** Counts as bars, the tallest for the most frequent; a count of zero has no bar. */
export function bars(counts: readonly number[]): string {
  const most = Math.max(...counts)
  if (most === 0) return ''
  return counts
    .map((count) => (count === 0 ? ' ' : BARS[Math.max(0, Math.ceil((count / most) * BARS.length) - 1)]!))
    .join('')
}
