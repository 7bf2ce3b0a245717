import type {MiddlewareHandler} from 'hono'
import type {RequestFacts} from './context.js'

/** One request, as it is logged: neither bodies nor tokens. */
export interface LogLine {
  time: string
  method: string
  /** Path and query, percent-encoded as it came. */
  url: string
  status: number
  ms: number
  user: string | null
}

/** Tells of every request once it is answered. */
export function accessLog(log: (line: LogLine) => void): MiddlewareHandler<RequestFacts> {
  return async (c, next) => {
    const started = performance.now()
    await next()
    const {pathname, search} = new URL(c.req.url)
    log({
      time: new Date().toISOString(),
      method: c.req.method,
      url: pathname + search,
      status: c.res.status,
      ms: Math.round((performance.now() - started) * 10) / 10,
      user: c.get('user') ?? c.get('boundUser') ?? null,
    })
  }
}
