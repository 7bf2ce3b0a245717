import {BASELINE_MODELS} from './baseline-models.js'
import {baselines} from './baselines.js'
import type {ProviderDescriptor, RegisteredProvider} from './descriptor.js'
import {onlineProvider} from './online.js'

/** Answers for every model that no other provider claims. */
export const DEFAULT_PROVIDER = 'openai-compatible'

/** The providers of bench itself. */
export const BUILT_IN_PROVIDERS: readonly ProviderDescriptor[] = [
  {
    id: DEFAULT_PROVIDER,
    summary: 'OpenRouter, or the OpenAI-compatible server of --base-url.',
    models: [],
    load: () => Promise.resolve(onlineProvider),
  },
  {
    id: 'builtin',
    summary: 'Offline baselines, free.',
    models: BASELINE_MODELS,
    offline: true,
    load: () => Promise.resolve(({suite}) => baselines(suite)),
  },
]

export const REGISTERED_BUILT_INS: readonly RegisteredProvider[] = BUILT_IN_PROVIDERS.map((descriptor) => ({
  ...descriptor,
  plugin: null,
}))
