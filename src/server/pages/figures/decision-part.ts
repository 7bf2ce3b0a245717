import type {CandidateRow, DecisionAnswer, Missing} from '../../../decide/answer.js'
import {decisionText} from '../../../decide/messages.js'
import {shortNames} from '../../../decide/names.js'
import {reportTable, type ReportColumn} from '../../../report/report-table.js'
import {html, type Html} from '../../../text/html.js'
import {counted, duration, usd} from '../../../text/numbers.js'
import {changed, link, parametersOfGroup, type Parameters} from '../address.js'
import {orderOf} from './figure-parts.js'

/** Of what is out, so many rows stand in the open. */
const OUT_SHOWN = 4

const MARKS: Record<CandidateRow['state'], string> = {
  leader: 'lead',
  settled: 'even',
  open: 'open',
  out: 'out',
}

/** What to ship, in the words of `bench decide`, and what that rests on. */
export function decisionPart({answer, parameters}: {answer: DecisionAnswer; parameters: Parameters}): Html {
  const {sentence, notes} = decisionText(answer)
  const isDecided = answer.decision !== null
  const out = answer.candidates.filter(({state}) => state === 'out')
  const hidden = out.length > OUT_SHOWN ? out.slice(OUT_SHOWN - 1) : []
  const shown = answer.candidates.filter((row) => !hidden.includes(row))
  const columns = columnsOf(answer, parameters)
  return html`<section class="decision" aria-labelledby="decision-title"><h2 id="decision-title" class="unseen">Decision</h2>
<p class="verdict ${isDecided ? 'decided' : 'undecided'}">${withCode(sentence)}</p>
<p class="dim">${standing(answer)} · ${basis(answer)}</p>
${missingPart(answer.missing)}
<p class="actions">${decisionLinks(answer, parameters)}</p>
${shown.length === 0 ? null : reportTable('Candidates', shown, columns)}
${
  hidden.length === 0
    ? null
    : html`<details><summary>${hidden.length} more out</summary>${reportTable('More candidates that are out', hidden, columns)}</details>`
}
${notes.map((note) => html`<p>${withCode(note)}</p>`)}${
    answer.not_asked.length === 0
      ? null
      : html`<p class="dim">Not asked, as they are baselines: ${answer.not_asked.join(', ')}.</p>`
  }</section>`
}

/** Where a lead goes from here: the prompt to ship, what it answers worst, and what is to be rated. */
function decisionLinks({decision, missing, cheaper}: DecisionAnswer, parameters: Parameters): Html {
  if (decision === null)
    return html`${(missing?.ratings ?? 0) > 0 ? html`<a class="button" href="/">Rate</a>` : null}`
  const worst = worstOf(decision.candidate, parameters)
  return html`<a class="button" href="${worst}">Its five worst answers</a> ${
    decision.style_version === null
      ? null
      : html`<a class="button quiet" href="/app/prompts/${encodeURIComponent(decision.style_version)}">Its prompt</a> `
  }${
    cheaper === null
      ? null
      : html`<a class="button quiet" href="${link('/app/leaderboard', changed(parameters, {prefer: 'cost'}))}">Is the cheapest good enough?</a>`
  }`
}

/** The worst rated answers of a candidate first. */
function worstOf(candidate: CandidateRow['candidate'], parameters: Parameters): string {
  return resultsOf(candidate, parameters, [
    ['sort', 'worst'],
    ['limit', '5'],
  ])
}

/** The results of a candidate that count in the figures. */
function resultsOf(candidate: CandidateRow['candidate'], parameters: Parameters, order: Parameters): string {
  const results = changed(parametersOfGroup(parameters, candidate), {group_by: undefined})
  return link('/app/results', [...results, ['in', 'figures'], ...order])
}

/** How many are settled, open and out: `1 to ship · 2 even · 15 out`. */
function standing({candidates, state}: DecisionAnswer): string {
  const count = (of: CandidateRow['state']) => candidates.filter((row) => row.state === of).length
  const isShipped = state === 'decided' || state === 'one_candidate'
  const counts: [number, string][] = [
    [count('leader'), isShipped ? 'to ship' : 'leads'],
    [count('settled'), 'even'],
    [count('open'), 'open'],
    [count('out'), 'out'],
  ]
  return counts.flatMap(([n, word]) => (n > 0 ? [`${n} ${word}`] : [])).join(' · ') || 'no candidates'
}

/** What the sentence rests on. */
function basis({margin, ratings, raters, configurations, limits, by}: DecisionAnswer): string {
  const {max_cost_usd: cost, max_p95_s: p95, min_rating: rating} = limits
  return [
    `by ${by.join(' × ')}`,
    `margin ${margin}`,
    ...(cost === null ? [] : [`at most ${usd(cost)} an answer`]),
    ...(p95 === null ? [] : [`p95 at most ${p95} s`]),
    ...(rating === null ? [] : [`rated at least ${rating}`]),
    `${counted(ratings, 'rating')} by ${counted(raters, 'rater')} on ${configurations.complete} of ${counted(configurations.all, 'configuration')}`,
  ].join(' · ')
}

function missingPart(missing: Missing | null): Html {
  if (missing === null) return html``
  const {ratings, minutes, configurations, cost_usd, run} = missing
  const phrases = [
    ...(ratings === null ? [] : [`about ${counted(ratings, 'more rating')}`]),
    ...(minutes === null ? [] : [`about ${duration(minutes * 60_000)} of rating`]),
    ...(configurations > 0
      ? [
          `about ${counted(configurations, 'more configuration')}${cost_usd === null ? '' : ` for ${usd(cost_usd)}`}`,
        ]
      : []),
  ]
  if (phrases.length === 0) return html``
  return html`<p class="missing"><b>Missing:</b> ${phrases.join(' · ')}${run === null ? null : html`<br><code>${run}</code>`}</p>`
}

function columnsOf(answer: DecisionAnswer, parameters: Parameters): ReportColumn<CandidateRow>[] {
  const short = shortNames(answer.candidates)
  const isNumber = true
  const to =
    (order: Parameters) =>
    ({candidate}: CandidateRow) =>
      resultsOf(candidate, parameters, order)
  return [
    {
      header: 'candidate',
      value: ({name}) => short(name),
      href: to([]),
    },
    {header: 'state', value: (row) => mark(row, answer)},
    {
      header: 'better by at most',
      value: ({better_by_at_most: most, state}) =>
        most === null || state === 'out' || state === 'leader' ? '–' : Math.max(0, most).toFixed(2),
      isNumber,
      href: to(orderOf('rating')),
    },
    {
      header: '$ per 1,000 usable',
      value: ({cost_usd}) => (cost_usd === null ? '?' : (cost_usd * 1000).toFixed(2)),
      isNumber,
      href: to(orderOf('cost_usd')),
    },
    {
      header: 'p95',
      value: ({p95_ms}) => (p95_ms === null ? '?' : `${(p95_ms / 1000).toFixed(1)} s`),
      isNumber,
      href: to(orderOf('latency_ms')),
    },
    {header: 'why', value: ({reasons}) => reasons.join(', ')},
    {
      header: 'worst answers',
      value: () => 'worst',
      href: ({candidate}) => worstOf(candidate, parameters),
    },
  ]
}

function mark({state}: CandidateRow, {state: of}: DecisionAnswer): Html {
  const isShipped = state === 'leader' && (of === 'decided' || of === 'one_candidate')
  return html`<span class="state ${isShipped ? 'ship' : state}">${isShipped ? 'ship' : MARKS[state]}</span>`
}

/** A sentence in which commands stand as such. */
function withCode(text: string): Html {
  const at = text.search(/bench (run|rate|decide|suite|results)\b/)
  return at === -1 ? html`${text}` : html`${text.slice(0, at)}<code>${text.slice(at)}</code>`
}
