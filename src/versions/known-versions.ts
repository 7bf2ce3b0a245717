import {
  digitsFor,
  factorOfKind,
  UNKNOWN_VERSION,
  type DefinitionRecord,
  type OlderVersion,
  type VersionedFactor,
  type VersionUse,
} from '../records/version.js'
import type {Store} from '../store/store.js'
import type {SuiteAtHand} from './older-runs.js'

/** Gives the suites that are here; asked only where older runs need them. */
export type Suites = () => Promise<readonly SuiteAtHand[]>

/** The digits with which every label of a database is unambiguous. */
export function digitsOf(versions: KnownVersions['versions']): number {
  return Math.max(4, ...[...versions.values()].map(digitsFor))
}

/** The versions that a database knows of. */
export interface KnownVersions {
  /** What results that name no version have. */
  older: OlderVersion[]
  /** The definitions that only older runs imply, by id. */
  implied: ReadonlyMap<string, DefinitionRecord>
  hasUnknown: boolean
  /** All versions, by factor and name as JSON. */
  versions: Map<string, Set<string>>
}

/** Every version that this database knows of, by factor and name. */
export async function knownVersions(store: Store, suites: Suites): Promise<KnownVersions> {
  const [heads, olderRuns] = await Promise.all([store.definitions.heads(), store.versions.olderRuns()])
  let older: OlderVersion[] = []
  let implied: ReadonlyMap<string, DefinitionRecord> = new Map()
  if (olderRuns.length > 0) {
    const {olderVersions} = await import('./older-runs.js')
    const {storedSuites} = await import('./stored-suites.js')
    const implications = olderVersions(olderRuns, [...(await storedSuites(store)), ...(await suites())])
    older = implications.older
    implied = implications.definitions
  }

  const versions = new Map<string, Set<string>>()
  const add = (factor: VersionedFactor, name: string, version: string) => {
    const key = JSON.stringify([factor, name])
    versions.set(key, (versions.get(key) ?? new Set()).add(version))
  }

  for (const {kind, name, id} of heads) {
    const factor = factorOfKind(kind)
    if (factor) add(factor, name, id)
  }

  for (const {factor, name, version} of older) add(factor, name, version)
  const understoodRuns = new Set(
    older.filter(({version}) => version !== UNKNOWN_VERSION).flatMap(({run_ids}) => run_ids),
  )
  const hasUnknown =
    older.some(({version}) => version === UNKNOWN_VERSION) ||
    olderRuns.some(({id}) => !understoodRuns.has(id))
  if (hasUnknown) for (const known of versions.values()) known.add(UNKNOWN_VERSION)
  return {older, implied, hasUnknown, versions}
}

/** The version of the latest result; of equal ones the later id, so that every database says the same. */
export function newest<Use extends Pick<VersionUse, 'version' | 'last_used'>>(uses: readonly Use[]): Use {
  return uses.reduce((best, use) =>
    use.last_used > best.last_used || (use.last_used === best.last_used && use.version > best.version)
      ? use
      : best,
  )
}
