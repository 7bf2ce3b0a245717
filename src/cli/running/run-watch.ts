import {monitorEventLoopDelay} from 'node:perf_hooks'
import {exitCodeOfSignal} from '../../errors/exit-codes.js'
import type {StopReason, StopSignal} from '../../run/events.js'

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

/** Milliseconds between two looks at the event loop, and how many looks tell enough. */
const LOOK_MS = 20
const FEWEST_LOOKS = 100

/**
 * Watches how late this process gets to what has arrived: an answer that waits for its turn looks slower than
 * it was.
 * @returns a function that ends the watch, and gives the lateness that 1 of 100 looks exceeded, in
 *   milliseconds; null after too short a time.
 */
export function watchEventLoop(): () => number | null {
  const delays = monitorEventLoopDelay({resolution: LOOK_MS})
  delays.enable()
  return () => {
    delays.disable()
    return delays.count < FEWEST_LOOKS ? null : Math.max(0, delays.percentile(99) / 1e6 - LOOK_MS)
  }
}
