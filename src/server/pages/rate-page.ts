import {Html, html} from '../../text/html.js'
import {LONGEST_NOTE, SCORE_LABELS} from '../../records/rating.js'
import type {ItemAnswer} from './wire.js'

export interface RateView {
  user: string
  first: ItemAnswer | undefined
  total: number
  raters: number
  /** Results within the filters, rated or not. */
  results: number
  /** Those that the user has not rated. */
  unrated: number
}

const TOOLS = [
  ['u', 'Undo'],
  ['s', 'Skip'],
  ['n', 'Note'],
  ['f', 'Flag'],
  ['r', 'Reveal last'],
  ['d', 'Details'],
  ['?', 'Help'],
] as const

/** The rating page with its first result; the script fetches the other results. */
export function rateBody({user, first, total, raters, results, unrated}: RateView): Html {
  if (!first) return nothingLeft(user, results, unrated)
  return html`<noscript><p class="notice bad">Rating needs JavaScript. The other pages work without it.</p></noscript>
<div id="rating">
<p id="place" class="place">1 of ${total} · ${raters === 0 ? 'nobody has rated yet' : raters === 1 ? '1 rater so far' : `${raters} raters so far`}</p>
<p id="unsent" class="notice bad" role="alert" hidden></p>
<p id="notice" class="notice" role="status"></p>
<article id="item">${new Html(first.html)}</article>
<div id="end" hidden><h1>That was the last result of this session.</h1><p><a class="button" href="" id="more">Another sitting</a> <a class="button" href="/app/leaderboard">Leaderboard</a></p></div>
</div>
<div class="keys" id="keys">
<div class="scores" role="group" aria-label="Your rating">${SCORE_LABELS.map(
    (word, at) =>
      html`<button type="button" data-key="${at + 1}" aria-keyshortcuts="${at + 1}"><b>${at + 1}</b> <span>${word}</span></button>`,
  )}</div>
<div class="tools" role="group" aria-label="More">${TOOLS.map(
    ([key, name]) =>
      html`<button type="button" class="quiet" data-key="${key}" aria-keyshortcuts="${key}">${name} <kbd aria-hidden="true">${key}</kbd></button>`,
  )}</div>
</div>
<dialog id="note" aria-labelledby="note-title"><form method="dialog"><h2 id="note-title">Note on this result</h2>
<label for="note-text">What should be known of it?</label>
<textarea id="note-text" rows="4" maxlength="${LONGEST_NOTE}"></textarea>
<p class="actions"><button type="submit" value="save">Save</button> <button type="submit" value="" class="quiet" formnovalidate>Cancel</button></p></form></dialog>
<dialog id="help" aria-labelledby="help-title"><form method="dialog"><h2 id="help-title">How to rate</h2>
<p>Rate the chips by themselves: would this person be well served by a training built from them? You do not see which model made them.</p>
<dl>${SCORE_LABELS.map((word, at) => html`<div><dt><kbd>${at + 1}</kbd></dt><dd>${word}</dd></div>`)}
<div><dt><kbd>s</kbd></dt><dd>skip: not now, it comes again in another session</dd></div>
<div><dt><kbd>u</kbd></dt><dd>undo: take the last rating back</dd></div>
<div><dt><kbd>n</kbd></dt><dd>note: a remark on this result</dd></div>
<div><dt><kbd>f</kbd></dt><dd>flag: somebody should look at it</dd></div>
<div><dt><kbd>r</kbd></dt><dd>reveal whose the last rated one was; it cannot be undone after that</dd></div>
<div><dt><kbd>p</kbd></dt><dd>who it was made for</dd></div>
<div><dt><kbd>d</kbd></dt><dd>details: keys of the chips, and remarks</dd></div></dl>
<p>Every rating is kept at once: on the server, or in this browser until there is a connection.</p>
<p class="actions"><button type="submit">Close</button></p></form></dialog>`
}

function nothingLeft(user: string, results: number, unrated: number): Html {
  const text =
    results === 0
      ? html`There are no completed results to rate here yet.`
      : unrated > 0
        ? html`Nothing is left here for <bdi>${user}</bdi>: of each system and configuration one result is asked, and none of archived runs or retired systems.`
        : html`<bdi>${user}</bdi> has rated all ${results} results here.`
  return html`<h1>Nothing to rate</h1><p>${text}</p>
<p><a class="button" href="/app/leaderboard">Leaderboard</a> <a class="button" href="/app/runs">Runs</a></p>`
}
