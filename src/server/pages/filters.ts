import {html, type Html} from '../../text/html.js'
import {pick} from '../../records/columns.js'
import {FACTOR_COLUMNS, isNumeric, type FactorColumn, type FactorFilter} from '../../records/result.js'
import {HIDDEN_FACTORS} from '../../suite/model/factors.js'
import type {GroupColumn} from '../../records/stats.js'
import type {ResultFilter} from '../../store/results.js'
import type {Store} from '../../store/store.js'
import type {PageRequest} from '../auth/sign-in.js'

/** The choices of a filter: the levels of every factor, and runs. */
export interface Choices {
  runs: string[]
  levels: Record<FactorColumn, string[]>
}

/**
 * The filter in the address of a page: `run_id` and factors, each once or more. An empty value is no filter.
 */
export function filterOf(c: PageRequest): ResultFilter {
  const valuesOf = (name: string) => (c.req.queries(name) ?? []).filter((value) => value !== '')
  const levels = FACTOR_COLUMNS.map((column) => {
    const values = valuesOf(column)
    const wanted = isNumeric(column) ? values.filter((text) => /^\d{1,6}$/.test(text)).map(Number) : values
    return [column, wanted.length > 0 ? wanted : undefined]
  })
  return {run_id: valuesOf('run_id')[0], ...(Object.fromEntries(levels) as FactorFilter)}
}

/** The same filter without the factors that would reveal the model to a rater. */
export function blindFilterOf(c: PageRequest): ResultFilter {
  const shown = FACTOR_COLUMNS.filter((column) => !HIDDEN_FACTORS.includes(column))
  return pick(filterOf(c), ['run_id', ...shown])
}

/**
 * The factors in the address that make groups, in their fixed order; the model unless the address names
 * factors.
 */
export function groupsOf(c: PageRequest): FactorColumn[] {
  const wanted = c.req.queries('group_by') ?? []
  const known = FACTOR_COLUMNS.filter((column) => wanted.includes(column))
  return known.length > 0 ? known : ['model']
}

export async function choicesOf(store: Store): Promise<Choices> {
  const [runs, levels] = await Promise.all([
    store.runs.page({limit: 100, offset: 0}),
    Promise.all(FACTOR_COLUMNS.map(async (column) => [column, await store.results.levels(column)] as const)),
  ])
  return {runs: runs.map(({id}) => id), levels: Object.fromEntries(levels) as Choices['levels']}
}

/** A form whose choice stands in the address, so that a link shows the same to another user. */
export function filterForm(
  {runs, levels}: Choices,
  filter: ResultFilter,
  groups: readonly GroupColumn[],
): Html {
  return html`<form method="get" class="filters" aria-label="Filters">
${select(
  'group_by',
  'Compare',
  FACTOR_COLUMNS.map((column) => [column, nameOf(column)]),
  groups,
  undefined,
)}
${select(
  'run_id',
  'Run',
  runs.map((id) => [id, id]),
  filter.run_id === undefined ? [] : [filter.run_id],
  'all runs',
)}
${FACTOR_COLUMNS.map((column) => {
  const chosen = (filter[column] ?? []).map(String)
  return select(
    column,
    nameOf(column),
    levels[column].map((level) => [level, level]),
    chosen,
    'all',
  )
})}
<p class="actions"><button type="submit">Show</button> <a href="?">All</a></p></form>`
}

export function nameOf(column: FactorColumn): string {
  return column.replace('_id', '').replace('_type', '').replace('_', ' ')
}

function select(
  name: string,
  label: string,
  options: readonly (readonly [string, string])[],
  chosen: readonly string[],
  all: string | undefined,
): Html {
  return html`<p><label for="f-${name}">${label}</label><select id="f-${name}" name="${name}">${
    all === undefined ? null : html`<option value="">${all}</option>`
  }${options.map(([value, text]) => html`<option value="${value}"${chosen.includes(value) ? html` selected` : null}>${text}</option>`)}</select></p>`
}
