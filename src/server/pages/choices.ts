import {nearMatches} from '../../errors/near-matches.js'
import {FACTOR_COLUMNS, type FactorColumn} from '../../records/result.js'
import {UNKNOWN_VERSION, VERSIONED_FACTORS, versionLabel} from '../../records/version.js'
import type {ResultFilter} from '../../store/results.js'
import type {Store} from '../../store/store.js'
import {digitsOf, knownVersions, type Suites} from '../../versions/known-versions.js'

/** What a filter offers: the levels of every factor, their versions where a name has several, and runs. */
export interface Choices {
  runs: string[]
  levels: Record<FactorColumn, string[]>
  /** `guided@3f2a`, by factor. */
  versions: Partial<Record<FactorColumn, string[]>>
  /** Every version in full, by factor: an address may name it by its first digits. */
  whole: Partial<Record<FactorColumn, string[]>>
}

/** So many of the newest runs are offered; others can still stand in an address. */
const MOST_RUNS = 100

export async function choicesOf(store: Store, suites: Suites): Promise<Choices> {
  const [runs, levels, versions] = await Promise.all([
    store.runs.page({limit: MOST_RUNS, offset: 0}),
    store.results.allLevels(),
    versionsOf(store, suites),
  ])
  return {
    runs: runs.map(({id}) => id),
    levels,
    ...versions,
  }
}

async function versionsOf(store: Store, suites: Suites): Promise<Pick<Choices, 'versions' | 'whole'>> {
  const known = await knownVersions(store, suites)
  const digits = digitsOf(known.versions)
  const [versions, whole]: Choices['versions'][] = [{}, {}]
  for (const [key, ids] of known.versions) {
    const [factor, name] = JSON.parse(key) as [FactorColumn, string]
    if (!(VERSIONED_FACTORS as readonly string[]).includes(factor)) continue
    whole![factor] = [...(whole![factor] ?? []), ...[...ids].map((id) => `${name}@${id}`)]
    if (ids.size < 2) continue
    const asked = [...ids].filter((id) => id !== UNKNOWN_VERSION).sort()
    versions![factor] = [...(versions![factor] ?? []), ...asked.map((id) => versionLabel(name, id, digits))]
  }

  return {versions: versions!, whole: whole!}
}

/** Sentences about levels and runs in a filter that no result has. */
export function unknownLevels({runs, levels, versions, whole}: Choices, filter: ResultFilter): string[] {
  const ofFactors = FACTOR_COLUMNS.flatMap((column) => {
    const known = [...levels[column], ...(versions[column] ?? [])]
    return (filter[column] ?? [])
      .map(String)
      .filter((level) => !isKnown(level, known, whole[column] ?? []))
      .map((level) => notThere('result', level, known))
  })
  const named = [...(filter.runs ?? []), ...(filter.run_id === undefined ? [] : [filter.run_id])]
  const strange = runs.length < MOST_RUNS ? named.filter((id) => !runs.includes(id)) : []
  return [...ofFactors, ...strange.map((id) => notThere('run', id, runs))]
}

/** Of a version, its first digits are enough. */
function isKnown(level: string, known: readonly string[], whole: readonly string[]): boolean {
  return known.includes(level) || (/@./.test(level) && whole.some((version) => version.startsWith(level)))
}

function notThere(what: 'result' | 'run', level: string, known: readonly string[]): string {
  const near = nearMatches(level, known)
  const meant = near.length > 0 ? ` Meant: ${near.join(', ')}?` : ''
  return what === 'run' ? `There is no run "${level}".${meant}` : `No result has "${level}".${meant}`
}
