import type {Below} from '../../../figures/below.js'
import {NOTHING_BELOW} from '../../../figures/below.js'
import {RESULT_STATUSES, type ResultSummary} from '../../../records/result.js'
import {VERSIONED_FACTORS} from '../../../records/version.js'
import {personName} from '../../../text/person-name.js'
import type {ResultFilter} from '../../../store/results.js'
import type {PageRequest} from '../../auth/sign-in.js'
import {valueOf, type Address} from '../address.js'
import type {PageData} from '../page-data.js'
import {LIST_NAMES, orderOf, type ResultsView} from './results-page.js'

const MOST_RESULTS = 200
const USUAL = 50

type Chosen = ResultsView['chosen']

/** What the address says of the list, besides its filter. */
export function chosenOf(c: PageRequest): Chosen {
  const named = LIST_NAMES.flatMap((name) => {
    const value = valueOf(c, name)
    return value === undefined || name === 'offset' ? [] : [[name, value] as const]
  })
  return Object.fromEntries(named)
}

/** The filter of a list: as figures count with `in=figures`, else every version and every run. */
export async function listFilter(
  data: PageData,
  {filter, isAllVersions}: Pick<Address, 'filter' | 'isAllVersions'>,
  chosen: Chosen,
): Promise<{filter: ResultFilter; inFigures: boolean; below: Below}> {
  const inFigures = chosen.in === 'figures'
  // Where every version counts and none is named, there is nothing to choose.
  const isWhole =
    !inFigures && !VERSIONED_FACTORS.some((factor) => filter[factor]?.some((level) => level.includes('@')))
  const results = isWhole
    ? {filter, leftOut: [], retired: [], digits: 4}
    : await data.chosen(filter, isAllVersions || !inFigures)
  const person = (name: string | undefined) => (name === undefined ? undefined : (personName(name) ?? name))
  return {
    inFigures,
    below: inFigures ? data.leftOut(results) : NOTHING_BELOW,
    filter: {
      ...results.filter,
      status: RESULT_STATUSES.find((status) => status === chosen.status),
      rated_by: person(chosen.rated_by),
      unrated_by: person(chosen.unrated_by),
      flagged: chosen.flagged === undefined ? undefined : true,
      tag: chosen.tag,
      without_chips: chosen.empty === undefined ? undefined : true,
    },
  }
}

/** A page of the list. */
export async function listOf(
  data: PageData,
  {address, chosen, offset}: {address: Address; chosen: Chosen; offset: number},
): Promise<{results: ResultSummary[]; total: number; limit: number; below: Below}> {
  const {filter, inFigures, below} = await listFilter(data, address, chosen)
  const wanted = Number(/^\d{1,4}$/.exec(chosen.limit ?? '')?.[0] ?? USUAL)
  const limit = Math.max(1, Math.min(MOST_RESULTS, wanted))
  const page = {limit, offset, sort: orderOf(chosen.sort), inFigures}
  const list = await data.kept(['results', filter, page], () => data.store.results.list(filter, page))
  return {...list, limit, below}
}
