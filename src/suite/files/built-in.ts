import type {SuiteDescriptor} from '../model/descriptor.js'
import {readChips} from './load.js'

/** The suites of bench itself; a test checks them against the schema, so that no start has to. */
export const BUILT_IN_SUITES: readonly SuiteDescriptor[] = [
  {id: 'chips', summary: 'Chips that personalise an interview training.', load: readChips},
]
