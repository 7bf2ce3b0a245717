import {existsSync} from 'node:fs'
import {suiteFileGone} from '../errors/suites.js'
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
