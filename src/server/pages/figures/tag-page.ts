import type {TaggedGroup} from '../../../records/reasons.js'
import {reportTable} from '../../../report/report-table.js'
import {html, type Html} from '../../../text/html.js'
import {counted, percent} from '../../../text/numbers.js'
import {link, parametersOfGroup, type Parameters} from '../address.js'
import type {Choices} from '../choices.js'
import {filterForm, problemList} from '../filters.js'
import {figureNavigation} from './figure-parts.js'

export interface TagView {
  /** As `bench stats --tags` counts them. */
  tags: readonly TaggedGroup[]
  parameters: Parameters
  choices: Choices
  problems: readonly string[]
}

interface TagRow {
  tag: string
  model: string
  style: string
  times: number
  ratings: number
}

/** What raters said besides scores: tags by system and prompt, each leading to its results. */
export function tagBody({tags, parameters, choices, problems}: TagView): Html {
  const rows = tags
    .flatMap(({model, style, ratings, tags: times}) =>
      Object.entries(times).map(([tag, count]): TagRow => ({tag, model, style, times: count, ratings})),
    )
    .sort((a, b) => b.times - a.times || (a.tag < b.tag ? -1 : 1))
  return html`<h1>Tags</h1>
${figureNavigation('/app/tags', parameters)}
${problemList(problems)}
${filterForm({choices, parameters})}
${rows.length === 0 ? html`<p>No rating here has a tag.</p>` : tagTable(rows, parameters)}`
}

function tagTable(rows: readonly TagRow[], parameters: Parameters): Html {
  const names = [...new Set(rows.map(({tag}) => tag))]
  const tagged = ({tag, model, style}: TagRow) =>
    link('/app/results', [...parametersOfGroup(parameters, {model, style}), ['tag', tag], ['in', 'figures']])
  const rated = ({model, style}: TagRow) =>
    link('/app/results', [
      ...parametersOfGroup(parameters, {model, style}),
      ['in', 'figures'],
      ['sort', 'worst'],
    ])
  return html`${reportTable('Share of ratings with a tag', rows, [
    {
      header: 'tag',
      value: ({tag}) => tag,
      href: ({tag}) => link('/app/results', [...parameters, ['tag', tag], ['in', 'figures']]),
    },
    {
      header: 'model',
      value: ({model}) => model,
      href: tagged,
    },
    {header: 'style', value: ({style}) => style},
    {header: 'ratings', value: ({times}) => String(times), isNumber: true, href: tagged},
    {header: 'of all', value: ({times, ratings}) => percent(times / ratings), isNumber: true, href: rated},
  ])}<p class="dim">${counted(names.length, 'tag')} in all.</p>`
}
