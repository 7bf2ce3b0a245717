import type {ExporterDescriptor} from '../export/descriptor.js'
import type {ProviderDescriptor} from '../providers/descriptor.js'
import type {PluginIdentity, SuiteDescriptor} from '../suite/model/descriptor.js'

/** The kinds of extensions, by hook. */
export interface Descriptors {
  'bench:providers': ProviderDescriptor
  'bench:suites': SuiteDescriptor
  'bench:exporters': ExporterDescriptor
}
export type HookName = keyof Descriptors

/** A descriptor and the plugin that registered it; null for bench itself. */
export type Registered<Descriptor> = Descriptor & {plugin: PluginIdentity | null}

/** The options that a hook of a plugin gets. */
export interface HookOptions {
  apiVersion: 1
}
