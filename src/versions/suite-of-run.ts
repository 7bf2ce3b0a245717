import type {RunConfig} from '../records/run.js'
import type {Store} from '../store/store.js'
import type {LoadedSuite} from '../suite/files/load.js'
import {definitionIds, suiteOfDefinitions} from './suite-of-definitions.js'

/**
 * The suite of a run as the database keeps it, whatever became of the suite's file; undefined for a run that
 * is older than versions.
 */
export async function storedSuiteOf(store: Store, config: RunConfig): Promise<LoadedSuite | undefined> {
  const ids = definitionIds(config)
  if (ids.length === 0) return undefined
  const suite = suiteOfDefinitions(config, await store.definitions.get(ids))
  if (!suite) return undefined
  const {hash, prompt_hash, file, plugin} = config.suite
  return {suite, hash, prompt_hash, file, plugin, foreign: []}
}
