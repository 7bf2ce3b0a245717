/**
 * The types for authors of plugins of bench: `@hexweavers/bench/plugin`. The helpers do nothing but give
 * types; a plugin in plain JavaScript can do without them.
 *
 * @example
 * // hooks/providers.ts, named in package.json under oclif.hooks["bench:providers"]
 * import {defineProvider} from '@hexweavers/bench/plugin'
 *
 * export default async () => [
 *   defineProvider({
 *     id: 'acme',
 *     summary: 'Models of our own machine room.',
 *     models: [{id: 'acme/large', name: 'Acme Large', input_price: 0.4, output_price: 1.6}],
 *     load: () => import('../acme.js'),
 *   }),
 * ]
 */
import type {ExporterDescriptor} from '../export/descriptor.js'
import type {ProviderDescriptor} from '../providers/descriptor.js'
import type {SuiteDescriptor} from '../suite/model/descriptor.js'

export type {HookOptions} from './hooks.js'
export type {Exporter, ExporterDescriptor, ExportInput} from '../export/descriptor.js'
export type {ExportColumn} from '../export/columns.js'
export type {ProviderContext, ProviderDescriptor, ProviderFactory} from '../providers/descriptor.js'
export {
  ProviderError,
  type Completion,
  type CompletionRequest,
  type Provider,
  type ProviderErrorKind,
  type Task,
} from '../providers/provider.js'
export type {SuiteDescriptor} from '../suite/model/descriptor.js'
export type {SuiteFile} from '../suite/files/suite-file-schema.js'

/** A provider, for the hook `bench:providers`. */
export function defineProvider(descriptor: ProviderDescriptor): ProviderDescriptor {
  return descriptor
}

/** A suite, for the hook `bench:suites`. */
export function defineSuite(descriptor: SuiteDescriptor): SuiteDescriptor {
  return descriptor
}

/** A format of `bench export`, for the hook `bench:exporters`. */
export function defineExporter(descriptor: ExporterDescriptor): ExporterDescriptor {
  return descriptor
}
