import {html, type Html} from '../../text/html.js'
import {milliseconds, time, usd} from '../../text/numbers.js'
import {identityText} from '../../rating/messages.js'
import {SCORE_LABELS, type NoteRecord, type RatingRecord} from '../../records/rating.js'
import {FACTOR_COLUMNS, type ListedResult, type RatedResult} from '../../records/result.js'
import {chipLists} from './item.js'
import {nameOf} from './filters.js'

export interface ResultView {
  result: RatedResult
  ratings: RatingRecord[]
  notes: NoteRecord[]
}

/** The whole result, for a reader who has rated it. */
export function resultBody({result, ratings, notes}: ResultView): Html {
  const {desired_role, sector, errors} = result
  const facts: [string, string][] = [
    ...FACTOR_COLUMNS.filter((column) => column !== 'persona_id').map((column): [string, string] => [
      nameOf(column),
      String(result[column]),
    ]),
    ['trial', String(result.trial)],
    ['cost', usd(result.cost_usd)],
    ['latency', milliseconds(result.latency_ms)],
    ['tokens in/out', `${result.input_tokens ?? '–'}/${result.output_tokens ?? '–'}`],
    ['made', `${time(result.created_at)} UTC`],
  ]
  const noteOf = (user: string) => notes.find(({user_id}) => user_id === user)
  const looseNotes = notes.filter(({user_id}) => !ratings.some((rating) => rating.user_id === user_id))
  return html`<h1>${desired_role}, ${sector}</h1>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd><bdi>${value}</bdi></dd></div>`)}
<div><dt>run</dt><dd><a href="/app/runs/${encodeURIComponent(result.run_id)}">${result.run_id}</a></dd></div></dl>
${result.final_chips.length === 0 ? html`<p>(The answer held no usable chips.)</p>` : html`<div class="detailed">${chipLists(result.final_chips)}</div>`}
${stepList(result)}
${errors.length === 0 ? null : html`<h2>What was wrong with the answers</h2><ul>${errors.map((error) => html`<li>${error}</li>`)}</ul>`}
<h2>Ratings</h2>
<ul class="ratings">${ratings.map(({user_id, rating}) => html`<li><b>${rating}</b> ${SCORE_LABELS[rating - 1]} · <bdi>${user_id}</bdi>${message(noteOf(user_id))}</li>`)}
${looseNotes.map((note) => html`<li><bdi>${note.user_id}</bdi>${message(note)}</li>`)}</ul>`
}

function message(note: NoteRecord | undefined): Html | null {
  if (!note) return null
  return html`${note.flagged ? html` · <b>flagged</b>` : null}${note.note === '' ? null : html`<p class="remark">${note.note}</p>`}`
}

function stepList({step1_chips, selected_chips, step2_chips, fill_chips}: RatedResult): Html {
  const steps = (
    [
      ['Step 1', step1_chips],
      ['Selected', selected_chips],
      ['Step 2', step2_chips],
      ['Fill', fill_chips],
    ] as const
  ).filter(([, chips]) => chips !== null)
  return html`<details><summary>Step by step</summary>${steps.map(
    ([name, chips]) =>
      html`<h3>${name} (${chips?.length ?? 0})</h3><p>${(chips ?? []).map(({display}, at) => html`${at > 0 ? ' · ' : null}<bdi>${display}</bdi>`)}</p>`,
  )}</details>`
}

/** For a reader who has not rated the result: the page shows nothing of it. */
export function blindBody(): Html {
  return html`<h1>Not yet</h1>
<p>You have not rated this result. Its page tells whose it is, and a rating after that would not be blind. Rate it first; then it opens here.</p>
<p><a class="button" href="/">Rate</a></p>`
}

export interface MineView {
  results: (ListedResult & {my_rating?: number | null})[]
  total: number
  offset: number
  limit: number
}

/** The results that the reader has rated, newest results first. */
export function mineBody({results, total, offset, limit}: MineView): Html {
  if (total === 0)
    return html`<h1>My ratings</h1><p>You have rated nothing yet.</p><p><a class="button" href="/">Rate</a></p>`
  const last = Math.min(total, offset + limit)
  return html`<h1>My ratings</h1>
<p>${total === 1 ? '1 result' : `${total} results`}. Ratings of what is listed here can no longer be taken back, as you see whose it is.</p>
<ul class="list">${results.map(
    (
      result,
    ) => html`<li><b class="score">${result.my_rating ?? '–'}</b><div><a href="/app/results/${encodeURIComponent(result.id)}">${result.desired_role}, ${result.sector}</a>
<span class="dim">${identityText(result)}</span></div></li>`,
  )}</ul>
<p class="actions">${offset > 0 ? html`<a href="?offset=${Math.max(0, offset - limit)}">Newer</a> ` : null}${offset + 1} to ${last} of ${total}${last < total ? html` <a href="?offset=${last}">Older</a>` : null}</p>`
}
