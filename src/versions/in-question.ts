import {
  factorOfKind,
  UNKNOWN_VERSION,
  VERSIONED_FACTORS,
  versionLabel,
  type DefinitionRecord,
  type VersionedFactor,
  type VersionUse,
} from '../records/version.js'
import type {GroupColumn} from '../records/stats.js'
import type {Store} from '../store/store.js'
import type {Suite} from '../suite/model/suite.js'
import type {ChosenResults, PreferredVersions} from './choice.js'
import {isAsIn} from './current.js'
import {knownVersions, newest, type Suites} from './known-versions.js'

/**
 * The versions of this database that a suite asks as they stand, by name. A name that the suite has and whose
 * version no run used has an empty set: nothing is known of it.
 */
export async function versionsOfSuite(
  store: Store,
  {suite, suites}: {suite: Suite; suites: Suites},
): Promise<PreferredVersions> {
  const [{implied, versions}, heads] = await Promise.all([
    knownVersions(store, suites),
    store.definitions.heads(),
  ])
  const stored = await store.definitions.get(heads.map(({id}) => id))
  const current = new Map<string, Set<string>>()
  for (const key of versions.keys()) {
    const [factor, name] = JSON.parse(key) as [VersionedFactor, string]
    if (isInSuite(suite, factor, name)) current.set(key, new Set())
  }

  for (const definition of [...stored.values(), ...implied.values()] satisfies DefinitionRecord[]) {
    const factor = factorOfKind(definition.kind)
    const of = factor && current.get(JSON.stringify([factor, definition.name]))
    if (of && isAsIn(definition, suite)) of.add(definition.id)
  }

  return (factor, name) => current.get(JSON.stringify([factor, name]))
}

function isInSuite(suite: Suite, factor: VersionedFactor, name: string): boolean {
  switch (factor) {
    case 'style':
      return Object.hasOwn(suite.styles, name)
    case 'persona_id':
      return suite.personas.some(({id}) => id === name)
    case 'model':
      return name.startsWith('builtin/') || suite.models.some(({id}) => id === name)
  }
}

/** A name that results have, none of them of the version in question. */
export interface MissingVersion {
  factor: VersionedFactor
  name: string
  /**
   * `guided@3f2a`: the version of its latest result; null where results of the name are of the right version.
   */
  latest: string | null
  results: number
}

/** The versions that a choice of results speaks of. */
export interface VersionsInQuestion {
  /** `guided@3f2a`, styles first, then systems, then personas. */
  labels: string[]
  missing: MissingVersion[]
  /** Names of which the choice holds several versions; their factor makes no groups. */
  mixed: string[]
}

const LABEL_ORDER = ['style', 'model', 'persona_id'] as const satisfies readonly VersionedFactor[]

/**
 * Which versions chosen results have, and which names have results in their scope, but none of the version in
 * question; among `columns`, the factors that make groups, also names without any result in the end.
 */
export async function versionsInQuestion(
  store: Store,
  {filter, digits}: Pick<ChosenResults, 'filter' | 'digits'>,
  {columns, suites}: {columns: readonly GroupColumn[]; suites: Suites},
): Promise<VersionsInQuestion> {
  const {older} = await knownVersions(store, suites)
  const {versions: choice, ...plain} = filter
  const [scope, used] = await Promise.all([
    store.versions.uses(plain, older),
    store.versions.uses(filter, older),
  ])
  const isChosen = ({factor, name, version}: VersionUse) => {
    const entry = choice?.chosen.find((known) => known.factor === factor && known.name === name)
    return entry === undefined || entry.versions.includes(version)
  }

  const missing: MissingVersion[] = []
  const mixed: string[] = []
  for (const factor of VERSIONED_FACTORS)
    for (const name of new Set(scope.filter((use) => use.factor === factor).map((use) => use.name))) {
      const ofName = scope.filter((use) => use.factor === factor && use.name === name)
      const inFigures = used.filter((use) => use.factor === factor && use.name === name)
      const results = ofName.reduce((sum, use) => sum + use.results, 0)
      const latest = newest(ofName).version
      if (!ofName.some(isChosen))
        missing.push({factor, name, latest: versionLabel(name, latest, digits), results})
      else if (inFigures.length === 0 && columns.includes(factor))
        missing.push({factor, name, latest: null, results})
      if (inFigures.length > 1 && !columns.includes(factor)) mixed.push(name)
    }

  const labels = LABEL_ORDER.flatMap((factor) =>
    used
      .filter((use) => use.factor === factor)
      .map(({name, version}) => versionLabel(name, version, digits))
      .sort(),
  )
  return {labels, missing, mixed}
}

/** How one name changed between two choices of results. */
export interface ChangedVersion {
  factor: VersionedFactor
  name: string
  before: string[]
  after: string[]
}

/** Names that two choices of results have in different versions, or in versions of which nothing is known. */
export async function changedVersions(
  store: Store,
  {before, after}: Record<'before' | 'after', Pick<ChosenResults, 'filter'>['filter']>,
  {digits, suites}: {digits: number; suites: Suites},
): Promise<ChangedVersion[]> {
  const {older} = await knownVersions(store, suites)
  const [then, now] = await Promise.all([
    store.versions.uses(before, older),
    store.versions.uses(after, older),
  ])
  return VERSIONED_FACTORS.flatMap((factor) =>
    [...new Set(now.filter((use) => use.factor === factor).map(({name}) => name))].flatMap((name) => {
      const of = (uses: readonly VersionUse[]) =>
        uses.filter((use) => use.factor === factor && use.name === name).map(({version}) => version)
      const [old, fresh] = [of(then), of(now)]
      const isSame = new Set([...old, ...fresh]).size === 1 && !old.includes(UNKNOWN_VERSION)
      if (old.length === 0 || isSame) return []
      const labels = (all: readonly string[]) => all.map((version) => versionLabel(name, version, digits))
      return [{factor, name, before: labels(old), after: labels(fresh)}]
    }),
  )
}
