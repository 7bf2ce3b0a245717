import {chipShares, type SharedChip} from '../chips/chip-shares.js'
import type {RatedResult} from '../records/result.js'
import {FACTOR_COLUMNS} from '../suite/model/factors.js'
import {VERSIONED_FACTORS} from '../records/version.js'
import {pick} from '../records/columns.js'
import type {ResultPlace} from '../store/result-lists.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'
import {versionResolver} from './resolver.js'
import {chooseVersions} from './choice.js'
import type {Suites} from './known-versions.js'

/** What one system answered; its chips say how many of the systems have them. */
export interface CaseAnswer extends Pick<
  RatedResult,
  'id' | 'run_id' | 'model' | 'trial' | 'status' | 'avg_rating' | 'rating_count' | 'cost_usd' | 'latency_ms'
> {
  final_chips: SharedChip[]
}

/** All systems' answers to the case of one result. */
export interface SameCase {
  case: Pick<RatedResult, (typeof CASE_FIELDS)[number]>
  answers: CaseAnswer[]
}

const CASE_FIELDS = [
  ...FACTOR_COLUMNS.filter((column) => column !== 'model'),
  'sector',
  'desired_role',
  'style_version',
  'persona_version',
] as const

/**
 * The answers to the case of a result: one of each system, of the same trial and run where there is one, else
 * the lowest trial and the newest run. Persona and style are of the same version; of systems the newest
 * stands. Failed cases count where a system has nothing else. `isWorstFirst`: the lowest rated first, else by
 * system.
 */
export async function sameCase(
  store: Store,
  result: RatedResult,
  {suites, isWorstFirst}: {suites: Suites; isWorstFirst: boolean},
): Promise<SameCase> {
  const asked = await versionResolver(store, suites)(result)
  const {filter} = await chooseVersions(store, caseFilter(asked), {suites, isRetiredLeftOut: true})
  const chosen = new Map<string, ResultPlace>([[result.model, result]])
  for (const other of await store.lists.places(filter)) {
    const known = chosen.get(other.model)
    if (other.model !== result.model && (!known || isNearer(other, known, result)))
      chosen.set(other.model, other)
  }

  const found = await Promise.all([...chosen.values()].map(({id}) => store.results.get(id)))
  const sorted = found
    .filter((other) => other !== undefined)
    .sort((a, b) => (isWorstFirst ? ratingOf(a) - ratingOf(b) : 0) || (a.model < b.model ? -1 : 1))
  const shares = chipShares(sorted.map(({final_chips}) => final_chips))
  return {
    case: pick(asked, CASE_FIELDS),
    answers: sorted.map((other, at) => ({
      ...pick(other, ['id', 'run_id', 'model', 'trial', 'status']),
      ...pick(other, ['avg_rating', 'rating_count', 'cost_usd', 'latency_ms']),
      final_chips: shares[at]!,
    })),
  }
}

/** The factors without versions. */
const PLAIN_FACTORS = FACTOR_COLUMNS.filter(
  (column) => !(VERSIONED_FACTORS as readonly string[]).includes(column),
)

/** Unknown versions are those of the run alone. */
function caseFilter(asked: RatedResult): ResultFilter {
  const level = (name: string, version: string | null) => [version === null ? name : `${name}@${version}`]
  const isKnown = asked.style_version !== null && asked.persona_version !== null
  return {
    persona_id: level(asked.persona_id, asked.persona_version),
    style: level(asked.style, asked.style_version),
    ...Object.fromEntries(PLAIN_FACTORS.map((column) => [column, [asked[column]]])),
    ...(!isKnown && {run_id: asked.run_id}),
  }
}

/** Whether one result of a system stands nearer to the result that was asked about than another. */
function isNearer(candidate: ResultPlace, other: ResultPlace, to: ResultPlace): boolean {
  const order = (place: ResultPlace) => [
    place.status === 'completed' ? 0 : 1,
    place.run_id === to.run_id ? 0 : 1,
    place.trial === to.trial ? 0 : place.trial,
  ]
  const [a, b] = [order(candidate), order(other)]
  const at = a.findIndex((value, index) => value !== b[index])
  return at === -1 ? candidate.created_at > other.created_at : a[at]! < b[at]!
}

/** Unrated results come last. */
function ratingOf({avg_rating}: RatedResult): number {
  return avg_rating ?? Infinity
}
