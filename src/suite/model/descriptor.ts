import type {SuiteFile} from '../files/suite-file-schema.js'

/** The plugin that registered an extension: its package. */
export interface PluginIdentity {
  name: string
  version: string
}

/** A suite that can be chosen by its id. */
export interface SuiteDescriptor {
  id: string
  /** One line for lists. */
  summary: string
  /** The suite as a file would give it; it may extend another. Called only when the suite is chosen. */
  load: () => Promise<SuiteFile | {default: SuiteFile}>
}

/** A descriptor and the plugin that registered it; null for suites of bench. */
export type RegisteredSuite = SuiteDescriptor & {plugin: PluginIdentity | null}
