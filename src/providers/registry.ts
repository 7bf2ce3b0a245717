import {withTimeout, LOAD_LIMIT_MS} from '../errors/with-timeout.js'
import {BenchError} from '../errors/bench-error.js'
import {missingApiKey} from '../errors/catalogue.js'
import {pluginFailed} from '../errors/suites.js'
import type {Suite} from '../suite/model/suite.js'
import {sentModel} from '../suite/model/system.js'
import {DEFAULT_PROVIDER, REGISTERED_BUILT_INS} from './built-in.js'
import type {ProviderContext, RegisteredProvider} from './descriptor.js'
import {endpointOf, type AskedSystem, type RunServer} from './endpoint.js'
import {guarded} from './guarded.js'
import type {Provider} from './provider.js'

export type Keys = ProviderContext['env']

/**
 * Finds the provider of a system by its id, and makes only the providers of these systems: one for each
 * server.
 * @throws BenchError (exit 2) when a key is missing or the URL is no valid URL; (exit 1) when a plugin fails.
 */
export async function providers(
  systems: readonly AskedSystem[],
  suite: Suite,
  server: RunServer,
  keys: Keys,
  registered: readonly RegisteredProvider[] = REGISTERED_BUILT_INS,
): Promise<(systemId: string) => Provider> {
  const made = new Map<string, Promise<Provider>>()
  const bySystem = new Map<string, Provider>()
  for (const system of systems) {
    const owner = ownerOf(sentModel(system), registered)
    const endpoint = isDefault(owner) ? endpointOf(system, server) : undefined
    const key = JSON.stringify([owner.id, endpoint ?? null])
    const making = made.get(key) ?? make(owner, {suite, baseUrl: server.base_url, env: keys, endpoint})
    made.set(key, making)
    const isSelectorAlone = bySystem.size > 0 && system.id === suite.selector.id
    bySystem.set(system.id, await (isSelectorAlone ? making.catch(forSelector(system.id)) : making))
  }

  return (systemId) => {
    const provider = bySystem.get(systemId)
    if (!provider) throw new Error(`nobody was made ready to answer for ${systemId}`)
    return provider
  }
}

/** Whether a provider is that of bench for servers. */
export function isDefault({id, plugin}: RegisteredProvider): boolean {
  return id === DEFAULT_PROVIDER && plugin === null
}

/** The provider of a model: the provider that claims the model, else the default provider. */
export function ownerOf(modelId: string, registered: readonly RegisteredProvider[]): RegisteredProvider {
  const owner =
    registered.find(({models}) => models.some(({id}) => id === modelId)) ??
    registered.find(({id}) => id === DEFAULT_PROVIDER)
  if (!owner) throw new Error('the default provider is not registered')
  return owner
}

/** All others have their keys: the user may not even know that a selector is asked. */
function forSelector(id: string): (error: unknown) => never {
  return (error) => {
    throw error instanceof BenchError && error.code === 'MISSING_API_KEY' ? missingApiKey(id) : error
  }
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
