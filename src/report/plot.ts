import {html, type Html} from '../formats/html.js'
import {scrollable} from './scrollable.js'

/** A line of what a plot says, for those who hear the page. */
export interface SpokenLine {
  /** What the line and those after it are about. */
  heading?: string | undefined
  text: string
}

/** A drawing of a width and height, and the same in words: a picture is one thing to a screen reader, without its values. */
export function plot(
  label: string,
  size: {width: number; height: string},
  drawing: Html,
  lines: readonly SpokenLine[],
): Html {
  return html`${scrollable(
    label,
    html`<svg role="img" aria-label="${label}" viewBox="0 0 ${size.width} ${size.height}">
<title>${label}</title>
${drawing}</svg>`,
  )}
<ul class="unseen" aria-label="${label}, in words">${lines.map(
    ({heading, text}) => html`${heading === undefined ? null : html`<li>${heading}</li>`}<li>${text}</li>`,
  )}</ul>`
}
