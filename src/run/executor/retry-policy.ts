import type {ProviderError} from '../../providers/provider.js'

/** A wait longer than this defers the model instead. */
export const LONGEST_RETRY_AFTER_MS = 5 * 60_000
const LONGEST_BACKOFF_MS = 60_000

/** Whether another attempt may bring an answer. */
export function isRetryable(error: ProviderError): boolean {
  return !error.final && ['rate_limit', 'server', 'network', 'timeout'].includes(error.kind)
}

/**
 * Milliseconds before attempt `attempt + 1`: exponential back-off with equal jitter (half fixed, half
 * random), so that many callers do not come back at the same time. Where the server's Retry-After is longer,
 * it counts in full; it never shortens the back-off: a Retry-After of zero, or a date in the past, would use
 * up all attempts within a moment.
 */
export function retryDelayMs(
  error: ProviderError,
  attempt: number,
  baseMs: number,
  random = Math.random,
): number {
  const ceiling = Math.min(LONGEST_BACKOFF_MS, baseMs * 2 ** (attempt - 1))
  return Math.max(error.retryAfterMs ?? 0, ceiling / 2 + (ceiling / 2) * random())
}
