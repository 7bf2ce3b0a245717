import {resolve} from 'node:path'
import type {ProjectConfig} from './config/project-config.js'
import type {RunRequest} from '../run/setup.js'
import {byList, SETTINGS} from '../suite/model/factors.js'
import type {FactorFlags} from './flags.js'
import {decimalFlag} from './numbers.js'

const DEFAULT_CONCURRENCY = 8

/** The flags of `bench run` as the parser gives them. */
export interface RunFlags extends FactorFlags {
  all: boolean
  'custom-model'?: string[] | undefined
  trials: number
  concurrency?: number | undefined
  budget?: string | undefined
  'max-retries': number
  timeout: number
  'case-timeout': number
  temperature?: string | undefined
  seed?: number | undefined
  'base-url'?: string | undefined
  record?: string | undefined
  replay?: string | undefined
}

/** The request of a user: flags, then the project's config, then defaults. @throws BenchError (exit 2) */
export function runRequest(
  flags: RunFlags,
  project: Pick<ProjectConfig, 'concurrency' | 'budget'>,
): RunRequest {
  return {
    models: flags.model ?? [],
    all: flags.all,
    customModels: flags['custom-model'] ?? [],
    personas: flags.persona,
    ...byList((column) => flags[SETTINGS[column].flag.name]),
    trials: flags.trials,
    concurrency: flags.concurrency ?? project.concurrency ?? DEFAULT_CONCURRENCY,
    budgetUsd: budgetOf(flags.budget, project.budget),
    maxRetries: flags['max-retries'],
    timeoutS: flags.timeout,
    caseTimeoutS: flags['case-timeout'],
    temperature: decimalFlag('--temperature', flags.temperature, {min: 0, max: 2}),
    seed: flags.seed ?? null,
    baseUrl: flags['base-url'] ?? null,
    // The run may be resumed from another folder.
    record: flags.record === undefined ? null : resolve(flags.record),
    replay: flags.replay === undefined ? null : resolve(flags.replay),
  }
}

/** `none` lifts the limit of the config file. */
function budgetOf(flag: string | undefined, configured: number | undefined): number | null {
  if (flag === 'none') return null
  return decimalFlag('--budget', flag, {above: 0}) ?? configured ?? null
}
