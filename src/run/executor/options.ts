import type {Provider} from '../../providers/provider.js'
import type {AskedStep, CallTotals, ExecutedCall, Step} from '../../records/call.js'
import type {RunConfig} from '../../records/run.js'
import type {Listener} from '../events.js'
import type {RunLease} from './run-lease.js'

/** The buyer of answers (a run, cases on demand, later kinds of work), and the buyer's limits. */
export interface CallExecutorOptions<S extends AskedStep = Step> {
  runId: string
  config: Pick<RunConfig, 'models' | 'selector' | 'concurrency' | 'budget_usd' | 'max_retries' | 'timeout_s'>
  provider: (modelId: string) => Provider
  /** A promise resolves when the row is durable. */
  store: {saveCall: (call: ExecutedCall<S>) => Promise<void>}
  /** Answers that are paid for, by result id. */
  storedCompletions: ReadonlyMap<string, readonly ExecutedCall<S>[]>
  /** The totals of the calls of earlier sessions. */
  earlier?: CallTotals | undefined
  /** The claim to the work; the claim is checked before anything is bought. */
  lease?: Pick<RunLease, 'confirm'> | undefined
  /** Called at once when an answer cannot be kept whose case has gone on to its next call. */
  onUnsaved?: (error: unknown) => void
  /** Called when a case may begin. */
  onSeat?: () => void
  emit: Listener
  /** Milliseconds of the first back-off. */
  backoffBaseMs?: number | undefined
}
