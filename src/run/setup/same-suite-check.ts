import {pluginChanged, pluginMissing, suiteChanged} from '../../errors/suites.js'
import type {RegisteredProvider} from '../../providers/descriptor.js'
import type {RunConfig} from '../../records/run.js'
import type {LoadedSuite} from '../../suite/files/load.js'

/**
 * Refuses to go on with a run whose suite or plugins have changed: its results would not be comparable. Where
 * the plugin is missing, its models cannot be asked at all.
 * @throws BenchError (exit 2)
 */
export function refuseOtherSuite(
  runId: string,
  config: RunConfig,
  {
    loaded,
    registered,
    accept,
  }: {loaded: LoadedSuite; registered: readonly RegisteredProvider[]; accept: boolean},
): void {
  if (loaded.hash !== config.suite.hash && !accept) throw suiteChanged(runId, config.suite.id)
  // A replay asks no model.
  if (config.replay !== null) return
  for (const {id, plugin} of config.providers) {
    const now = registered.find((provider) => provider.id === id)?.plugin
    if (now?.name !== plugin.name) throw pluginMissing(runId, `the provider "${id}"`, plugin.name)
    if (now.version !== plugin.version && !accept) throw pluginChanged(runId, plugin, now.version)
  }
}
