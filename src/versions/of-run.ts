import type {RunConfig} from '../records/run.js'
import {VERSIONED_FACTORS, VERSIONED, type VersionedKind} from '../records/version.js'
import type {Store} from '../store/store.js'
import type {Suites} from './known-versions.js'
import {promptVersions} from './prompts.js'

/** A style, persona or system of a run, in its version. */
export interface VersionOfRun {
  kind: VersionedKind
  name: string
  version: string
  /** `guided@3f2a`. */
  label: string
}

/**
 * The versions that a run asks: of its configuration, or of its results where it is older than versions. The
 * selector's system is no part of it.
 */
export async function versionsOfRun(
  store: Store,
  {id, config}: {id: string; config: RunConfig | undefined},
  suites: Suites,
): Promise<VersionOfRun[]> {
  const known = await promptVersions(store, {suites})
  const ofRun: VersionOfRun[] = []
  for (const factor of VERSIONED_FACTORS) {
    const {kind} = VERSIONED[factor]
    const asked = new Map(
      [...(await known.ofRun(id, kind))].map(([name, {version}]) => [name, version] as const),
    )
    for (const [name, version] of Object.entries(config?.versions?.[kind] ?? {}))
      if (kind !== 'system' || config?.models.some((model) => model.id === name)) asked.set(name, version)
    for (const [name, version] of asked) {
      const entry = known.versions.find(
        (listed) => listed.kind === kind && listed.name === name && listed.version === version,
      )
      ofRun.push({kind, name, version, label: entry?.label ?? `${name}@${version}`})
    }
  }

  return ofRun
}
