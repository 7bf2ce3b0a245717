import type {MiddlewareHandler} from 'hono'
import type {RequestFacts} from './context.js'
import {readUserId} from '../auth/user-id.js'

/** One request, as it is logged: neither bodies nor tokens. */
export interface LogLine {
  time: string
  method: string
  /** Path and query, percent-encoded as it came, without the values of secrets. */
  url: string
  status: number
  ms: number
  /** The user that the token is bound to, else the user that the request names. */
  user: string | null
}

/** Not parsed: the text may name a host that is none. */
const ORIGIN = /^[a-z]+:\/\/[^/?]*/i

/** Logs every request once it is answered. */
export function accessLog(log: (line: LogLine) => void): MiddlewareHandler<RequestFacts> {
  return async (c, next) => {
    const started = performance.now()
    await next()
    log({
      time: new Date().toISOString(),
      method: c.req.method,
      url: withoutSecrets(c.req.url.replace(ORIGIN, '')),
      status: c.res.status,
      ms: Math.round((performance.now() - started) * 10) / 10,
      user: c.get('boundUser') ?? readUserId(c.req.header('x-user-id') ?? '') ?? null,
    })
  }
}

/** A parameter whose value opens something, also inside the value of another one, such as an address. */
const SECRET = /(token|secret|password|authorization|api[-_]?key)[^=&]*=/i

/**
 * A path and query in which a secret is `[redacted]`. No route takes a secret there, but people try
 * `?token=…`, and logs are passed on.
 */
export function withoutSecrets(url: string): string {
  const [path = '', ...rest] = url.split('?')
  if (rest.length === 0) return url
  const parameters = rest
    .join('?')
    .split('&')
    .map((part) => (SECRET.test(decoded(part)) ? part.replace(/(=|^[^=]*$).*/s, '=[redacted]') : part))
  return `${path}?${parameters.join('&')}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
