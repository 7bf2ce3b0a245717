import type {SuiteFile} from '../files/suite-file-schema.js'

/** Who brought something along: a plugin by its package. */
export interface PluginIdentity {
  name: string
  version: string
}

/** A suite that can be chosen by its id. */
export interface SuiteDescriptor {
  id: string
  /** One line for lists. */
  summary: string
  /** The suite as a file would say it; it may extend another. Called only when it is chosen. */
  load: () => Promise<SuiteFile | {default: SuiteFile}>
}

/** A descriptor and who registered it; null for what bench brings along. */
export type RegisteredSuite = SuiteDescriptor & {plugin: PluginIdentity | null}
