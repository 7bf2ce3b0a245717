import {html, shortened, type Html} from '../text/html.js'
import {plot} from './parts.js'
import {px, type Scale} from './scale.js'

/** A line of a whisker plot: a value with its interval. */
export interface WhiskerLine {
  name: string
  value: number
  interval: {low: number; high: number} | null
  /** The same in words. */
  text: string
  /** Opens a new group of lines under this heading. */
  heading?: string | undefined
}

const LINE = 26
const LEFT = 230
const RIGHT = 190
const TOP = 8
const LONGEST_NAME = 30

export const WHISKER_PLOT = {low: LEFT, high: 900 - RIGHT, width: 900}

/** Values as dots with their intervals as whiskers, a line each, over one scale. `zero`: a line to compare with. */
export function whiskerPlot(
  label: string,
  lines: readonly WhiskerLine[],
  scale: Scale,
  {tick, zero}: {tick: (value: number) => string; zero?: number},
): Html {
  let y = TOP
  const drawn = lines.map((line) => {
    if (line.heading !== undefined) y += LINE
    y += LINE
    return {line, y: y - LINE / 2}
  })
  const height = y + 30
  const drawing = html`${scale.ticks.map((value) => column(tick(value), scale.at(value), y))}${
    zero === undefined
      ? ''
      : html`<line class="zero" x1="${px(scale.at(zero))}" x2="${px(scale.at(zero))}" y1="${TOP}" y2="${px(y)}"/>
`
  }${drawn.map(({line, y: middle}) => oneLine(line, middle, scale))}`
  const sentence = lines.map(({name, text, heading}) => ({heading, text: `${name}: ${text}`}))
  return plot(label, {width: WHISKER_PLOT.width, height: px(height)}, drawing, sentence)
}

function column(text: string, x: number, bottom: number): Html {
  return html`<line class="grid" x1="${px(x)}" x2="${px(x)}" y1="${TOP}" y2="${px(bottom)}"/><text class="tick" x="${px(x)}" y="${px(
    bottom + 18,
  )}" text-anchor="middle">${text}</text>
`
}

function oneLine({name, value, interval, text, heading}: WhiskerLine, y: number, scale: Scale): Html {
  return html`${
    heading === undefined
      ? ''
      : html`<text class="heading" x="0" y="${px(y - LINE + 4)}">${heading}</text>
`
  }<g><title>${name}: ${text}</title><text x="${LEFT - 12}" y="${px(y + 4)}" text-anchor="end">${shortened(name, LONGEST_NAME)}</text>${
    interval
      ? html`<line class="whisker" x1="${px(scale.at(interval.low))}" x2="${px(scale.at(interval.high))}" y1="${px(y)}" y2="${px(y)}"/>`
      : ''
  }<circle class="dot" cx="${px(scale.at(value))}" cy="${px(y)}" r="5"/><text class="value" x="${WHISKER_PLOT.high + 14}" y="${px(y + 4)}">${text}</text></g>
`
}
