import {identityText} from '../../../rating/messages.js'
import {RESULT_SORTS, RESULT_STATUSES, type ResultSort, type ResultSummary} from '../../../records/result.js'
import {html, type Html} from '../../../text/html.js'
import {counted, decimal} from '../../../text/numbers.js'
import type {Parameters} from '../address.js'
import type {Choices} from '../choices.js'
import {downloadLinks} from '../figures/figure-parts.js'
import {filterForm, problemList, select} from '../filters.js'
import {pager} from '../pager.js'

/** The parameters of the list besides those of the filter. */
export const LIST_NAMES = [
  'status',
  'sort',
  'flagged',
  'tag',
  'empty',
  'rated_by',
  'unrated_by',
  'in',
  'limit',
  'offset',
] as const

const ORDERS: Record<ResultSort, string> = {
  newest: 'newest first',
  oldest: 'oldest first',
  worst: 'worst rated first',
  rating: 'best rated first',
  cost: 'dearest first',
  latency: 'slowest first',
  model: 'by system',
}

export interface ResultsView {
  results: readonly ResultSummary[]
  marks: ReadonlyMap<string, {tags: string[]; flagged: boolean}>
  total: number
  offset: number
  limit: number
  /** The tags that can be chosen. */
  tags: readonly string[]
  /** What figures leave out, in words. */
  leftOut: Html
  /** The parameters of the list. */
  chosen: Partial<Record<(typeof LIST_NAMES)[number], string>>
  parameters: Parameters
  choices: Choices
  problems: readonly string[]
}

/** A list of results by any filter, each leading to its page. */
export function resultsBody(view: ResultsView): Html {
  const {results, total, offset, limit, chosen, parameters, choices, problems} = view
  const all: Parameters = [...parameters, ...Object.entries(chosen)]
  const files = [
    ['/app/download/results.csv', 'results as CSV'],
    ['/app/download/results.json', 'as JSON'],
    ['/app/download/ratings.csv', 'their ratings as CSV'],
    ['/app/download/calls.jsonl', 'their calls as JSONL'],
  ] as const
  return html`<h1>Results</h1>
${problemList(problems)}
${filterForm({choices, parameters, hasVersions: false, first: listFields(view)})}
<p class="dim">${counted(total, 'result')}, ${ORDERS[orderOf(chosen.sort)]}${choiceWords(chosen)}.</p>
${view.leftOut}
${results.length === 0 ? html`<p>There are no such results.</p>` : html`<ul class="list results">${results.map((result) => row(result, view))}</ul>`}
${total > results.length ? pager({path: '/app/results', parameters: all, offset, limit, total}) : null}
${downloadLinks(files, all)}`
}

export function orderOf(text: string | undefined): ResultSort {
  return RESULT_SORTS.find((sort) => sort === text) ?? 'newest'
}

function choiceWords(chosen: ResultsView['chosen']): string {
  const phrases = [
    ...(chosen.status === undefined ? [] : [chosen.status]),
    ...(chosen.flagged === undefined ? [] : ['flagged']),
    ...(chosen.tag === undefined ? [] : [`tagged "${chosen.tag}"`]),
    ...(chosen.empty === undefined ? [] : ['without a chip']),
    ...(chosen.rated_by === undefined ? [] : [`rated by ${chosen.rated_by}`]),
    ...(chosen.unrated_by === undefined ? [] : [`not rated by ${chosen.unrated_by}`]),
    ...(chosen.in === undefined ? [] : ['only what figures count']),
  ]
  return phrases.length === 0 ? '' : `: ${phrases.join(', ')}`
}

function listFields({chosen, tags}: ResultsView): Html {
  const tick = (name: 'flagged' | 'empty' | 'in', value: string, text: string) =>
    html`<label><input type="checkbox" name="${name}" value="${value}"${chosen[name] === undefined ? null : html` checked`}> ${text}</label>`
  const person = (name: 'rated_by' | 'unrated_by', label: string) =>
    html`<label for="f-${name}">${label}</label><input id="f-${name}" name="${name}" value="${chosen[name] ?? ''}" autocomplete="off">`
  const listedTags = chosen.tag === undefined || tags.includes(chosen.tag) ? tags : [chosen.tag, ...tags]
  return html`<fieldset><legend>list</legend>${select(
    'sort',
    'order',
    RESULT_SORTS.map((sort) => [sort, ORDERS[sort]]),
    orderOf(chosen.sort),
  )}${select('status', 'status', [['', 'all'], ...RESULT_STATUSES.map((status) => [status, status] as const)], chosen.status)}${
    listedTags.length === 0
      ? null
      : select('tag', 'tag', [['', 'any'], ...listedTags.map((tag) => [tag, tag] as const)], chosen.tag)
  }<div class="choices">${tick('flagged', '1', 'flagged')}${tick('empty', '1', 'without a chip')}${tick('in', 'figures', 'only what figures count')}</div></fieldset>
<fieldset><legend>people</legend>${person('rated_by', 'rated by')}${person('unrated_by', 'not rated by')}</fieldset>`
}

function row(result: ResultSummary, {marks}: ResultsView): Html {
  const {id, status, avg_rating, rating_count, chips} = result
  const {tags, flagged} = marks.get(id) ?? {tags: [], flagged: false}
  const isFailed = status === 'failed'
  return html`<li${isFailed ? html` class="bad"` : null}><b class="score">${isFailed ? '✗' : decimal(avg_rating, 1)}</b><div><a href="/app/results/${encodeURIComponent(id)}">${result.desired_role}, ${result.sector}</a> ${
    isFailed ? html`<span class="status failed">failed</span> ` : null
  }${flagged ? html`<span class="status failed">flagged</span> ` : null}${tags.map((tag) => html`<span class="tag"><bdi>${tag}</bdi></span> `)}
<span class="dim">${identityText(result)} · ${isFailed ? 'no answer' : counted(chips, 'chip')} · ${rating_count === 0 ? 'not rated' : counted(rating_count, 'rating')}</span></div></li>`
}
