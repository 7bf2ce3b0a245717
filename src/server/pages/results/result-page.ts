import {html, type Html} from '../../../text/html.js'
import {milliseconds, time, usd} from '../../../text/numbers.js'
import {SCORE_LABELS, type NoteRecord, type RatingRecord} from '../../../records/rating.js'
import {FACTOR_COLUMNS, type RatedResult} from '../../../records/result.js'
import {VERSIONED, VERSIONED_FACTORS, type VersionedFactor} from '../../../records/version.js'
import type {Marks} from '../../../store/ratings/marks.js'
import {CHIP_TYPES, type Chip} from '../../../chips/chip.js'
import {countByType} from '../../../chips/chip-set.js'
import {nameOf} from '../filters.js'
import type {ShownJudgement} from '../../../judging/shown-judgement.js'
import {callsPart, type ShownCall} from './calls-part.js'

export interface ResultView {
  /** With the versions that its run tells, where it names none. */
  result: RatedResult
  /** `guided@3f2a`, by factor. */
  labels: Readonly<Partial<Record<VersionedFactor, string>>>
  calls: readonly ShownCall[]
  ratings: readonly RatingRecord[]
  notes: readonly NoteRecord[]
  marks: readonly Marks[]
  /** Of judges; no scores of people. */
  judgements: readonly ShownJudgement[]
}

/** The whole result: what was asked, what came back, and what people said of it. */
export function resultBody(view: ResultView): Html {
  const {result, calls, marks} = view
  const {id, desired_role, sector, errors, status} = result
  const bad = new Map<string, number>()
  for (const key of marks.flatMap(({bad_chips}) => bad_chips)) bad.set(key, (bad.get(key) ?? 0) + 1)
  return html`<h1>${desired_role}, ${sector}</h1>
${status === 'failed' ? html`<p class="notice bad"><b>Failed:</b> ${errors.at(-1) ?? 'no answer came'}</p>` : null}
${factList(view)}
<p class="actions"><a class="button quiet" href="/app/results/${encodeURIComponent(id)}/case">All systems on this case</a></p>
<h2>Chips</h2>
${result.final_chips.length === 0 ? html`<p>(The answer held no usable chips.)</p>` : chipsPart(result.final_chips, bad)}
${stepList(result)}
${errors.length === 0 ? null : html`<h2>What was wrong with the answers</h2><ul>${errors.map((error) => html`<li>${error}</li>`)}</ul>`}
${ratingsPart(view)}
${judgementsPart(view.judgements)}${callsPart(calls)}`
}

function factList({result, labels}: ResultView): Html {
  const facts: [string, Html | string][] = [
    ...FACTOR_COLUMNS.map((column): [string, Html | string] => [
      nameOf(column),
      versioned(result, labels, column) ?? String(result[column]),
    ]),
    ['trial', String(result.trial)],
    ['cost', usd(result.cost_usd)],
    ['latency', milliseconds(result.latency_ms)],
    ['tokens in/out', `${result.input_tokens ?? '–'}/${result.output_tokens ?? '–'}`],
    ['made', `${time(result.created_at)} UTC`],
    ['run', html`<a href="/app/runs/${encodeURIComponent(result.run_id)}">${result.run_id}</a>`],
  ]
  return html`<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${typeof value === 'string' ? html`<bdi>${value}</bdi>` : value}</dd></div>`)}</dl>`
}

/** A level with its version, which leads to its text; undefined where none is known. */
function versioned(
  result: RatedResult,
  labels: ResultView['labels'],
  column: (typeof FACTOR_COLUMNS)[number],
): Html | undefined {
  const factor = VERSIONED_FACTORS.find((of) => of === column)
  const version = factor && result[VERSIONED[factor].column]
  if (!factor || !version) return undefined
  return html`<a href="/app/prompts/${encodeURIComponent(version)}"><bdi>${labels[factor] ?? result[factor]}</bdi></a>`
}

/** Chips by type with their keys; those that raters marked as bad say so. */
function chipsPart(chips: readonly Chip[], bad: ReadonlyMap<string, number>): Html {
  const counts = countByType(chips)
  const mark = (key: string) =>
    bad.has(key) ? html` <span class="status failed">marked bad by ${bad.get(key) ?? 0}</span>` : null
  return html`<div class="detailed"><div class="chips">${CHIP_TYPES.map(
    (type) => html`<section><h3>${type.replace('_', ' ')} <span class="count">${counts[type]}</span></h3>
<ul>${chips
      .filter((chip) => chip.type === type)
      .map(
        ({key, display}) =>
          html`<li><bdi>${display}</bdi><code class="detail"> ${key}</code>${mark(key)}</li>`,
      )}</ul></section>`,
  )}</div></div>`
}

function ratingsPart({ratings, notes, marks}: ResultView): Html {
  const people = [...new Set([...ratings, ...notes, ...marks].map(({user_id}) => user_id))]
  const lines = people.flatMap((user) => {
    const rating = ratings.find(({user_id}) => user_id === user)
    const note = notes.find(({user_id}) => user_id === user)
    const tags = marks.find(({user_id}) => user_id === user)?.tags ?? []
    // Who only looked at it has said nothing.
    const isSilent = !rating && tags.length === 0 && !note?.flagged && (note?.note ?? '') === ''
    return isSilent ? [] : [personLine(user, rating, note, tags)]
  })
  return html`<h2>Ratings</h2>
${lines.length === 0 ? html`<p>Nobody has rated it.</p>` : html`<ul class="ratings">${lines}</ul>`}`
}

function personLine(
  user: string,
  rating: RatingRecord | undefined,
  note: NoteRecord | undefined,
  tags: readonly string[],
): Html {
  return html`<li>${
    rating === undefined
      ? html`<span class="dim">not rated</span>`
      : html`<b>${rating.rating}</b> ${SCORE_LABELS[rating.rating - 1]}`
  } · <bdi>${user}</bdi>${rating?.blind === false ? html` <span class="status">not blind</span>` : null}${
    note?.flagged ? html` <span class="status failed">flagged</span>` : null
  }${tags.map((tag) => html` <span class="tag"><bdi>${tag}</bdi></span>`)}${
    note === undefined || note.note === '' ? null : html`<p class="remark">${note.note}</p>`
  }</li>`
}

/** What language models said: beside people's ratings, and in none of their means. */
function judgementsPart(judgements: readonly ShownJudgement[]): Html | null {
  if (judgements.length === 0) return null
  return html`<h2>Judges (in no mean of people)</h2>
<ul class="ratings">${judgements.map(
    ({judge, rubric, repeat, score, reasons, bad_chips, error}) =>
      html`<li>${score === null ? html`<span class="dim">no score</span>` : html`<b>${score}</b>`} · <bdi>${judge}</bdi>, rubric <bdi>${rubric}</bdi>${
        repeat > 1 ? `, repeat ${repeat}` : null
      }${error === null ? null : html`<p class="remark">${error}</p>`}${
        reasons === null ? null : html`<p class="remark"><bdi>${reasons}</bdi></p>`
      }${bad_chips.length === 0 ? null : html`<p class="dim">Bad chips: ${bad_chips.map((key, at) => html`${at > 0 ? ', ' : null}<code>${key}</code>`)}</p>`}</li>`,
  )}</ul>
`
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
  if (steps.length === 0) return html``
  return html`<details><summary>Step by step</summary>${steps.map(
    ([name, chips]) =>
      html`<h3>${name} (${chips?.length ?? 0})</h3><p>${(chips ?? []).map(({display}, at) => html`${at > 0 ? ' · ' : null}<bdi>${display}</bdi>`)}</p>`,
  )}</details>`
}
