import type {RunConfig} from '../records/run.js'
import {digitsFor, VERSIONED, VERSIONED_FACTORS, versionLabel} from '../records/version.js'
import type {Store} from '../store/store.js'
import {knownVersions, newest, type Suites} from './known-versions.js'

/**
 * A sentence for each style, persona and system of a run that this database has in another version: results
 * of different versions do not compare under one name.
 */
export async function otherVersions(
  store: Store,
  {versions: asked}: Pick<RunConfig, 'versions'>,
  suites: Suites,
): Promise<string[]> {
  if (!asked) return []
  const {older, versions} = await knownVersions(store, suites)
  const changed = VERSIONED_FACTORS.flatMap((factor) =>
    Object.entries(asked[VERSIONED[factor].kind]).flatMap(([name, version]) => {
      const known = versions.get(JSON.stringify([factor, name])) ?? new Set<string>()
      const others = [...known].filter((other) => other !== version)
      return others.length > 0 ? [{factor, name, version, known: new Set([...known, version])}] : []
    }),
  )
  if (changed.length === 0) return []
  const uses = await store.versions.uses({}, older)
  return changed.flatMap(({factor, name, version, known}) => {
    const others = uses.filter((use) => use.factor === factor && use.name === name && use.version !== version)
    if (others.length === 0) return []
    const digits = digitsFor(known)
    const latest = newest(others)
    const label = versionLabel(name, version, digits)
    const other = versionLabel(name, latest.version, digits)
    const isNew = !uses.some((use) => use.factor === factor && use.name === name && use.version === version)
    return [
      `${name} is ${isNew ? 'new here as' : 'asked as'} ${label}; this database also has ${other} (${latest.results} results, ${latest.ratings} ratings, last used ${latest.last_used.slice(0, 10)}). What differs: bench prompts diff ${other} ${label}`,
    ]
  })
}
