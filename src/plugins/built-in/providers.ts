import {BUILT_IN_PROVIDERS} from '../../providers/built-in.js'
import type {ProviderDescriptor} from '../../providers/descriptor.js'

/** `bench:providers`: bench registers its providers in the way that plugins do. */
export default function providers(): Promise<readonly ProviderDescriptor[]> {
  return Promise.resolve(BUILT_IN_PROVIDERS)
}
