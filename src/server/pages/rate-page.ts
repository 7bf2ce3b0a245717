import {Html, html} from '../../text/html.js'
import type {RubricTexts} from '../../rating/rubric-texts.js'
import {LONGEST_NOTE} from '../../records/rating.js'
import type {ItemAnswer, PageCalibration} from './wire.js'

export interface RateView {
  user: string
  first: ItemAnswer | undefined
  total: number
  raters: number
  /** Results within the filters, rated or not. */
  results: number
  /** Those that the user has not rated. */
  unrated: number
  /** Of the whole team: results, and how many of them anybody has rated. */
  team: {results: number; rated: number}
  texts: RubricTexts
  /** The examples that are left; null: none is. */
  calibration: PageCalibration | null
}

const TOOLS = [
  ['t', 'Tag'],
  ['x', 'Bad chips'],
  ['n', 'Note'],
  ['s', 'Skip'],
  ['u', 'Undo'],
  ['g', 'Guidelines'],
  ['e', 'Earlier'],
  ['f', 'Flag'],
  ['r', 'Reveal last'],
  ['d', 'Details'],
  ['?', 'Help'],
] as const

/** The rating page with its first result; the script fetches the other results. */
export function rateBody(view: RateView): Html {
  const {user, first, total, raters, results, unrated, team, texts, calibration} = view
  if (!first) return nothingLeft(user, results, unrated)
  const tools = TOOLS.filter(([key]) => key !== 't' || texts.tags.length > 0)
  return html`<noscript><p class="notice bad">Rating needs JavaScript. The other pages work without it.</p></noscript>
<div id="rating">
<p id="place" class="place">1 of ${total} · ${raters === 0 ? 'nobody has rated yet' : raters === 1 ? '1 rater so far' : `${raters} raters so far`}, ${team.rated} of ${team.results} results rated</p>
<p id="unsent" class="notice bad" role="alert" hidden></p>
<p id="notice" class="notice" role="status"></p>
<p class="question" id="question">${texts.question}</p>
<article id="item">${new Html((calibration?.examples[calibration.scores.length] ?? first).html)}</article>
<div id="end" hidden><h1>That was the last result of this session.</h1><p id="summary"></p><p><a class="button" href="" id="more">Another session</a> <a class="button" href="/app/leaderboard">Leaderboard</a></p></div>
</div>
<div class="keys${calibration && ' calibrating'}" id="keys">
<div class="scores" role="group" aria-labelledby="question">${texts.anchors.map(
    (word, at) =>
      html`<button type="button" data-key="${at + 1}" aria-keyshortcuts="${at + 1}"><b>${at + 1}</b> <span>${word}</span></button>`,
  )}</div>
<div class="tools" role="group" aria-label="More">${tools.map(
    ([key, name]) =>
      html`<button type="button" class="quiet" data-key="${key}" aria-keyshortcuts="${key}">${name} <kbd aria-hidden="true">${key}</kbd></button>`,
  )}</div>
${
  calibration &&
  html`<div class="tools examples" role="group" aria-label="Examples">
<button type="button" data-key="Enter" aria-keyshortcuts="Enter" hidden>Go on <kbd aria-hidden="true">Enter</kbd></button>
<button type="button" class="quiet" data-key="c" aria-keyshortcuts="c">Leave the examples out for good <kbd aria-hidden="true">c</kbd></button>
<button type="button" class="quiet" data-key="g" aria-keyshortcuts="g">Guidelines <kbd aria-hidden="true">g</kbd></button>
</div>`
}
</div>
${dialogs(texts)}`
}

function dialogs(texts: RubricTexts): Html {
  return html`<dialog id="note" aria-labelledby="note-title"><form method="dialog"><h2 id="note-title">Note on this result</h2>
<label for="note-text">What should be known of it?</label>
<textarea id="note-text" rows="4" maxlength="${LONGEST_NOTE}"></textarea>
<p class="actions"><button type="submit" value="save">Save</button> <button type="submit" value="cancel" class="quiet" formnovalidate>Cancel</button></p></form></dialog>
<dialog id="tags" aria-labelledby="tags-title"><form method="dialog"><h2 id="tags-title">Why?</h2>
<div class="tags">${texts.tags.map(({letter, label}) => html`<button type="button" class="quiet" data-tag="${letter}" aria-pressed="false">${label} <kbd aria-hidden="true">${letter}</kbd></button>`)}</div>
<p class="actions"><button type="submit">Back to rating</button></p></form></dialog>
<dialog id="guidelines" aria-labelledby="guidelines-title"><form method="dialog"><h2 id="guidelines-title">${texts.question}</h2>
<p class="guidelines" tabindex="0">${texts.guidelines.trimEnd() === '' ? 'The suite says nothing more.' : texts.guidelines.trimEnd()}</p>
<p>${texts.anchors.map((word, at) => `${at + 1} ${word}`).join(' · ')}</p>
<p class="actions"><button type="submit">Close</button></p></form></dialog>
<dialog id="earlier" aria-labelledby="earlier-title"><form method="dialog"><h2 id="earlier-title">Your ratings</h2>
<ul class="list" id="earlier-list"></ul>
<p class="actions"><button type="button" class="quiet" id="older">Older</button> <button type="submit">Back to rating</button></p></form></dialog>
<dialog id="burst" aria-labelledby="burst-title"><form method="dialog"><h2 id="burst-title">That was fast</h2>
<p>The last scores came within moments of their results. Were they meant? Nothing more counts until you say so; Undo takes scores back one by one.</p>
<p class="actions"><button type="submit">They were meant</button></p></form></dialog>
${help(texts)}`
}

function help({question, anchors}: RubricTexts): Html {
  return html`<dialog id="help" aria-labelledby="help-title"><form method="dialog"><h2 id="help-title">How to rate</h2>
<p>${question} You do not see which model made the chips.</p>
<dl>${anchors.map((word, at) => html`<div><dt><kbd>${at + 1}</kbd></dt><dd>${word}</dd></div>`)}
<div><dt><kbd>t</kbd></dt><dd>tags: why, in a word</dd></div>
<div><dt><kbd>x</kbd></dt><dd>marks bad chips, by tap or label; again ends it</dd></div>
<div><dt><kbd>n</kbd></dt><dd>note: a remark on this result</dd></div>
<div><dt><kbd>s</kbd></dt><dd>skip: not now, it comes again in another session</dd></div>
<div><dt><kbd>u</kbd></dt><dd>undo: take the last rating back</dd></div>
<div><dt><kbd>e</kbd></dt><dd>earlier ratings of yours, to correct them</dd></div>
<div><dt><kbd>g</kbd></dt><dd>guidelines: what to judge by</dd></div>
<div><dt><kbd>f</kbd></dt><dd>flag it for another person</dd></div>
<div><dt><kbd>r</kbd></dt><dd>reveal whose the last rated one was</dd></div>
<div><dt><kbd>p</kbd></dt><dd>who it was made for</dd></div>
<div><dt><kbd>d</kbd></dt><dd>details: keys of the chips, and remarks</dd></div></dl>
<p>A score that you change after you saw whose it is, or after you opened figures, counts as not blind.</p>
<p>Every rating is kept at once: on the server, or in this browser until there is a connection.</p>
<p id="offline"></p>
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
