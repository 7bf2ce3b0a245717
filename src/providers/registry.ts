import {withTimeout, LOAD_LIMIT_MS} from '../errors/with-timeout.js'
import {pluginFailed} from '../errors/suites.js'
import type {Suite} from '../suite/model/suite.js'
import {DEFAULT_PROVIDER, REGISTERED_BUILT_INS} from './built-in.js'
import type {ProviderContext, RegisteredProvider} from './descriptor.js'
import {guarded} from './guarded.js'
import type {Provider} from './provider.js'

export type Keys = ProviderContext['env']

/**
 * Finds the provider of a model, and makes only the providers of these models.
 * @throws BenchError (exit 2) when a key is missing or the URL is no valid URL; (exit 1) when a plugin fails.
 */
export async function providers(
  modelIds: readonly string[],
  suite: Suite,
  baseUrl: string | null,
  keys: Keys,
  registered: readonly RegisteredProvider[] = REGISTERED_BUILT_INS,
): Promise<(modelId: string) => Provider> {
  const made = new Map<RegisteredProvider, Provider>()
  const context = {suite, baseUrl, env: keys}
  for (const owner of new Set(modelIds.map((id) => ownerOf(id, registered))))
    made.set(owner, await make(owner, context))
  return (modelId) => {
    const provider = made.get(ownerOf(modelId, registered))
    if (!provider) throw new Error(`nobody was made ready to answer for ${modelId}`)
    return provider
  }
}

/** The provider of a model: the provider that claims the model, else the default provider. */
export function ownerOf(modelId: string, registered: readonly RegisteredProvider[]): RegisteredProvider {
  const owner =
    registered.find(({models}) => models.some(({id}) => id === modelId)) ??
    registered.find(({id}) => id === DEFAULT_PROVIDER)
  if (!owner) throw new Error('the default provider is not registered')
  return owner
}

async function make(owner: RegisteredProvider, context: ProviderContext): Promise<Provider> {
  const {plugin} = owner
  const made = (async () => {
    const loaded = await owner.load()
    const provider = await ('default' in loaded ? loaded.default : loaded)(context)
    if (typeof (provider as Partial<Provider> | undefined)?.complete !== 'function')
      throw new TypeError('it gave something that cannot complete')
    return provider
  })()
  // A refusal by a provider of bench is reported as it is.
  if (plugin === null) return made
  const provider = await withTimeout(made, LOAD_LIMIT_MS).catch((error: unknown) => {
    throw pluginFailed(plugin.name, `its provider "${owner.id}" cannot be started`, error)
  })
  return guarded(provider, plugin)
}
