import {BenchError} from '../errors/bench-error.js'
import type {StopReason} from './events.js'

/** Milliseconds that calls in flight may go on after a stop. */
const GRACE_MS = 10_000

/** Milliseconds that calls in flight may go on. Answers that no database is there for are not waited for. */
export function graceOf(reason: StopReason, usualMs = GRACE_MS): number {
  const isGone =
    reason.kind === 'storage' && reason.error instanceof BenchError && reason.error.code === 'DATABASE_MOVED'
  return isGone ? 0 : usualMs
}
