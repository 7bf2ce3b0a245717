import {html, placesOf, shortened, type Html} from '../text/html.js'
import {placeLabels, type Box, type LabelPlace} from './labels.js'
import {plot} from './parts.js'
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

const WIDTH = 900
const BOX = {left: 44, right: 880, top: 14}
/** Height of the axis below, and of the plot: more dots need more room for their labels. */
const AXIS = 52
const HEIGHT = {least: 360, perDot: 18}
/** Values that differ by more than this many times need a logarithmic axis. */
const WIDE = 20
const LONGEST_NAME = 28
/** Pixels a place of a name takes at most, in the fonts of common systems. */
const PLACE = 7.3
const FREE_EDGE = 50

/**
 * Rating over cost (or latency), each dot with its interval; a stepped line: the best rating for at most so
 * much.
 */
export function paretoPlot(
  label: string,
  dots: readonly ParetoDot[],
  {axis, tick}: {axis: string; tick: (value: number) => string},
): Html {
  const bottom = BOX.top + Math.max(HEIGHT.least, HEIGHT.perDot * dots.length)
  const {scale: x, isBroken} = xScale(dots.map((dot) => dot.x))
  const y = linearScale({low: 1, high: 5}, {low: bottom, high: BOX.top}, [1, 2, 3, 4, 5])
  const names = dots.map(({name}) => shortened(name, LONGEST_NAME))
  const lines = [...dots.flatMap((dot) => whiskerBox(dot, x, y)), ...stepBoxes(dots, x, y)]
  const places = placeLabels(
    dots.map((dot, at) => ({x: x.at(dot.x), y: y.at(dot.rating), width: placesOf(names[at]!) * PLACE})),
    lines,
    {left: BOX.left + 4, right: WIDTH - 2, top: BOX.top, bottom},
  )
  // Leaders lie under the dots, and labels over everything.
  const leaders = dots.map((dot, at) => leader(x.at(dot.x), y.at(dot.rating), names[at]!, places[at]!))
  const drawn = dots.map((dot) => oneDot(dot, x.at(dot.x), y))
  const labels = dots.map((dot, at) => oneLabel(dot, x.at(dot.x), names[at]!, places[at]!))
  const drawing = html`${y.ticks.map((value) => row(value, y.at(value)))}${x.ticks.map((value) =>
    column(tick(value), x.at(value), bottom),
  )}<text class="tick" x="${
    (BOX.left + BOX.right) / 2
  }" y="${bottom + 44}" text-anchor="middle">${axis}</text>
${isBroken ? freeEdge(bottom) : ''}${steps(dots, x, y)}${leaders}${drawn}${labels}`
  const sentence = [...dots]
    .sort((a, b) => a.x - b.x)
    .map((dot) => ({text: `${nameAndRating(dot)} at ${tick(dot.x)}${dot.isOnFront ? ', on the front' : ''}`}))
  return plot(label, {width: WIDTH, height: px(bottom + AXIS)}, drawing, sentence)
}

function freeEdge(bottom: number): Html {
  const x = BOX.left + FREE_EDGE
  return html`<line class="zero" x1="${x}" x2="${x}" y1="${BOX.top}" y2="${bottom + 8}"/>
`
}

function row(value: number, y: number): Html {
  const [left, right] = [BOX.left, BOX.right]
  return html`<line class="grid" x1="${left}" x2="${right}" y1="${px(y)}" y2="${px(y)}"/><text class="tick" x="${
    left - 10
  }" y="${px(y + 4)}" text-anchor="end">${value}</text>
`
}

function column(text: string, x: number, bottom: number): Html {
  return html`<line class="grid" x1="${px(x)}" x2="${px(x)}" y1="${BOX.top}" y2="${bottom}"/><text class="tick" x="${px(
    x,
  )}" y="${bottom + 20}" text-anchor="middle">${text}</text>
`
}

/**
 * The groups that are best rated among all that are no dearer, the cheapest first. Speed does not count here.
 */
export function bestForAtMost<Dot extends {x: number; rating: number}>(dots: readonly Dot[]): Dot[] {
  let best = -Infinity
  return [...dots]
    .sort((a, b) => a.x - b.x || b.rating - a.rating)
    .filter(({rating}) => {
      const isBetter = rating > best
      if (isBetter) best = rating
      return isBetter
    })
}

function steps(dots: readonly ParetoDot[], x: Scale, y: Scale): Html {
  const [first, ...laterDots] = bestForAtMost(dots)
  if (!first || laterDots.length === 0) return html``
  const path = laterDots.map((dot) => `H${px(x.at(dot.x))}V${px(y.at(dot.rating))}`)
  return html`<path class="front" d="M${px(x.at(first.x))} ${px(y.at(first.rating))}${path.join('')}"/>
`
}

/** Half the width of a line that labels keep off. */
const HALF = 2

function whiskerBox({x: value, interval}: ParetoDot, x: Scale, y: Scale): Box[] {
  if (!interval) return []
  const middle = x.at(value)
  return [{left: middle - HALF, right: middle + HALF, top: y.at(interval.high), bottom: y.at(interval.low)}]
}

function stepBoxes(dots: readonly ParetoDot[], x: Scale, y: Scale): Box[] {
  const best = bestForAtMost(dots)
  return best.slice(1).flatMap((dot, at) => {
    const [left, right] = [x.at(best[at]!.x), x.at(dot.x)]
    const [bottom, top] = [y.at(best[at]!.rating), y.at(dot.rating)]
    return [
      {left, right, top: bottom - HALF, bottom: bottom + HALF},
      {left: right - HALF, right: right + HALF, top, bottom},
    ]
  })
}

function nameAndRating({name, rating}: ParetoDot): string {
  return `${name}: ${rating.toFixed(2)}`
}

function oneDot(dot: ParetoDot, at: number, y: Scale): Html {
  const {interval} = dot
  const x = px(at)
  const [low, high] = interval ? [px(y.at(interval.low)), px(y.at(interval.high))] : []
  const whisker = interval
    ? html`<line class="whisker thin" x1="${x}" x2="${x}" y1="${low}" y2="${high}"/>`
    : ''
  return html`<g><title>${nameAndRating(dot)}</title>${whisker}<circle class="${dot.isOnFront ? 'dot' : 'dot open'}" cx="${x}" cy="${px(
    y.at(dot.rating),
  )}" r="6"/></g>
`
}

/** The end of a label that is nearer to its dot. */
function nearEdge(x: number, text: string, {left}: LabelPlace): number {
  return left >= x ? left : left + placesOf(text) * PLACE
}

/** A label that had to move away is led back to its dot by a line. */
function leader(x: number, y: number, text: string, place: LabelPlace): Html {
  if (Math.abs(place.y - y) < 9) return html``
  return html`<path class="leader" d="M${px(x)} ${px(y)}L${px(nearEdge(x, text, place))} ${px(place.y)}"/>`
}

function oneLabel(dot: ParetoDot, x: number, text: string, place: LabelPlace): Html {
  return html`<text class="label" x="${px(nearEdge(x, text, place))}" y="${px(place.y + 4)}" text-anchor="${
    place.left >= x ? 'start' : 'end'
  }"><title>${nameAndRating(dot)}</title>${text}</text>
`
}

/** `isBroken`: zero has no logarithm, so groups without cost stand apart at the left edge. */
function xScale(values: readonly number[]): {scale: Scale; isBroken: boolean} {
  const positive = values.filter((value) => value > 0)
  const high = Math.max(...values)
  const low = Math.min(...positive)
  const pixels = {low: BOX.left, high: BOX.right}
  if (positive.length < 2 || high / low <= WIDE) {
    const most = high > 0 ? high * 1.05 : 1
    return {
      scale: linearScale({low: 0, high: most}, {...pixels, low: BOX.left + 10}, roundTicks(0, most, 6)),
      isBroken: false,
    }
  }

  const isBroken = values.some((value) => value === 0)
  const left = isBroken ? BOX.left + FREE_EDGE + 16 : BOX.left
  const inner = logScale({low: low / 1.3, high: high * 1.3}, {...pixels, low: left})
  if (!isBroken) return {scale: inner, isBroken}
  const at = (value: number) => (value === 0 ? BOX.left + FREE_EDGE / 2 : inner.at(value))
  return {scale: {at, ticks: [0, ...inner.ticks]}, isBroken}
}
