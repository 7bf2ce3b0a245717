import {html, shortened, type Html} from './html.js'
import {linearScale, logScale, px, roundTicks, type Scale} from './scale.js'

/** A group in the trade-off: right is dearer (or slower), up is better rated. */
export interface ParetoDot {
  name: string
  /** Dollars or milliseconds; 0 stands at the left edge. */
  x: number
  rating: number
  interval: {low: number; high: number} | null
  isOnFront: boolean
}

const SIZE = {width: 900, height: 420}
const BOX = {left: 56, right: 740, top: 14, bottom: 366}
/** Pixels between two labels. */
const LABEL = 15
/** Costs that differ by more than this many times need a logarithmic axis. */
const WIDE = 20
const LONGEST_NAME = 26

/** Rating over cost (or latency), each dot with its interval; those nobody beats are filled. */
export function paretoPlot(label: string, dots: readonly ParetoDot[], {axis, tick}: {axis: string; tick: (value: number) => string}): Html {
  const x = xScale(dots.map((dot) => dot.x))
  const y = linearScale({low: 1, high: 5}, {low: BOX.bottom, high: BOX.top}, [1, 2, 3, 4, 5])
  const labels = spread(dots.map((dot) => y.at(dot.rating)))
  return html`<svg role="img" aria-label="${label}" viewBox="0 0 ${SIZE.width} ${SIZE.height}">
${y.ticks.map((value) => html`<line class="grid" x1="${BOX.left}" x2="${BOX.right}" y1="${px(y.at(value))}" y2="${px(y.at(value))}"/><text class="tick" x="${BOX.left - 10}" y="${px(y.at(value) + 4)}" text-anchor="end">${value}</text>
`)}${x.ticks.map((value) => html`<line class="grid" x1="${px(x.at(value))}" x2="${px(x.at(value))}" y1="${BOX.top}" y2="${BOX.bottom}"/><text class="tick" x="${px(x.at(value))}" y="${BOX.bottom + 20}" text-anchor="middle">${tick(value)}</text>
`)}<text class="tick" x="${(BOX.left + BOX.right) / 2}" y="${SIZE.height - 8}" text-anchor="middle">${axis}</text>
${front(dots, x, y)}${dots.map((dot, at) => oneDot(dot, x.at(dot.x), y, labels[at]!))}</svg>`
}

/** Ratings one can have for at most so much: a step line through the front. */
function front(dots: readonly ParetoDot[], x: Scale, y: Scale): Html {
  const sorted = dots.filter(({isOnFront}) => isOnFront).sort((a, b) => a.x - b.x || b.rating - a.rating)
  const [first] = sorted
  if (!first || sorted.length < 2) return html``
  const path = sorted.slice(1).map((dot) => `H${px(x.at(dot.x))}V${px(y.at(dot.rating))}`)
  return html`<path class="front" d="M${px(x.at(first.x))} ${px(y.at(first.rating))}${path.join('')}"/>
`
}

function oneDot(dot: ParetoDot, x: number, y: Scale, labelY: number): Html {
  const middle = y.at(dot.rating)
  const {interval} = dot
  return html`<g><title>${dot.name}: ${dot.rating.toFixed(2)}</title>${
    interval ? html`<line class="whisker thin" x1="${px(x)}" x2="${px(x)}" y1="${px(y.at(interval.low))}" y2="${px(y.at(interval.high))}"/>` : ''
  }<circle class="${dot.isOnFront ? 'dot' : 'dot open'}" cx="${px(x)}" cy="${px(middle)}" r="6"/><path class="leader" d="M${px(x + 8)} ${px(middle)}L${BOX.right + 8} ${px(labelY)}"/><text x="${BOX.right + 12}" y="${px(labelY + 4)}">${shortened(dot.name, LONGEST_NAME)}</text></g>
`
}

function xScale(values: readonly number[]): Scale {
  const positive = values.filter((value) => value > 0)
  const high = Math.max(...values)
  const low = Math.min(...positive)
  const pixels = {low: BOX.left, high: BOX.right}
  if (positive.length < 2 || high / low <= WIDE) {
    const most = high > 0 ? high * 1.05 : 1
    return linearScale({low: 0, high: most}, {...pixels, low: BOX.left + 10}, roundTicks(0, most, 6))
  }

  const free = values.some((value) => value === 0)
  const inner = logScale({low: low / 1.3, high: high * 1.2}, {...pixels, low: free ? BOX.left + 70 : BOX.left})
  if (!free) return inner
  // Nothing has no logarithm: what is free stands apart, at the left.
  return {at: (value) => (value === 0 ? BOX.left + 14 : inner.at(value)), ticks: [0, ...inner.ticks]}
}

/** Places for labels near their wanted ones, none on top of another. */
function spread(wanted: readonly number[]): number[] {
  const order = wanted.map((_, at) => at).sort((a, b) => wanted[a]! - wanted[b]!)
  const placed = [...wanted]
  order.forEach((at, position) => {
    const above = order[position - 1]
    if (above !== undefined) placed[at] = Math.max(wanted[at]!, placed[above]! + LABEL)
  })
  const lowest = Math.max(...placed)
  const excess = Math.max(0, lowest - BOX.bottom)
  return placed.map((place) => Math.max(BOX.top, place - excess))
}
