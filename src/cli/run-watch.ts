import {EXIT} from '../errors/exit-codes.js'
import type {StopReason} from '../run/events.js'

/**
 * Turns signals into a stop: the first Ctrl-C or SIGTERM lets calls in flight finish, a second one leaves
 * at once (what was saved is saved).
 * @returns a function that takes the handlers away.
 */
export function stopOnSignals(stop: (reason: StopReason) => void): () => void {
  let count = 0
  const handler = (signal: NodeJS.Signals) => {
    if (signal !== 'SIGINT' && signal !== 'SIGTERM') return
    if (++count > 1) process.exit(signal === 'SIGINT' ? EXIT.sigint : EXIT.sigterm)
    stop({kind: 'signal', signal})
  }

  process.on('SIGINT', handler)
  process.on('SIGTERM', handler)
  return () => {
    process.off('SIGINT', handler)
    process.off('SIGTERM', handler)
  }
}
