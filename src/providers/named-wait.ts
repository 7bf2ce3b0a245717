import {numberOf} from './reading/read-usage.js'

/** Milliseconds of the units that servers write durations in: `1h2m3.5s`, `350ms`. */
const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  sec: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}
const DURATION =
  /(\d+(?:\.\d+)?)\s*(ms|s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:ours?)?|d(?:ays?)?)(?![a-z])/gi
/** Numbers from here on are times, not durations: 2001 in seconds since the epoch. */
const FIRST_TIME_S = 1e9
const FIRST_TIME_MS = 1e12

/**
 * Milliseconds of a `Retry-After` header, given in seconds or as an HTTP date (RFC 9110 §10.2.3),
 * or of `retry-after-ms`.
 */
export function retryAfterMs(headers: Headers | undefined, now = Date.now()): number | undefined {
  const milliseconds = headers?.get('retry-after-ms')
  if (milliseconds && Number(milliseconds) >= 0) return Number(milliseconds)
  const value = headers?.get('retry-after')
  if (!value) return undefined
  if (/^\d+(\.\d+)?$/.test(value.trim())) return Number(value) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

/**
 * Milliseconds until a limit that refused a request is reset, where the server names the time: by
 * Retry-After, else in the error's sentence or details, else by the reset of a limit that is used up, in the
 * headers or (OpenRouter) in the error. Those resets come last, as a bucket's reset is the time until the
 * bucket is full again.
 * @param error the `error` of the body.
 */
export function namedWaitMs(
  headers: Headers | undefined,
  error: unknown,
  now = Date.now(),
): number | undefined {
  const asked = retryAfterMs(headers, now)
  if (asked !== undefined && asked > 0) return asked
  const {metadata, details, message} = (error ?? {}) as Record<string, unknown>
  return (
    sentenceMs(message, now) ??
    retryInfoMs(details, now) ??
    resetOf(limitsOf(headers), now) ??
    resetOf(limitsOf((metadata as {headers?: unknown} | null | undefined)?.headers), now) ??
    asked
  )
}

/**
 * The latest reset of the limits that are used up; where no header counts the remaining calls, of all limits.
 */
function resetOf(limits: ReadonlyMap<string, string>, now: number): number | undefined {
  const isCounted = [...limits.keys()].some((name) => name.includes('remaining'))
  const waits = [...limits].flatMap(([name, value]) => {
    if (!name.includes('reset')) return []
    const remaining = limits.get(name.replace('reset', 'remaining'))
    if (isCounted && (remaining === undefined || Number(remaining) > 0)) return []
    return [waitMs(value, now) ?? []].flat()
  })
  return waits.length > 0 ? Math.max(...waits) : undefined
}

/** The headers about limits, in lower case. */
function limitsOf(source: unknown): Map<string, string> {
  const pairs = source instanceof Headers ? [...source] : Object.entries(source ?? {})
  return new Map(
    pairs
      .map(([name, value]): [string, string] => [name.toLowerCase(), String(value)])
      .filter(([name]) => name.includes('ratelimit')),
  )
}

/** Google's RetryInfo: `[{"@type": "…RetryInfo", "retryDelay": "34s"}]`. */
function retryInfoMs(details: unknown, now: number): number | undefined {
  if (!Array.isArray(details)) return undefined
  const delay = details.map((detail) => (detail as {retryDelay?: unknown} | null)?.retryDelay).find(Boolean)
  return typeof delay === 'string' ? waitMs(delay, now) : undefined
}

/** `Please try again in 7m12s`, `resets at 2026-11-27T00:00:00Z`. */
function sentenceMs(message: unknown, now: number): number | undefined {
  if (typeof message !== 'string') return undefined
  const after = /\b(?:try again|retry|resets?|available)(?: again)? (?:in|after|at|on)[: ]+(.{2,40})/i.exec(
    message,
  )
  const time = after && /\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)/.exec(after[1]!)
  if (time) return waitMs(time[0], now)
  const duration = after && /^(?:about )?((?:\d+(?:\.\d+)?\s*[a-z]+[ ,]*)+)/i.exec(after[1]!)
  return duration ? durationMs(duration[1]!) : undefined
}

/** Of a duration (`6m0s`, seconds) or of a time (ISO, HTTP date, seconds or milliseconds since the epoch). */
function waitMs(text: string, now: number): number | undefined {
  const number = numberOf(text)
  if (number !== null) {
    if (number >= FIRST_TIME_MS) return Math.max(0, number - now)
    return number >= FIRST_TIME_S ? Math.max(0, number * 1000 - now) : number * 1000
  }

  const duration = durationMs(text)
  if (duration !== undefined) return duration
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

function durationMs(text: string): number | undefined {
  const durations = [...text.matchAll(DURATION)]
  if (durations.length === 0 || !/^[\d.]+\s*[a-z]/i.test(text.trim())) return undefined
  return durations.reduce((sum, [, count, unit]) => sum + Number(count) * unitMs(unit!.toLowerCase()), 0)
}

function unitMs(unit: string): number {
  return UNITS[unit] ?? UNITS[unit.startsWith('mi') ? 'min' : unit[0]!] ?? 0
}
