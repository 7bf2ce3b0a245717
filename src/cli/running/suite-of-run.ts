import {existsSync} from 'node:fs'
import {BenchError} from '../../errors/bench-error.js'
import {pluginMissing, suiteFileGone} from '../../errors/suites.js'
import type {RunConfig} from '../../records/run.js'

/**
 * The name under which a run's suite is found again.
 * @throws BenchError (exit 2) when the suite's file is gone.
 */
export function suiteOfRun(runId: string, {id, file}: RunConfig['suite']): string {
  if (file === null) return id
  if (!existsSync(file)) throw suiteFileGone(runId, file)
  return file
}

/** Why a run's suite was not found: a suite of a plugin is gone when the plugin is gone. */
export function suiteLoss(runId: string, {id, plugin}: RunConfig['suite'], error: unknown): unknown {
  const isUnknown = error instanceof BenchError && error.code === 'UNKNOWN_SUITE'
  return isUnknown && plugin ? pluginMissing(runId, `the suite "${id}"`, plugin.name) : error
}
