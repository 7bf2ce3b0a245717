import {BUILT_IN_SUITES} from '../../suite/files/built-in.js'
import type {SuiteDescriptor} from '../../suite/model/descriptor.js'

/** `bench:suites`: bench registers its suites in the way that plugins do. */
export default function suites(): Promise<readonly SuiteDescriptor[]> {
  return Promise.resolve(BUILT_IN_SUITES)
}
