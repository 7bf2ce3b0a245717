import {html, type Html} from '../../text/html.js'
import {changed, link, type Parameters} from './address.js'

export interface Pager {
  path: string
  parameters: Parameters
  offset: number
  limit: number
  total: number
}

/** Links to the pages before and after, and where this page stands. */
export function pager({path, parameters, offset, limit, total}: Pager): Html {
  const last = Math.min(total, offset + limit)
  const to = (at: number) => link(path, changed(parameters, {offset: at === 0 ? undefined : String(at)}))
  return html`<nav class="pager actions" aria-label="Pages of the list">${
    offset > 0 ? html`<a href="${to(Math.max(0, offset - limit))}" rel="prev">Before</a> ` : null
  }<span>${total === 0 ? 0 : offset + 1} to ${last} of ${total}</span>${
    last < total ? html` <a href="${to(last)}" rel="next">Next</a>` : null
  }</nav>`
}
