import {belowSentences, type Below} from '../../../figures/below.js'
import {html, type Html} from '../../../text/html.js'
import {link, type Parameters} from '../address.js'

const PLACES = [
  ['/app/leaderboard', 'Leaderboard'],
  ['/app/compare', 'Compare'],
  ['/app/effects', 'Effects'],
  ['/app/agreement', 'Agreement'],
  ['/app/judge', 'Judge'],
  ['/app/tags', 'Tags'],
  ['/app/costs', 'Costs'],
] as const

/** The pages of figures; each shows the same results as this page. */
export function figureNavigation(here: string, parameters: Parameters): Html {
  return html`<nav class="places" aria-label="Figures"><ul>${PLACES.map(
    ([path, name]) =>
      html`<li><a href="${link(path, parameters)}"${path === here ? html` aria-current="page"` : null}>${name}</a></li>`,
  )}</ul></nav>`
}

/** What the figures leave out, and what changed under their names. */
export function belowPart(below: Below): Html {
  return html`${belowSentences(below).map((sentence) => html`<p class="caution">${inPageWords(sentence)}</p>`)}`
}

/** Sentences of the terminal name flags; here the form has them. */
function inPageWords(sentence: string): string {
  return sentence
    .replace(/ --all-versions shows them\.$/, ' The filter can show them.')
    .replace(/ --model shows one of them\.$/, ' The filter can show one of them.')
    .replace(/ --since (\S+) looks at it alone\.$/, ' The filter can show what was made on $1 or later.')
}

/** Links to the same data as files. */
export function downloadLinks(
  files: readonly (readonly [path: string, name: string])[],
  parameters: Parameters,
): Html {
  return html`<p class="downloads">Download: ${files.map(
    ([path, name], at) =>
      html`${at > 0 ? ' · ' : null}<a href="${link(path, parameters)}" download>${name}</a>`,
  )}</p>`
}

/** How a list of results is ordered that stands behind a figure. */
export function orderOf(metric: string): Parameters {
  if (metric === 'cost_usd') return [['sort', 'cost']]
  if (metric === 'latency_ms') return [['sort', 'latency']]
  return metric === 'rating' ? [['sort', 'worst']] : []
}
