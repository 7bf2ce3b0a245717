import type {TagCount} from '../../../store/marks.js'
import {reportTable} from '../../../report/parts.js'
import {html, type Html} from '../../../text/html.js'
import {counted, percent} from '../../../text/numbers.js'
import {link, parametersOfGroup, type Parameters} from '../address.js'
import type {Choices} from '../choices.js'
import {filterForm, problemList} from '../filters.js'
import {figureNavigation} from './figure-parts.js'

export interface TagView {
  tags: readonly TagCount[]
  parameters: Parameters
  choices: Choices
  problems: readonly string[]
}

/** What raters said besides scores: tags by system, each leading to its results. */
export function tagBody({tags, parameters, choices, problems}: TagView): Html {
  return html`<h1>Tags</h1>
${figureNavigation('/app/tags', parameters)}
${problemList(problems)}
${filterForm({choices, parameters})}
${tags.length === 0 ? html`<p>No rater has tagged any of these results.</p>` : tagTable(tags, parameters)}`
}

function tagTable(tags: readonly TagCount[], parameters: Parameters): Html {
  const tagged = ({tag, model}: TagCount) =>
    link('/app/results', [...parametersOfGroup(parameters, {model}), ['tag', tag], ['in', 'figures']])
  const names = [...new Set(tags.map(({tag}) => tag))]
  return html`${reportTable('Results that have a tag, of all that were rated', tags, [
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
    {header: 'results', value: ({results}) => String(results), isNumber: true, href: tagged},
    {
      header: 'of rated',
      value: ({results, rated}) => percent(rated === 0 ? null : results / rated),
      isNumber: true,
      href: ({model}) =>
        link('/app/results', [
          ...parametersOfGroup(parameters, {model}),
          ['in', 'figures'],
          ['sort', 'worst'],
        ]),
    },
    {header: 'people', value: ({people}) => String(people), isNumber: true, href: tagged},
  ])}<p class="dim">${counted(names.length, 'tag')} in all.</p>`
}
