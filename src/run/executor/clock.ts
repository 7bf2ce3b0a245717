/** Milliseconds after which a timer that fired so late tells that the process stood still. */
const LATE_MS = 1000

/**
 * Milliseconds of a clock that only goes forward: waits and deadlines are measured with it, so that neither a
 * clock that is set nor a machine that slept stretches or ends them. It says nothing of the time of day.
 */
export function monotonicMs(): number {
  return performance.now()
}

/**
 * Calls `end` after `ms`. After a standstill (Ctrl-Z, a paused container) a timer is due at once, before
 * anything that arrived meanwhile is read: an answer that lies there already gets a second more to be read.
 * @returns a function that calls it off.
 */
export function deadlineTimer(ms: number, end: () => void): () => void {
  const due = monotonicMs() + ms
  let timer = setTimeout(() => {
    if (monotonicMs() - due < LATE_MS) end()
    else timer = setTimeout(end, LATE_MS)
  }, ms)
  return () => clearTimeout(timer)
}
