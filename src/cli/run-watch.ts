import {exitCodeOfSignal} from '../errors/exit-codes.js'
import type {StopReason, StopSignal} from '../run/events.js'

const SIGNALS: readonly StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Turns signals into a stop: the first Ctrl-C, SIGTERM or SIGHUP lets calls in flight finish, a second Ctrl-C
 * or SIGTERM ends the process at once (saved rows stay saved).
 * @returns a function that takes the handlers away.
 */
export function stopOnSignals(stop: (reason: StopReason) => void): () => void {
  let isStopping = false
  const handler = (received: NodeJS.Signals) => {
    const signal = SIGNALS.find((known) => known === received)
    if (signal === undefined) return
    if (!isStopping) {
      isStopping = true
      stop({kind: 'signal', signal})
    } else if (signal !== 'SIGHUP') {
      // A terminal that closes sends SIGHUP twice, by the system and by the shell: the user is not impatient.
      process.exit(exitCodeOfSignal(signal))
    }
  }

  for (const signal of SIGNALS) process.on(signal, handler)
  return () => {
    for (const signal of SIGNALS) process.off(signal, handler)
  }
}
