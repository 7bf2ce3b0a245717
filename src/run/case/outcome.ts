import type {DeferredModel} from '../model-queues.js'
import {EXIT, exitCodeOfSignal, type ExitCode} from '../../errors/exit-codes.js'
import type {RunStatus} from '../../records/run.js'
import type {StopReason} from '../events.js'
import type {Overrun} from '../executor/price-bounds.js'
import type {FailureReason} from '../failure-reasons.js'
import type {RefusedSystem} from '../refused-system.js'

export interface RunOutcome {
  /** Results of the whole run, earlier sessions included. */
  completed: number
  failed: number
  /** Why cases of this session failed, the commonest reason first; five at most. */
  failures: FailureReason[]
  /** Cases without a result. */
  left: number
  stop: StopReason | null
  /** Deferred models: they asked for a longer wait than a run is willing to wait. */
  parked: DeferredModel[]
  /** US dollars of all calls with a known cost, earlier sessions included. */
  spent_usd: number
  /** Answers, earlier sessions included. */
  answered_calls: number
  /** Answered calls of unknown cost; these costs are not in `spent_usd`. */
  calls_of_unknown_cost: number
  /** Models that billed more for a call than the call was expected to cost at most. */
  overruns: Overrun[]
  /** Systems whose server does not take what they send; their cases are left out. */
  refused: RefusedSystem[]
}

/**
 * `completed`: every case has ended. `interrupted`: something from outside ended the run (a signal, the
 * budget, a model that asks to wait). `failed`: the run could not go on, or no call was answered. Systems
 * that are left out, as their server does not take what they send, keep no run from being completed.
 */
export function statusOf({stop, left, completed, failed, refused}: RunOutcome): RunStatus {
  if (stop && ['signal', 'budget', 'undelivered'].includes(stop.kind)) return 'interrupted'
  if (stop) return 'failed'
  if (left > 0) return 'interrupted'
  return completed === 0 && (failed > 0 || refused.length > 0) ? 'failed' : 'completed'
}

export function exitCodeOf({stop, left, failed, refused}: RunOutcome): ExitCode {
  if (stop?.kind === 'signal') return exitCodeOfSignal(stop.signal)
  if (stop?.kind === 'budget') return EXIT.budget
  if (stop?.kind === 'hopeless') return EXIT.failedCases
  if (stop) return EXIT.error
  return failed > 0 || left > 0 || refused.length > 0 ? EXIT.failedCases : EXIT.ok
}
