import {resolve} from 'node:path'
import type {ProjectConfig} from '../config/project-config.js'
import {parameterSettings} from '../../run/setup/parameter-settings.js'
import type {RunRequest} from '../../run/setup/setup.js'
import {byList, SETTINGS} from '../../suite/model/factors.js'
import type {FactorFlags} from '../flags.js'
import {decimalFlag} from '../numbers.js'

export const DEFAULT_CONCURRENCY = 8

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
  set?: string[] | undefined
  record?: string | undefined
  replay?: string | undefined
}

/** The request of a user: flags, then the project's config, then defaults. @throws BenchError (exit 2) */
export function runRequest(
  flags: RunFlags,
  project: Pick<ProjectConfig, 'concurrency' | 'budget' | 'base_url' | 'api_key_env'>,
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
    ...runServer(flags['base-url'], project),
    set: parameterSettings(flags.set ?? []),
    // The run may be resumed from another folder.
    record: flags.record === undefined ? null : resolve(flags.record),
    replay: flags.replay === undefined ? null : resolve(flags.replay),
  }
}

/**
 * The server of a run, and the variable of its key: the config file's goes to the config file's server alone.
 */
export function runServer(
  flag: string | undefined,
  {base_url, api_key_env}: Pick<ProjectConfig, 'base_url' | 'api_key_env'>,
): Pick<RunRequest, 'baseUrl' | 'apiKeyEnv'> {
  return flag === undefined ? {baseUrl: base_url ?? null, apiKeyEnv: api_key_env} : {baseUrl: flag}
}

/** `none` lifts the limit of the config file. */
export function budgetOf(flag: string | undefined, configured: number | undefined): number | null {
  if (flag === 'none') return null
  return decimalFlag('--budget', flag, {above: 0}) ?? configured ?? null
}
