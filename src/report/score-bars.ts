import type {Histogram} from '../records/stats.js'
import {html, type Html} from '../text/html.js'
import {px} from './scale.js'

const BAR = {width: 9, gap: 3, height: 18}

/** How often each score was given, as five small bars; the counts are in its title. */
export function scoreBars(histogram: Histogram): Html {
  const most = Math.max(...histogram)
  if (most === 0) return html`–`
  const sentence = `Scores: ${histogram.map((count, at) => `${at + 1}: ${count}`).join(', ')}`
  const width = histogram.length * (BAR.width + BAR.gap)
  // A score that was never given keeps its place as a line.
  const heights = histogram.map((count) => (count === 0 ? 1 : Math.max(2, (count / most) * BAR.height)))
  return html`<svg class="bars" role="img" aria-label="${sentence}" width="${width}" height="${BAR.height}" viewBox="0 0 ${
    width
  } ${BAR.height}"><title>${sentence}</title>${heights.map(
    (height, at) =>
      html`<rect x="${
        at * (BAR.width + BAR.gap)
      }" y="${px(BAR.height - height)}" width="${BAR.width}" height="${px(height)}"/>`,
  )}</svg>`
}
