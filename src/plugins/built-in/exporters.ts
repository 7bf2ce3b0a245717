import {BUILT_IN_EXPORTERS} from '../../export/built-in.js'
import type {ExporterDescriptor} from '../../export/descriptor.js'

/** `bench:exporters`: bench registers its exporters in the way that plugins do. */
export default function exporters(): Promise<readonly ExporterDescriptor[]> {
  return Promise.resolve(BUILT_IN_EXPORTERS)
}
