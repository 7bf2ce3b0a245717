import type {CallRecord} from '../records/call.js'
import type {ResultRecord} from '../records/result.js'

/** What a run needs of a store: a promise resolves when the row is durable. */
export interface RunStore {
  saveCall(call: CallRecord): Promise<void>
  /** Together with the call that ended the case, if there was one. */
  saveResult(result: ResultRecord): Promise<void>
}
