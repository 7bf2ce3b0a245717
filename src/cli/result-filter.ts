import {resultNotFound, runNotFound, unknownValue, usage} from '../errors/catalogue.js'
import {FACTOR_COLUMNS, type FactorFilter, type RatedResult} from '../records/result.js'
import {rubricTags} from '../rating/rubric-tags.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'
import type {LoadedSuite} from '../suite/files/load.js'
import {FACTORS} from '../suite/model/factors.js'
import {rubricOf} from '../suite/model/rubric.js'
import {readMoment} from '../text/moment.js'
import {leavingOut} from '../versions/left-out.js'
import type {FactorFlags} from './flags.js'

/** The flags that choose results, as `factorFlags` and `--run` give them. */
export interface FilterFlags extends FactorFlags {
  run?: readonly string[] | undefined
  'not-run'?: readonly string[] | undefined
  since?: string | undefined
  until?: string | undefined
  'blind-only'?: boolean | undefined
  /** Systems and styles that are not to be there at all; a decision knows candidates that are left out. */
  without?: readonly string[] | undefined
}

/**
 * The filter that the flags ask for; the beginning of a run's id is enough.
 * @throws BenchError (exit 2) for a text that is no number or moment, or a run that does not exist.
 */
export async function resultFilter(store: Store, flags: FilterFlags): Promise<ResultFilter> {
  const levels = Object.entries(FACTORS).map(([column, {flag, type}]) => {
    const wanted = flags[flag.name]
    return [column, type === 'integer' ? wanted?.map((text) => wholeNumber(flag.name, text)) : wanted]
  })
  const [runs, notRuns] = [await resolveRuns(store, flags.run), await resolveRuns(store, flags['not-run'])]
  const filter: ResultFilter = {
    // One run is found by its index.
    ...(runs.length === 1 ? {run_id: runs[0]} : runs.length > 1 && {runs}),
    ...(notRuns.length > 0 && {not_runs: notRuns}),
    ...(flags.since !== undefined && {since: moment('since', flags.since, 'begin')}),
    ...(flags.until !== undefined && {until: moment('until', flags.until, 'end')}),
    ...(flags['blind-only'] === true && {blind_only: true}),
    ...(Object.fromEntries(levels) as FactorFilter),
  }
  return leavingOut(store, filter, flags.without)
}

async function resolveRuns(store: Store, wanted: readonly string[] = []): Promise<string[]> {
  const ids: string[] = []
  for (const id of new Set(wanted)) ids.push(await resolveRun(store, id))
  return ids
}

/**
 * The day of a flag, in UTC; of a moment, the day it is in.
 * @throws BenchError (exit 2)
 */
export function dayOf(flag: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : moment(flag, text, 'begin').slice(0, 10)
}

/** `--until` a day includes it. */
function moment(flag: string, text: string, edge: 'begin' | 'end'): string {
  const read = readMoment(text, edge)
  if (read !== undefined) return read
  throw usage(
    `--${flag} must be a day (2026-11-26, in UTC) or a moment (2026-11-26T09:30:00Z), not "${text}".`,
  )
}

/**
 * For a filter that found no result: a value that no result has is most likely mistyped.
 * @throws BenchError (exit 2) with near matches.
 */
export async function refuseUnknownLevels(store: Store, filter: ResultFilter): Promise<void> {
  for (const column of FACTOR_COLUMNS) {
    const wanted = filter[column] ?? []
    if (wanted.length === 0) continue
    const known = await store.results.levels(column)
    if (known.length === 0) return
    const unknown = wanted.find((value) => !known.includes(String(value)))
    if (unknown !== undefined)
      throw unknownValue(column.replace('_id', '').replace('_', ' '), String(unknown), known)
  }
}

/**
 * For a list that is empty: a tag that nobody gave and no rubric offers, or a rater without a rating, is most
 * likely mistyped. Who has nothing left to rate may be anybody.
 * @throws BenchError (exit 2) with near matches.
 */
export async function refuseUnknownMarks(
  store: Store,
  {tag, rated_by}: Pick<ResultFilter, 'tag' | 'rated_by'>,
  suites: () => Promise<LoadedSuite[]>,
): Promise<void> {
  if (tag !== undefined) {
    const offered = (await suites()).flatMap(({suite}) => rubricOf(suite)?.tags.map(({label}) => label) ?? [])
    const known = [...new Set([...(await store.marks.tags()), ...(await rubricTags(store)), ...offered])]
    if (known.length > 0 && !known.includes(tag)) throw unknownValue('tag', tag, known)
  }

  if (rated_by === undefined) return
  const raters = await store.raters.names()
  if (raters.length > 0 && !raters.includes(rated_by))
    throw unknownValue('rater', rated_by, raters, 'bench raters')
}

/**
 * The full id of the run whose id begins with `wanted`.
 * @throws BenchError (exit 2) when there is no such run, or several.
 */
export async function resolveRun(store: Store, wanted: string): Promise<string> {
  const ids = await store.runs.idsLike(wanted)
  if (ids.includes(wanted)) return wanted
  const [only] = ids
  if (only !== undefined && ids.length === 1) return only
  if (ids.length > 1) throw runNotFound(wanted, ids)
  const all = (await store.runs.list({limit: 100})).map(({id}) => id)
  throw unknownValue('run', wanted, all, 'bench runs')
}

/**
 * The result whose id begins with `wanted`.
 * @throws BenchError (exit 2) when there is no such result, or several.
 */
export async function resolveResult(store: Store, wanted: string): Promise<RatedResult> {
  const ids = await store.results.idsLike(wanted)
  const id = ids.includes(wanted) ? wanted : ids.length === 1 ? ids[0] : undefined
  const result = id === undefined ? undefined : await store.results.get(id)
  if (!result) throw resultNotFound(wanted, ids)
  return result
}

function wholeNumber(flag: string, text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw usage(`--${flag} must be a whole number, not "${text}".`)
  return Number(text)
}
