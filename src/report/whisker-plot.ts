import {html, type Html} from '../text/html.js'
import {nameOf} from './names.js'
import {linearScale, px, type Scale} from './scale.js'

/** A line of a whisker plot: a value with its interval. */
export interface WhiskerLine {
  name: string
  value: number
  interval: {low: number; high: number} | null
  /** The same in words. */
  text: string
  /** Opens a new group of lines under this heading. */
  heading?: string | undefined
  /** Where the name leads to, on pages. */
  href?: string | undefined
}

/** The range of the values, and what stands at the axis. */
export interface WhiskerAxis {
  low: number
  high: number
  ticks: readonly number[]
  tick: (value: number) => string
  /** A line to compare with. */
  zero?: number
}

/** Room at both ends, in percent: a dot and the label of a tick stay inside. */
const EDGE = 3
const LONGEST_NAME = 40

/**
 * Values as dots with their intervals as whiskers, a line each, over one scale. Names and values are text and
 * wrap like text; only the bars between them are drawn, in percent of their width, so that the plot is right
 * at every width and nothing is hidden from a screen reader.
 */
export function whiskerPlot(label: string, lines: readonly WhiskerLine[], axis: WhiskerAxis): Html {
  const scale = linearScale(axis, {low: EDGE, high: 100 - EDGE}, axis.ticks)
  return html`<div class="whiskers"><ul aria-label="${label}">
${lines.map((line) => oneLine(line, scale, axis.zero))}</ul>
<div class="axis" aria-hidden="true"><svg class="bar">${scale.ticks.map(
    (value) =>
      html`<text class="tick" x="${place(scale, value)}" y="14" text-anchor="middle">${axis.tick(value)}</text>`,
  )}</svg></div></div>`
}

function oneLine(
  {name, value, interval, text, heading, href}: WhiskerLine,
  scale: Scale,
  zero?: number,
): Html {
  const whisker =
    interval === null
      ? null
      : html`<line class="whisker" x1="${place(scale, interval.low)}" x2="${place(scale, interval.high)}" y1="50%" y2="50%"/>`
  return html`${
    heading === undefined
      ? null
      : html`<li class="heading">${heading}</li>
`
  }<li><span class="name">${nameOf(name, {longest: LONGEST_NAME, href})}</span> <svg class="bar" aria-hidden="true">${scale.ticks.map(
    (tick) => upright('grid', place(scale, tick)),
  )}${zero === undefined ? null : upright('zero', place(scale, zero))}${whisker}<circle class="dot" cx="${place(scale, value)}" cy="50%" r="5"/></svg> <span class="value">${text}</span></li>
`
}

function upright(kind: string, x: string): Html {
  return html`<line class="${kind}" x1="${x}" x2="${x}" y1="0" y2="100%"/>`
}

function place(scale: Scale, value: number): string {
  return `${px(scale.at(value))}%`
}
