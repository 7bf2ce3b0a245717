import {existsSync} from 'node:fs'
import {BenchError} from '../errors/bench-error.js'
import {pluginMissing, suiteFileGone} from '../errors/suites.js'
import type {RunConfig} from '../records/run.js'

/**
 * The name under which a run's suite is found again.
 * @throws BenchError (exit 2) when its file has gone.
 */
export function suiteOfRun(runId: string, {id, file}: RunConfig['suite']): string {
  if (file === null) return id
  if (!existsSync(file)) throw suiteFileGone(runId, file)
  return file
}

/** Why a run's suite was not found: one that a plugin brought along went with it. */
export function suiteLoss(runId: string, {id, plugin}: RunConfig['suite'], error: unknown): unknown {
  const isUnknown = error instanceof BenchError && error.code === 'UNKNOWN_SUITE'
  return isUnknown && plugin ? pluginMissing(runId, `the suite "${id}"`, plugin.name) : error
}
