import {EXIT, exitCodeOfSignal, type ExitCode} from '../errors/exit-codes.js'
import type {RunStatus} from '../records/run.js'
import type {RunOutcome} from './engine.js'

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
