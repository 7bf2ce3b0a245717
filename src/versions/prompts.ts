import {usage} from '../errors/catalogue.js'
import {
  DEFINITION_KINDS,
  digitsFor,
  LOST_TEXT_PREFIX,
  UNKNOWN_VERSION,
  VERSIONED,
  versionLabel,
  type DefinitionKind,
  type DefinitionRecord,
} from '../records/version.js'
import type {Store} from '../store/store.js'
import type {Suite} from '../suite/model/suite.js'
import {isAsIn} from './current.js'
import {knownVersions, newest, type Suites} from './known-versions.js'

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

export interface PromptVersions {
  /** Of each kind and name the newest first; a version that no result has comes last. */
  versions: PromptVersion[]
  /** The definition of a version, where there is one. */
  definition: (version: string) => DefinitionRecord | undefined
  /** Of the versions those that a run asked, the latest of each name. */
  ofRun: (runId: string, kind: DefinitionKind) => Promise<Map<string, PromptVersion>>
}

/** All versions of a database. `suite`: the suite at hand, whose versions are marked. */
export async function promptVersions(
  store: Store,
  {suites, suite}: {suites: Suites; suite?: Suite | undefined},
): Promise<PromptVersions> {
  const {older, implied} = await knownVersions(store, suites)
  const uses = await store.versions.uses({}, older, {inFigures: false})
  const heads = await store.definitions.heads()
  const stored = await store.definitions.get(heads.map(({id}) => id))
  const definition = (version: string) => stored.get(version) ?? implied.get(version)
  const used = uses.map(({factor, ...use}) => ({kind: VERSIONED[factor].kind, ...use}))
  const isUsed = new Set(used.map(keyOf))
  const rubricUses = new Map((await store.versions.rubricUses()).map((use) => [use.version, use]))
  const all = [
    ...used,
    ...heads
      .map(({id, kind, name}) => ({kind, name, version: id, ...UNUSED, ...rubricUses.get(id)}))
      .filter((head) => !isUsed.has(keyOf(head))),
  ]
  const digits = digitsByKind(all)
  const versions = all
    .map((entry): PromptVersion => {
      const defined = definition(entry.version)
      return {
        ...entry,
        label: versionLabel(entry.name, entry.version, digits.get(entry.kind)!),
        now: defined !== undefined && suite !== undefined && isAsIn(defined, suite),
        has_text: defined !== undefined,
      }
    })
    .sort(
      (a, b) =>
        DEFINITION_KINDS.indexOf(a.kind) - DEFINITION_KINDS.indexOf(b.kind) ||
        order(a.name, b.name) ||
        order(b.last_used ?? '', a.last_used ?? '') ||
        order(a.version, b.version),
    )
  return {
    versions,
    definition,
    ofRun: async (runId, kind) => {
      const ofRun = await store.versions.uses({run_id: runId}, older, {inFigures: false})
      const asked = ofRun.filter(({factor}) => VERSIONED[factor].kind === kind)
      return new Map(
        asked.flatMap((use) => {
          const known = versions.find((entry) => keyOf(entry) === keyOf({kind, ...use}))
          return known ? [[use.name, known] as const] : []
        }),
      )
    },
  }
}

type Named = Pick<PromptVersion, 'kind' | 'name' | 'version'>

function keyOf({kind, name, version}: Named): string {
  return JSON.stringify([kind, name, version])
}

/** For each kind the digits with which no two versions of a name are called the same. */
function digitsByKind(all: readonly Named[]): Map<DefinitionKind, number> {
  const byName = new Map<string, {kind: DefinitionKind; versions: string[]}>()
  for (const {kind, name, version} of all) {
    const key = JSON.stringify([kind, name])
    const entry = byName.get(key) ?? {kind, versions: []}
    byName.set(key, entry)
    entry.versions.push(version)
  }

  const digits = new Map<DefinitionKind, number>()
  for (const {kind, versions} of byName.values())
    digits.set(kind, Math.max(digits.get(kind) ?? 0, digitsFor(versions)))
  return digits
}

const UNUSED = {first_used: null, last_used: null, runs: 0, results: 0, ratings: 0}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/**
 * The version that a user names: `guided@3f2a`, `guided` (its newest), or the digits alone. A name is first
 * tried as it stands.
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

/** The newest version that results have; where none has any, the first. */
function newestOf(versions: readonly PromptVersion[]): PromptVersion {
  const used = versions.flatMap((entry) =>
    entry.last_used === null ? [] : [{...entry, last_used: entry.last_used}],
  )
  return used.length > 0 ? newest(used) : versions[0]!
}

/** Why a version has no text, in words. */
export function lostText({name, version, label}: Pick<PromptVersion, 'name' | 'version' | 'label'>): string {
  if (version === UNKNOWN_VERSION) return `Nobody knows what ${name} was then: its runs do not say.`
  if (version.startsWith(LOST_TEXT_PREFIX))
    return `The text of ${label} was not kept: its runs are older than versions, and no suite at hand has prompts of that digest.`
  return `The text of ${label} is not in this database. bench sync brings it.`
}
