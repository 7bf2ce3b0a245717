import type {ProviderContext} from './descriptor.js'
import {credentialsOf, endpointOf} from './endpoint.js'
import type {Provider} from './provider.js'

/**
 * OpenRouter, the server of `--base-url`, or that of a system. A key goes only to the service it is for:
 * OpenRouter's key to OpenRouter, `BENCH_API_KEY` to the server of `--base-url`, which on loopback may need
 * no key.
 * @throws BenchError (exit 2) when a key is missing or the URL is no valid URL.
 */
export async function onlineProvider({
  baseUrl,
  endpoint = endpointOf({id: ''}, {base_url: baseUrl}),
  env,
}: Pick<ProviderContext, 'baseUrl' | 'endpoint' | 'env'>): Promise<Provider> {
  const {apiKey, headers} = credentialsOf(endpoint, env)
  // The SDK takes a while to load, so it is loaded only when it is needed.
  const [{openAiCompatible}, {httpClient}] = await Promise.all([
    import('./openai-compatible.js'),
    import('../net/http-client.js'),
  ])
  return openAiCompatible({
    baseUrl: endpoint.url,
    apiKey,
    headers,
    fetch: await httpClient(env, {isFollowing: Object.keys(headers).length === 0}),
  })
}
