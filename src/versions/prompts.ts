import {usage} from '../errors/catalogue.js'
import {
  digitsFor,
  LOST_TEXT_PREFIX,
  shortVersion,
  UNKNOWN_VERSION,
  VERSIONED,
  VERSIONED_FACTORS,
  versionLabel,
  type DefinitionKind,
  type DefinitionRecord,
  type VersionUse,
} from '../records/version.js'
import type {Store} from '../store/store.js'
import type {Suite} from '../suite/model/suite.js'
import {knownVersions, newest, type VersionOptions} from './choice.js'
import {isAsIn} from './current.js'

/** One version of a style, persona, system or rubric in this database. */
export interface PromptVersion {
  kind: DefinitionKind
  name: string
  version: string
  /** `guided@3f2a`: unambiguous in this database. */
  label: string
  /** ISO 8601 in UTC; null: kept, but no result has it. */
  first_used: string | null
  last_used: string | null
  runs: number
  results: number
  ratings: number
  /** The suite at hand has it as it stands. */
  now: boolean
  /** Whether the database, or a suite at hand, still has the text. */
  has_text: boolean
}

export interface VersionsOfKind {
  versions: PromptVersion[]
  /** The definition of a version, where there is one. */
  definition: (version: string) => DefinitionRecord | undefined
}

/**
 * The versions of one kind, newest first within a name; a version that no result has comes last. `suite`: the suite
 * at hand, whose versions are marked.
 */
export async function versionsOfKind(
  store: Store,
  kind: DefinitionKind,
  {suites, suite}: {suites: VersionOptions['suites']; suite?: Suite | undefined},
): Promise<VersionsOfKind> {
  const {older, implied} = await knownVersions(store, suites)
  const factor = VERSIONED_FACTORS.find((candidate) => VERSIONED[candidate].kind === kind)
  const used = (await store.versions.uses({}, older, {inFigures: false})).filter(
    (use) => use.factor === factor,
  )
  const heads = (await store.definitions.heads()).filter((head) => head.kind === kind)
  const stored = await store.definitions.get(heads.map(({id}) => id))
  const definitionOf = (version: string) => stored.get(version) ?? implied.get(version)
  const unused = heads
    .filter(({id, name}) => !used.some((use) => use.version === id && use.name === name))
    .map(({id, name}) => ({name, version: id, ...UNUSED}))
  const all = [...used.map((use) => omitFactor(use)), ...unused]
  const digits = Math.max(
    4,
    ...[...new Set(all.map(({name}) => name))].map((name) =>
      digitsFor(all.filter((entry) => entry.name === name).map(({version}) => version)),
    ),
  )
  const versions = all.map((entry): PromptVersion => {
    const definition = definitionOf(entry.version)
    return {
      kind,
      ...entry,
      label: versionLabel(entry.name, entry.version, digits),
      now: definition !== undefined && suite !== undefined && isAsIn(definition, suite),
      has_text: definition !== undefined,
    }
  })
  return {
    versions: versions.sort(
      (a, b) =>
        order(a.name, b.name) || order(b.last_used ?? '', a.last_used ?? '') || order(a.version, b.version),
    ),
    definition: definitionOf,
  }
}

function omitFactor({name, version, first_used, last_used, runs, results, ratings}: VersionUse) {
  return {name, version, first_used, last_used, runs, results, ratings}
}

const UNUSED = {first_used: null, last_used: null, runs: 0, results: 0, ratings: 0}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/**
 * The version that a user names: `guided@3f2a`, `guided` (its newest), or the digits alone. A name is first tried as
 * it stands.
 * @throws BenchError (exit 2) when there is none, or several.
 */
export function findVersion(versions: readonly PromptVersion[], wanted: string): PromptVersion {
  const named = versions.filter(({name}) => name === wanted)
  if (named.length > 0) return newestOf(named)
  const at = wanted.lastIndexOf('@')
  const [name, digits] = at > 0 ? [wanted.slice(0, at), wanted.slice(at + 1)] : [undefined, wanted]
  const fitting = versions.filter(
    (entry) =>
      (name === undefined ? digits.length >= 4 : entry.name === name) &&
      digits !== '' &&
      entry.version.startsWith(digits),
  )
  const [only] = fitting
  if (only && fitting.length === 1) return only
  const labels = (fitting.length > 1 ? fitting : versions).map(({label}) => label)
  throw usage(
    fitting.length > 1
      ? `"${wanted}" fits several versions: ${labels.join(', ')}.`
      : `There is no version "${wanted}" in this database.`,
    ...(labels.length > 0
      ? [`There are: ${labels.slice(0, 12).join(', ')}${labels.length > 12 ? ' …' : ''}`]
      : []),
    'bench prompts lists them.',
  )
}

function newestOf(versions: readonly PromptVersion[]): PromptVersion {
  const used = versions.filter(({last_used}) => last_used !== null) as (PromptVersion & VersionUse)[]
  const [first] = versions
  return used.length > 0 ? (newest(used) as PromptVersion & VersionUse) : first!
}

/** Why a version has no text, in words. */
export function lostText({name, version}: Pick<PromptVersion, 'name' | 'version'>): string {
  if (version === UNKNOWN_VERSION) return `Nobody knows what ${name} was then: its runs do not say.`
  if (version.startsWith(LOST_TEXT_PREFIX))
    return `The text of ${name}@${shortVersion(version, 4)} was not kept: its runs are older than versions, and no suite at hand has prompts of that digest.`
  return `The text of ${name}@${shortVersion(version, 4)} is not in this database. bench sync brings it.`
}
