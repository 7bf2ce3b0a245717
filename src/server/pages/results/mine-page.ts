import {html, type Html} from '../../../text/html.js'
import {counted} from '../../../text/numbers.js'
import {identityText} from '../../../rating/messages.js'
import type {ListedForUser} from '../../../store/result-lists.js'
import {pager} from '../pager.js'

export interface MineView {
  results: readonly ListedForUser[]
  total: number
  offset: number
  limit: number
}

/** The results that the reader has rated, newest results first. */
export function mineBody({results, total, offset, limit}: MineView): Html {
  if (total === 0)
    return html`<h1>My ratings</h1><p>You have rated nothing yet.</p><p><a class="button" href="/">Rate</a></p>`
  return html`<h1>My ratings</h1>
<p>${counted(total, 'result')}. Whose chips and system you have seen together is not rated blind any more.</p>
<ul class="list">${results.map(
    (
      result,
    ) => html`<li><b class="score">${result.my_rating ?? '–'}</b><div><a href="/app/results/${encodeURIComponent(result.id)}">${result.desired_role}, ${result.sector}</a>
<span class="dim">${identityText(result)}</span></div></li>`,
  )}</ul>
${pager({path: '/app/mine', parameters: [], offset, limit, total})}`
}
