/** Milliseconds: a timer that fires later than this shows that the process stood still. */
const LATE_MS = 1000

/**
 * Milliseconds of a clock that only goes forward: waits and deadlines are measured with this clock, so that
 * neither a clock that is set nor a machine that slept stretches or ends them. It is not the time of day.
 */
export function monotonicMs(): number {
  return performance.now()
}

/**
 * Calls `end` after `ms`. After a standstill (Ctrl-Z, a paused container) a timer is due at once, before
 * anything that arrived meanwhile is read: an answer that has arrived already gets another second to be read.
 * @returns a function that cancels the timer.
 */
export function deadlineTimer(ms: number, end: () => void): () => void {
  const due = monotonicMs() + ms
  let timer = setTimeout(() => {
    if (monotonicMs() - due < LATE_MS) end()
    else timer = setTimeout(end, LATE_MS)
  }, ms)
  return () => clearTimeout(timer)
}
