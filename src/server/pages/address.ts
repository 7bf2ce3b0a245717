import {nearMatches} from '../../errors/near-matches.js'
import {pick} from '../../records/columns.js'
import {FACTOR_COLUMNS, isNumeric, type FactorColumn, type FactorFilter} from '../../records/result.js'
import {GROUP_COLUMNS, type GroupColumn, type GroupLevels} from '../../records/stats.js'
import type {ResultFilter} from '../../store/results.js'
import {HIDDEN_FACTORS} from '../../suite/model/factors.js'
import {readMoment} from '../../text/moment.js'
import type {PageRequest} from '../auth/sign-in.js'

/** Parameters of an address, in their order: a name may come several times. */
export type Parameters = readonly (readonly [string, string])[]

/**
 * What the address of a page says. Addresses are the whole state of a page: a link shows the same to another
 * user.
 */
export interface Address {
  filter: ResultFilter
  /** Older versions of prompts, personas and systems too, each a level of its own. */
  isAllVersions: boolean
  /** The filter as parameters, for links to the same results. */
  parameters: Parameters
  /** Sentences about what the address holds and nobody understands. */
  problems: string[]
}

const SCOPE = ['run_id', 'not_run', 'since', 'until'] as const
const ALL_VERSIONS = 'versions'
export const FILTER_NAMES: readonly string[] = [...FACTOR_COLUMNS, ...SCOPE, ALL_VERSIONS]

/** The values of a parameter; an empty text is none. */
export function valuesOf(c: PageRequest, name: string): string[] {
  return (c.req.queries(name) ?? []).filter((value) => value !== '')
}

/** The last value of a parameter, if it has any. */
export function valueOf(c: PageRequest, name: string): string | undefined {
  return valuesOf(c, name).at(-1)
}

/** The values of a name among parameters. */
export function valuesIn(parameters: Parameters, name: string): string[] {
  return parameters.filter(([of]) => of === name).map(([, value]) => value)
}

/** Reads an address. `known`: the parameters of the page besides those of the filter. */
export function readAddress(c: PageRequest, known: readonly string[] = []): Address {
  const problems = unknownNames(Object.keys(c.req.query()), known)
  const levels = FACTOR_COLUMNS.map((column) => [column, levelsOf(c, column, problems)])
  const [runs, notRuns] = [valuesOf(c, 'run_id'), valuesOf(c, 'not_run')]
  const filter: ResultFilter = {
    ...(runs.length === 1 ? {run_id: runs[0]} : runs.length > 1 && {runs}),
    ...(notRuns.length > 0 && {not_runs: notRuns}),
    ...momentOf(c, 'since', 'begin', problems),
    ...momentOf(c, 'until', 'end', problems),
    ...(Object.fromEntries(levels) as FactorFilter),
  }
  const parameters = FILTER_NAMES.flatMap((name) => valuesOf(c, name).map((value) => [name, value] as const))
  return {filter, isAllVersions: valueOf(c, ALL_VERSIONS) === 'all', parameters, problems}
}

/** The filter without the factors that would reveal the model to a rater. */
export function blindFilterOf(c: PageRequest): ResultFilter {
  const shown = FACTOR_COLUMNS.filter((column) => !HIDDEN_FACTORS.includes(column))
  return pick(readAddress(c).filter, ['run_id', ...shown])
}

/** The columns that make groups, in their fixed order; the model unless the address names others. */
export function groupsOf(c: PageRequest, name = 'group_by'): GroupColumn[] {
  const wanted = valuesOf(c, name)
  const known = GROUP_COLUMNS.filter((column) => wanted.includes(column))
  return known.length > 0 ? known : ['model']
}

/** How many rows of a list come before the page. */
export function offsetOf(c: PageRequest): number {
  return Number(/^\d{1,9}$/.exec(valueOf(c, 'offset') ?? '')?.[0] ?? 0)
}

export function link(path: string, parameters: Parameters): string {
  const query = new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value]))
  return query.size === 0 ? path : `${path}?${query.toString()}`
}

/** The parameters without some names, and with others in their place. */
export function changed(
  parameters: Parameters,
  change: Readonly<Record<string, string | undefined>>,
): Parameters {
  const added = Object.entries(change).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  return [...parameters.filter(([name]) => !(name in change)), ...added]
}

/** The parameters that choose the results of a group of figures. */
export function parametersOfGroup(parameters: Parameters, group: GroupLevels): Parameters {
  const levels = Object.entries(group).flatMap(([column, level]): [string, string][] =>
    column === 'day'
      ? [
          ['since', String(level)],
          ['until', String(level)],
        ]
      : [[column, String(level)]],
  )
  return changed(parameters, Object.fromEntries(levels))
}

function unknownNames(names: readonly string[], known: readonly string[]): string[] {
  const all = [...FILTER_NAMES, ...known]
  return names
    .filter((name) => !all.includes(name))
    .map((name) => {
      const near = nearMatches(name, all)
      return `There is no filter "${name}"${near.length > 0 ? `; meant: ${near.join(', ')}?` : '.'} Nothing is narrowed down by it.`
    })
}

function levelsOf(c: PageRequest, column: FactorColumn, problems: string[]): (string | number)[] | undefined {
  const values = valuesOf(c, column)
  const isFit = (text: string) => !isNumeric(column) || /^\d{1,6}$/.test(text)
  for (const text of values.filter((value) => !isFit(value)))
    problems.push(`"${text}" is no whole number, so nothing is narrowed down by it.`)
  const fit = values.filter(isFit)
  if (fit.length === 0) return undefined
  return isNumeric(column) ? fit.map(Number) : fit
}

function momentOf(
  c: PageRequest,
  name: 'since' | 'until',
  edge: 'begin' | 'end',
  problems: string[],
): Pick<ResultFilter, 'since' | 'until'> {
  const text = valueOf(c, name)
  if (text === undefined) return {}
  const moment = readMoment(text, edge)
  if (moment !== undefined) return {[name]: moment}
  problems.push(`"${text}" is no day like 2026-11-26, so nothing is narrowed down by it.`)
  return {}
}
