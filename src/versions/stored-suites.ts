import {runConfigSchema} from '../records/run-config.js'
import type {RunConfig} from '../records/run.js'
import type {Store} from '../store/store.js'
import type {SuiteAtHand} from './older-runs.js'
import {definitionIds, suiteOfDefinitions} from './suite-of-definitions.js'

/** The suites that runs of this database keep as definitions: older runs may have asked the same prompts. */
export async function storedSuites(store: Store): Promise<SuiteAtHand[]> {
  const bySuite = new Map<string, RunConfig>()
  for (const config of await store.versions.definingConfigs()) {
    const parsed = runConfigSchema.safeParse(config).data
    if (parsed) bySuite.set(JSON.stringify([parsed.suite.hash, parsed.versions]), parsed)
  }

  const configs = [...bySuite.values()]
  const definitions = await store.definitions.get(configs.flatMap(definitionIds))
  return configs.flatMap((config) => {
    const suite = suiteOfDefinitions(config, definitions)
    return suite ? [{suite, hash: config.suite.hash, prompt_hash: config.suite.prompt_hash}] : []
  })
}
