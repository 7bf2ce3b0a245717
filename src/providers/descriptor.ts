import type {PluginIdentity} from '../suite/model/descriptor.js'
import type {PricedModel, Suite} from '../suite/model/suite.js'
import type {Endpoint} from './endpoint.js'
import type {Provider} from './provider.js'

/** The arguments of a provider factory. `env` holds the user's environment, API keys included. */
export interface ProviderContext {
  suite: Suite
  /** The server of `--base-url`; null when the flag is not set. */
  baseUrl: string | null
  /** For the provider of bench: the server of some systems of the run. */
  endpoint?: Endpoint | undefined
  env: Readonly<Record<string, string | undefined>>
}

/** Makes the provider; may refuse, for instance because a key is missing. */
export type ProviderFactory = (context: ProviderContext) => Provider | Promise<Provider>

/** A provider that can be chosen by its models. */
export interface ProviderDescriptor {
  id: string
  /** One line for lists. */
  summary: string
  /**
   * The models it answers for; their ids begin with the provider's id and a slash. A price that is not known
   * is null.
   */
  models: readonly PricedModel[]
  /** It needs no network: it plays the user in enriched cases itself, and always gets a seed. */
  offline?: boolean | undefined
  /**
   * It heeds `parameters` and `response_format` of a request. A system that has them is refused where the
   * provider does not say so.
   */
  parameters?: boolean | undefined
  /** Called only when one of its models is run. */
  load: () => Promise<ProviderFactory | {default: ProviderFactory}>
}

/** A descriptor and the plugin that registered it; null for providers of bench. */
export type RegisteredProvider = ProviderDescriptor & {plugin: PluginIdentity | null}
