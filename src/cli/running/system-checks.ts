import {driftSentence, evaluateDrift} from '../../figures/drift.js'
import type {Check} from '../../records/doctor.js'
import type {DatabaseLocation} from '../../store/database/location.js'
import {openUnchanged, type Store} from '../../store/store.js'
import {builtInSuites} from '../../suite/files/load.js'
import {chooseVersions} from '../../versions/choice.js'

/**
 * A warning for each system of a database that answers otherwise under its name than before. No check where
 * there is no database that can be read: other checks say why.
 */
export async function systemChecks(location: DatabaseLocation): Promise<Check[]> {
  const store = await openUnchanged(location).catch(() => undefined)
  if (!store) return []
  try {
    return await driftChecks(store)
  } catch {
    return []
  } finally {
    await store.close()
  }
}

export async function driftChecks(store: Store): Promise<Check[]> {
  const {filter} = await chooseVersions(store, {}, {all: false, suites: builtInSuites})
  const drift = await evaluateDrift(store, filter)
  if (drift.length === 0)
    return [{name: 'systems', status: 'ok', found: 'none answers differently under its name', next: []}]
  return drift.map((entry) => ({
    name: 'system',
    status: 'warning',
    found: driftSentence(entry),
    next: [`bench stats --since ${entry.since}`],
  }))
}
