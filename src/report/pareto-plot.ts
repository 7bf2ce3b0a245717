import {cutInMiddle, html, placesOf, type Html} from '../text/html.js'
import {placeLabels, type Box, type LabelPlace} from './labels.js'
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

/** A drawing for a range of widths: `bottom` is the axis, more dots need more room for their labels. */
interface Frame {
  width: number
  left: number
  right: number
  top: number
  bottom: number
  mostTicks: number
}

const WIDE_FRAME = {width: 900, left: 44, right: 880, top: 14, mostTicks: 10}
/** For phones and print: dots are numbered, and a list below has their names. */
const NARROW_FRAME = {width: 340, left: 30, right: 326, top: 14, mostTicks: 5}
/** Height of the axis below, and of the plot. */
const AXIS = 52
const HEIGHT = {least: 360, perDot: 18}
const NARROW_HEIGHT = {least: 300, perDot: 8}
/** Values that differ by more than this many times need a logarithmic axis. */
const WIDE = 20
const LONGEST_NAME = 28
/** Pixels a place of a name takes at most, in the fonts of common systems. */
const PLACE = 7.3
const FREE_EDGE = {wide: 50, narrow: 26}

interface Axis {
  axis: string
  tick: (value: number) => string
}

/**
 * Rating over cost (or latency), each dot with its interval; a stepped line: the best rating for at most so
 * much. Drawn twice: with names beside the dots where there is room, else with numbers.
 */
export function paretoPlot(label: string, dots: readonly ParetoDot[], axis: Axis): Html {
  const sorted = [...dots].sort((a, b) => a.x - b.x)
  const wide = {...WIDE_FRAME, bottom: bottomOf(WIDE_FRAME, HEIGHT, dots.length)}
  const narrow = {...NARROW_FRAME, bottom: bottomOf(NARROW_FRAME, NARROW_HEIGHT, dots.length)}
  const names = sorted.map(({name}) => cutInMiddle(name, LONGEST_NAME))
  const numbers = sorted.map((_, at) => String(at + 1))
  return html`<div class="pareto">${picture('wide', label, drawing(sorted, names, wide, axis), wide)}
${picture('narrow', label, drawing(sorted, numbers, narrow, axis), narrow)}
<ol class="key" aria-label="${label}, in words">${sorted.map(
    (dot) =>
      html`<li><bdi>${dot.name}</bdi>: ${dot.rating.toFixed(2)} at ${axis.tick(dot.x)}${dot.isOnFront ? ', on the front' : ''}</li>`,
  )}</ol></div>`
}

function bottomOf({top}: {top: number}, {least, perDot}: typeof HEIGHT, dots: number): number {
  return top + Math.max(least, perDot * dots)
}

function picture(kind: string, label: string, content: Html, {width, bottom}: Frame): Html {
  return html`<svg class="${kind}" role="img" aria-label="${label}" viewBox="0 0 ${width} ${px(bottom + AXIS)}">
<title>${label}</title>
${content}</svg>`
}

function drawing(
  dots: readonly ParetoDot[],
  labels: readonly string[],
  frame: Frame,
  {axis, tick}: Axis,
): Html {
  const {left, right, top, bottom, width} = frame
  const {scale: x, isBroken} = xScale(
    dots.map((dot) => dot.x),
    frame,
  )
  const y = linearScale({low: 1, high: 5}, {low: bottom, high: top}, [1, 2, 3, 4, 5])
  const lines = [...dots.flatMap((dot) => whiskerBox(dot, x, y)), ...stepBoxes(dots, x, y)]
  const places = placeLabels(
    dots.map((dot, at) => ({x: x.at(dot.x), y: y.at(dot.rating), width: placesOf(labels[at]!) * PLACE})),
    lines,
    {left: left + 4, right: width - 2, top, bottom},
  )
  // Leaders lie under the dots, and labels over everything.
  const leaders = dots.map((dot, at) => leader(x.at(dot.x), y.at(dot.rating), labels[at]!, places[at]!))
  const drawn = dots.map((dot) => oneDot(dot, x.at(dot.x), y))
  const texts = dots.map((dot, at) => oneLabel(dot, x.at(dot.x), labels[at]!, places[at]!))
  return html`${y.ticks.map((value) => row(value, y.at(value), frame))}${spaced(x).map((value) =>
    column(tick(value), x.at(value), frame),
  )}<text class="tick" x="${(left + right) / 2}" y="${bottom + 44}" text-anchor="middle">${axis}</text>
${isBroken ? freeEdge(frame) : ''}${steps(dots, x, y)}${leaders}${drawn}${texts}`
}

/** Pixels that the label of a tick takes at most. */
const TICK = 50

/** The ticks whose labels do not run into the label before. */
function spaced({ticks, at}: Scale): number[] {
  let last = -Infinity
  return ticks.filter((value) => {
    const isFree = at(value) - last >= TICK
    if (isFree) last = at(value)
    return isFree
  })
}

function freeWidth({width}: Frame): number {
  return width === WIDE_FRAME.width ? FREE_EDGE.wide : FREE_EDGE.narrow
}

function freeEdge(frame: Frame): Html {
  const x = frame.left + freeWidth(frame)
  return html`<line class="zero" x1="${x}" x2="${x}" y1="${frame.top}" y2="${frame.bottom + 8}"/>
`
}

function row(value: number, y: number, {left, right}: Frame): Html {
  return html`<line class="grid" x1="${left}" x2="${right}" y1="${px(y)}" y2="${px(y)}"/><text class="tick" x="${
    left - 10
  }" y="${px(y + 4)}" text-anchor="end">${value}</text>
`
}

function column(text: string, x: number, {top, bottom}: Frame): Html {
  return html`<line class="grid" x1="${px(x)}" x2="${px(x)}" y1="${top}" y2="${bottom}"/><text class="tick" x="${px(
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
function xScale(values: readonly number[], frame: Frame): {scale: Scale; isBroken: boolean} {
  const positive = values.filter((value) => value > 0)
  const high = Math.max(...values)
  const low = Math.min(...positive)
  const pixels = {low: frame.left, high: frame.right}
  if (positive.length < 2 || high / low <= WIDE) {
    const most = high > 0 ? high * 1.05 : 1
    const ticks = roundTicks(0, most, Math.min(6, frame.mostTicks - 1))
    return {
      scale: linearScale({low: 0, high: most}, {...pixels, low: frame.left + 10}, ticks),
      isBroken: false,
    }
  }

  const isBroken = values.some((value) => value === 0)
  const left = isBroken ? frame.left + freeWidth(frame) + 16 : frame.left
  const inner = logScale({low: low / 1.3, high: high * 1.3}, {...pixels, low: left}, frame.mostTicks)
  if (!isBroken) return {scale: inner, isBroken}
  const at = (value: number) => (value === 0 ? frame.left + freeWidth(frame) / 2 : inner.at(value))
  return {scale: {at, ticks: [0, ...inner.ticks]}, isBroken}
}
