import type {MiddlewareHandler} from 'hono'
import type {RequestFacts} from './context.js'
import {readUserId} from '../auth/user-id.js'

/** One request, as it is logged: neither bodies nor tokens. */
export interface LogLine {
  time: string
  method: string
  /** Path and query, percent-encoded as it came. */
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
      url: c.req.url.replace(ORIGIN, ''),
      status: c.res.status,
      ms: Math.round((performance.now() - started) * 10) / 10,
      user: c.get('boundUser') ?? readUserId(c.req.header('x-user-id') ?? '') ?? null,
    })
  }
}
