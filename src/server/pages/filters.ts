import {html, type Html} from '../../text/html.js'
import {FACTOR_COLUMNS} from '../../records/result.js'
import {GROUP_COLUMNS, type GroupColumn} from '../../records/stats.js'
import {valuesIn, type Parameters} from './address.js'
import type {Choices} from './choices.js'

export {blindFilterOf} from './address.js'

/** What a form of filters shows besides the factors. */
export interface FilterForm {
  choices: Choices
  /** The address as it stands. */
  parameters: Parameters
  /** The columns that make groups, on pages that have groups. */
  groups?: readonly GroupColumn[]
  /** Whether older versions can be shown each by itself. */
  hasVersions?: boolean
  /** Fields of the page before the filters. */
  first?: Html
}

/**
 * A form whose choices stand in the address, so that a link shows the same to another user. It is folded up
 * under what is chosen, and works without scripts.
 */
export function filterForm({choices, parameters, groups, hasVersions = true, first}: FilterForm): Html {
  const chosen = (name: string) => valuesIn(parameters, name)
  return html`<details class="filters"><summary><span class="label">Filter</span> ${summaryOf(parameters, groups)}</summary>
<form method="get" aria-label="Filters">
<div class="fields">${first}
${
  groups === undefined
    ? null
    : checkboxes(
        'group_by',
        'compare',
        GROUP_COLUMNS.map((column) => [column, nameOf(column)]),
        groups,
      )
}
${FACTOR_COLUMNS.map((column) => {
  const values = [...choices.levels[column], ...(choices.versions[column] ?? [])]
  return checkboxes(
    column,
    nameOf(column),
    pairs([...values, ...strange(chosen(column), values)]),
    chosen(column),
  )
})}
${checkboxes('run_id', 'run', pairs([...choices.runs, ...strange(chosen('run_id'), choices.runs)]), chosen('run_id'))}
<fieldset><legend>made</legend>${day('since', 'on this day or later', chosen('since')[0])}${day('until', 'on this day or earlier', chosen('until')[0])}<p class="dim">Days in UTC</p></fieldset>
${hasVersions ? checkboxes('versions', 'versions', [['all', 'older ones too']], chosen('versions')) : null}</div>
${chosen('not_run').map((id) => html`<input type="hidden" name="not_run" value="${id}">`)}<p class="actions"><button type="submit">Show</button> <a href="?">All results</a></p></form></details>`
}

/** Sentences about what an address holds and nobody understands. */
export function problemList(problems: readonly string[]): Html {
  if (problems.length === 0) return html``
  return html`<div class="notice bad problems" role="alert">${problems.map((problem) => html`<p>${problem}</p>`)}</div>`
}

export function nameOf(column: GroupColumn): string {
  return column.replace('_id', '').replace('_type', '').replace('_', ' ')
}

/** The choice in words: `model: a, b · since 2026-11-20`. */
function summaryOf(parameters: Parameters, groups: readonly GroupColumn[] | undefined): Html {
  const named = (name: string) => valuesIn(parameters, name)
  const phrases = [
    ...(groups === undefined ? [] : [`by ${groups.map(nameOf).join(' × ')}`]),
    ...[...FACTOR_COLUMNS, 'run_id' as const]
      .filter((column) => named(column).length > 0)
      .map((column) => `${nameOf(column)}: ${named(column).join(', ')}`),
    ...(named('not_run').length > 0 ? [`without run ${named('not_run').join(', ')}`] : []),
    ...(['since', 'until'] as const).flatMap((name) => named(name).map((value) => `${name} ${value}`)),
    ...(named('versions').includes('all') ? ['older versions too'] : []),
  ]
  return html`<span class="chosen">${phrases.length === 0 ? 'all results' : phrases.join(' · ')}</span>`
}

type Option = readonly [value: string, text: string]

const pairs = (values: readonly string[]): Option[] => values.map((value) => [value, value])

/** What an address names and the list does not have stays chosen. */
function strange(chosen: readonly string[], known: readonly string[]): string[] {
  return chosen.filter((value) => !known.includes(value))
}

function checkboxes(
  name: string,
  legend: string,
  options: readonly Option[],
  chosen: readonly string[],
): Html {
  if (options.length === 0) return html``
  return html`<fieldset><legend>${legend}</legend><div class="choices">${options.map(
    ([value, text]) =>
      html`<label><input type="checkbox" name="${name}" value="${value}"${chosen.includes(value) ? html` checked` : null}> <bdi>${text}</bdi></label>`,
  )}</div></fieldset>`
}

function day(name: string, label: string, value: string | undefined): Html {
  return html`<label for="f-${name}">${label}</label><input id="f-${name}" name="${name}" placeholder="2026-11-26" value="${value ?? ''}" autocomplete="off">`
}

/** A choice among a few values; an empty value is none. */
export function select(
  name: string,
  label: string,
  options: readonly Option[],
  chosen: string | undefined,
): Html {
  return html`<p><label for="f-${name}">${label}</label><select id="f-${name}" name="${name}">${options.map(
    ([value, text]) =>
      html`<option value="${value}"${value === (chosen ?? '') ? html` selected` : null}>${text}</option>`,
  )}</select></p>`
}
