import {usage} from '../errors/catalogue.js'
import {
  UNKNOWN_VERSION,
  VERSIONED_FACTORS,
  versionLabel,
  type VersionChoice,
  type VersionedFactor,
  type VersionUse,
} from '../records/version.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'
import {digitsOf, knownVersions, newest, type Suites} from './known-versions.js'
import type {SuiteAtHand} from './older-runs.js'
import {retiredSystems, type RetiredSystem} from './retired.js'

export interface VersionOptions {
  /** Older versions too, each a level of its own. */
  all?: boolean
  suites: Suites
  /** The suite that is used here: what of it runs asked and it has no more is retired. */
  suite?: (() => Promise<SuiteAtHand | undefined>) | undefined
  /** Leaves out retired systems also where they are named: raters are not asked for them. */
  isRetiredLeftOut?: boolean
  /**
   * The versions that are chosen of a name instead of the newest; none of them may have results. Undefined:
   * the newest.
   */
  preferred?: PreferredVersions | undefined
}

/** The versions of a name that a suite has; undefined where the suite does not have the name. */
export type PreferredVersions = (factor: VersionedFactor, name: string) => ReadonlySet<string> | undefined

/** A choice of results that mixes no versions. */
export interface ChosenResults {
  filter: ResultFilter
  /** The versions that are left out, because a newer one of their name is in the scope. */
  leftOut: VersionUse[]
  /** Systems that cannot be asked any more: they stand below the line. */
  retired: RetiredSystem[]
  digits: number
  /** The level in figures that a user names: `guided@3f` is `guided@3f2a` there. */
  levelOf: (factor: VersionedFactor, wanted: string) => string
  /** The name and the version of a level in figures; null where several or none are known. */
  versionOf: (factor: VersionedFactor, level: string) => {name: string; version: string | null}
}

/**
 * Turns what a user filters by into results whose versions are not mixed: of each name the newest version, or
 * the versions that the user names (`guided@3f2a`), or with `all` every version as a level of its own. Newest
 * is the version of the latest result, whatever other levels the filter chooses.
 * @throws BenchError (exit 2) for digits that fit several versions.
 */
export async function chooseVersions(
  store: Store,
  filter: ResultFilter,
  options: VersionOptions,
): Promise<ChosenResults> {
  const {all = false, isRetiredLeftOut = false} = options
  // Whoever names a system, or wants all versions, or names the runs, asks for it.
  const isRunNamed = filter.run_id !== undefined || (filter.runs?.length ?? 0) > 0
  const isNamed = !isRetiredLeftOut && (all || (filter.model?.length ?? 0) > 0 || isRunNamed)
  const retired = isNamed ? [] : await retiredSystems(store, options)
  const chosen = await unmixedVersions(store, withoutRetired(filter, retired), options)
  return {...chosen, retired}
}

function withoutRetired(filter: ResultFilter, retired: readonly RetiredSystem[]): ResultFilter {
  return retired.length === 0
    ? filter
    : {...filter, not_models: [...(filter.not_models ?? []), ...retired.map(({model}) => model)]}
}

async function unmixedVersions(
  store: Store,
  filter: ResultFilter,
  {all = false, suites, preferred}: VersionOptions,
): Promise<Omit<ChosenResults, 'retired'>> {
  const {older, hasUnknown, versions} = await knownVersions(store, suites)
  const digits = digitsOf(versions)
  const isAsked = VERSIONED_FACTORS.some((factor) => filter[factor]?.some((level) => level.includes('@')))
  // A run that names no versions may have results that do: then nothing is told apart by run.
  const isByRun = hasUnknown && (await store.versions.hasUnversioned())
  const unmixed: VersionChoice = {older, hasUnknown: isByRun, digits, chosen: [], labelled: []}
  if (!preferred && !isAsked && [...versions.values()].every(({size}) => size < 2))
    return {
      filter: {...filter, ...(hasUnknown && {versions: unmixed})},
      leftOut: [],
      digits,
      levelOf: (_factor, wanted) => wanted,
      versionOf: (factor, name) => ({name, version: only(versions.get(JSON.stringify([factor, name])))}),
    }

  const scope = {
    run_id: filter.run_id,
    runs: filter.runs,
    not_runs: filter.not_runs,
    not_models: filter.not_models,
    not_styles: filter.not_styles,
    since: filter.since,
    until: filter.until,
  }
  const uses = await store.versions.uses(scope, older)
  const {levels, asked, newestByLevel} = askedVersions(filter, uses, digits)
  const {chosen, labelled} = choiceOf(uses, asked, {all, preferred})
  const choice: VersionChoice = {...unmixed, chosen, labelled}
  const isLeftOut = ({factor, name, version}: VersionUse) =>
    chosen.some(
      (entry) => entry.factor === factor && entry.name === name && !entry.versions.includes(version),
    )
  const isLeveled = Object.values(levels).some((wanted) => wanted.length > 0)
  const within = isLeveled ? await store.versions.uses({...filter, ...levels}, older) : uses
  return {
    filter: {...filter, ...levels, versions: choice},
    // What was not asked for by name is left out without a word, as a name that is not asked for is.
    leftOut: within.filter(
      (use) => isLeftOut(use) && !asked.some(({factor, name}) => factor === use.factor && name === use.name),
    ),
    digits,
    levelOf: (factor, text) => {
      const use = newestByLevel.get(JSON.stringify([factor, text]))
      const isLabelled = labelled.some((entry) => entry.factor === factor && entry.name === use?.name)
      return use && isLabelled ? versionLabel(use.name, use.version, digits) : (use?.name ?? text)
    },
    versionOf: (factor, level) => {
      const ofFactor = uses.filter((use) => use.factor === factor && !isLeftOut(use))
      const use = ofFactor.find(
        ({name, version}) =>
          versionLabel(name, version, digits) === level &&
          labelled.some((entry) => entry.factor === factor && entry.name === name),
      )
      if (use) return {name: use.name, version: use.version}
      return {
        name: level,
        version: only(new Set(ofFactor.filter(({name}) => name === level).map(versionOf))),
      }
    },
  }
}

function only(versions: ReadonlySet<string> | undefined): string | null {
  const [version] = versions ?? []
  return version !== undefined && version !== UNKNOWN_VERSION && versions?.size === 1 ? version : null
}

const versionOf = ({version}: VersionUse) => version

/** The levels of a filter by name, and the versions that it asks for. A name is first tried as it stands. */
function askedVersions(
  filter: ResultFilter,
  uses: readonly VersionUse[],
  digits: number,
): {
  levels: Pick<ResultFilter, VersionedFactor>
  asked: VersionUse[]
  newestByLevel: Map<string, VersionUse>
} {
  const asked: VersionUse[] = []
  const newestByLevel = new Map<string, VersionUse>()
  const levels: Pick<ResultFilter, VersionedFactor> = {}
  for (const factor of VERSIONED_FACTORS) {
    const wanted = filter[factor]
    if (!wanted || wanted.length === 0) continue
    levels[factor] = [...new Set(wanted.map((level) => named(factor, level)))]
    // Beside `guided@3f2a`, `guided` alone is the newest one.
    for (const level of wanted) {
      const ofName = uses.filter((use) => use.factor === factor && use.name === level)
      const isMixed = asked.some((use) => use.factor === factor && use.name === level)
      if (!isMixed || ofName.length === 0) continue
      const latest = newest(ofName)
      newestByLevel.set(JSON.stringify([factor, level]), latest)
      if (!asked.includes(latest)) asked.push(latest)
    }
  }

  return {levels, asked, newestByLevel}

  function named(factor: VersionedFactor, level: string): string {
    const ofFactor = uses.filter((use) => use.factor === factor)
    const at = level.lastIndexOf('@')
    if (at < 1 || ofFactor.some(({name}) => name === level)) return level
    const [name, wanted] = [level.slice(0, at), level.slice(at + 1)]
    const fitting = ofFactor.filter((use) => use.name === name && use.version.startsWith(wanted))
    if (wanted === '' || fitting.length === 0) return level
    if (fitting.length > 1) {
      const labels = fitting.map(({version}) => versionLabel(name, version, digits))
      throw usage(`"${level}" fits several versions: ${labels.join(', ')}. Nothing was read.`)
    }

    const [use] = fitting
    if (!asked.includes(use!)) asked.push(use!)
    newestByLevel.set(JSON.stringify([factor, level]), use!)
    return name
  }
}

/**
 * Of each name the versions that are asked for, else the newest, or all; names with all are called by
 * version.
 */
function choiceOf(
  uses: readonly VersionUse[],
  asked: readonly VersionUse[],
  {all, preferred}: Pick<VersionOptions, 'all' | 'preferred'>,
): {
  chosen: {factor: VersionedFactor; name: string; versions: string[]}[]
  labelled: {factor: VersionedFactor; name: string}[]
} {
  const chosen: {factor: VersionedFactor; name: string; versions: string[]}[] = []
  const labelled: {factor: VersionedFactor; name: string}[] = []
  for (const {factor, name, of} of byName(uses)) {
    const wanted = asked.filter((use) => use.factor === factor && use.name === name)
    const isWhole = all === true && wanted.length === 0
    const version = newestOf(of, preferred?.(factor, name))
    if (of.length < 2 && version !== undefined) continue
    if (!isWhole)
      chosen.push({factor, name, versions: wanted.length > 0 ? wanted.map(versionOf) : listed(version)})
    if (of.length > 1 && (isWhole || wanted.length > 0)) labelled.push({factor, name})
  }

  return {chosen, labelled}
}

function byName(uses: readonly VersionUse[]): {factor: VersionedFactor; name: string; of: VersionUse[]}[] {
  const names = new Map<string, {factor: VersionedFactor; name: string; of: VersionUse[]}>()
  for (const use of uses) {
    const key = JSON.stringify([use.factor, use.name])
    const entry = names.get(key) ?? {factor: use.factor, name: use.name, of: []}
    names.set(key, entry)
    entry.of.push(use)
  }

  return [...names.values()]
}

/** The newest of the versions that are preferred, else of all; undefined where none of these is used. */
function newestOf(
  uses: readonly VersionUse[],
  preferred: ReadonlySet<string> | undefined,
): string | undefined {
  const fitting = preferred ? uses.filter(({version}) => preferred.has(version)) : uses
  return fitting.length === 0 ? undefined : newest(fitting).version
}

function listed(version: string | undefined): string[] {
  return version === undefined ? [] : [version]
}
