import type {FactorColumn} from './result.js'

/** What a definition describes, in the order of lists. */
export const DEFINITION_KINDS = ['style', 'persona', 'system', 'rubric', 'judge'] as const
export type DefinitionKind = (typeof DEFINITION_KINDS)[number]

/** What was asked, in words: a row of the table `definitions`, which never changes. */
export interface DefinitionRecord {
  /** The first 16 hex digits of SHA-256 over `{kind, name, definition}`. */
  id: string
  kind: DefinitionKind
  name: string
  /** Canonical JSON: sorted keys, no blanks. */
  definition: string
}

/** The factors whose levels have versions, the kind of their definitions, and the column of the version. */
export const VERSIONED = {
  style: {kind: 'style', column: 'style_version'},
  persona_id: {kind: 'persona', column: 'persona_version'},
  model: {kind: 'system', column: 'system_version'},
} as const satisfies Partial<Record<FactorColumn, {kind: DefinitionKind; column: string}>>

export type VersionedFactor = keyof typeof VERSIONED
export type VersionedKind = (typeof VERSIONED)[VersionedFactor]['kind']
export const VERSIONED_FACTORS = Object.keys(VERSIONED) as VersionedFactor[]

/** The factor whose levels a kind of definitions describes; a rubric belongs to none. */
export function factorOfKind(kind: DefinitionKind): VersionedFactor | undefined {
  return VERSIONED_FACTORS.find((factor) => VERSIONED[factor].kind === kind)
}

/**
 * Columns that hold the run where the version of a level is unknown, else '': results of two such runs are
 * no answers to the same question.
 */
export const UNKNOWN_RUNS = {
  style: 'unknown_style_of',
  persona_id: 'unknown_persona_of',
  model: 'unknown_system_of',
} as const satisfies Record<VersionedFactor, string>

/** The versions of a run's styles, personas and systems, by name. */
export type RunVersions = Record<VersionedKind, Record<string, string>>

/** The version of a level of which its run says nothing. Rows of two runs are never paired by it. */
export const UNKNOWN_VERSION = 'unknown'

/** The version of an older style whose text is lost: `p-` and the digest of the run's prompts. */
export const LOST_TEXT_PREFIX = 'p-'

/** One version of a level, and where it was used, within some results. */
export interface VersionUse {
  factor: VersionedFactor
  name: string
  version: string
  /** When the first and the last of its results were made, ISO 8601 in UTC. */
  first_used: string
  last_used: string
  runs: number
  results: number
  ratings: number
}

/** Results of these runs name no version of a level; by the runs' configurations it is this version. */
export interface OlderVersion {
  factor: VersionedFactor
  name: string
  version: string
  run_ids: string[]
}

/** Which versions a choice of results holds, and how its levels are called. */
export interface VersionChoice {
  older: readonly OlderVersion[]
  /** The versions that are chosen of a name; names that are missing here are chosen whole. */
  chosen: readonly {factor: VersionedFactor; name: string; versions: readonly string[]}[]
  /** Names of which several versions are chosen, so that each is called `name@digits`. */
  labelled: readonly {factor: VersionedFactor; name: string}[]
  /** How many digits of a version make it unambiguous. */
  digits: number
  /** Whether some results name no version, and their runs say nothing either. */
  hasUnknown: boolean
}

/** A version as people read it: `guided@3f2a`. */
export function versionLabel(name: string, version: string, digits: number): string {
  return `${name}@${shortVersion(version, digits)}`
}

/** The first digits of a version; what marks a special version stays whole. */
export function shortVersion(version: string, digits: number): string {
  if (version === UNKNOWN_VERSION) return version
  return version.slice(0, version.startsWith(LOST_TEXT_PREFIX) ? digits + LOST_TEXT_PREFIX.length : digits)
}

/** The fewest digits, at least four, with which no two of the versions are called the same. */
export function digitsFor(versions: Iterable<string>): number {
  const all = [...new Set(versions)]
  for (let digits = 4; digits < 16; digits++)
    if (new Set(all.map((version) => shortVersion(version, digits))).size === all.length) return digits
  return 16
}
