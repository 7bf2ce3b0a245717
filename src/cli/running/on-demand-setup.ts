import {usage} from '../../errors/catalogue.js'
import {BASELINE_MODELS, isBaseline} from '../../providers/baseline-models.js'
import type {RegisteredProvider} from '../../providers/descriptor.js'
import {providers} from '../../providers/registry.js'
import {askedSystems} from '../../run/offline.js'
import {OnDemandCases} from '../../run/on-demand.js'
import {configure} from '../../run/setup/setup.js'
import type {Store} from '../../store/store.js'
import type {LoadedSuite} from '../../suite/files/load.js'
import type {ProjectConfig} from '../config/project-config.js'
import {agreeToKeys} from './key-consent.js'
import {decimalFlag} from '../numbers.js'
import {runServer} from './run-request.js'

export interface GenerateFlags {
  'enable-generate': boolean
  'generate-budget': string | undefined
  'generate-model': string[] | undefined
  'base-url': string | undefined
  yes?: boolean | undefined
}

/** The limits of a case on demand: a user waits for the answer. */
const LIMITS = {trials: 1, concurrency: 8, maxRetries: 2, timeoutS: 60, caseTimeoutS: 120}

/**
 * The models that may be asked on demand: those of the suite and the offline baselines, or the named models.
 */
export function generateModels({'generate-model': named}: GenerateFlags, {suite}: LoadedSuite): string[] {
  return named ?? [...suite.models, ...BASELINE_MODELS].map(({id}) => id)
}

/**
 * Sets up the maker of cases on demand; undefined unless a flag allows it. Models that cost money need a
 * budget.
 * @throws BenchError (exit 2)
 */
export async function onDemandCases(
  store: Store,
  loaded: LoadedSuite,
  {
    flags,
    project = {},
    registered,
    version,
    isInteractive = false,
  }: {
    flags: GenerateFlags
    project?: Pick<ProjectConfig, 'base_url' | 'api_key_env'>
    registered: readonly RegisteredProvider[]
    version: string
    isInteractive?: boolean
  },
): Promise<OnDemandCases | undefined> {
  const budgetUsd = decimalFlag('--generate-budget', flags['generate-budget'], {above: 0}) ?? null
  if (!flags['enable-generate']) return undefined
  const models = generateModels(flags, loaded)
  if (budgetUsd === null && !models.every(isBaseline)) {
    throw usage(
      '--enable-generate lets others spend your money, so it needs a limit. Nothing was started.',
      'Set one, in US dollars for all that is ever generated from this suite: --generate-budget 5',
      'Offline and free: --generate-model builtin/lexicon',
    )
  }

  const config = {
    ...configure(
      {
        models,
        all: false,
        customModels: [],
        budgetUsd,
        temperature: undefined,
        seed: null,
        ...runServer(flags['base-url'], project),
        ...LIMITS,
      },
      loaded,
      version,
      registered,
    ),
    on_demand: true,
  }
  await agreeToKeys({
    systems: askedSystems(config),
    server: config,
    env: process.env,
    foreign: loaded.foreign,
    isAgreed: flags.yes ?? false,
    isInteractive,
  })
  const provider = await providers(askedSystems(config), loaded.suite, config, process.env, registered)
  return new OnDemandCases({store, suite: loaded.suite, config, provider})
}
