import {createHash, randomBytes} from 'node:crypto'
import type {MiddlewareHandler} from 'hono'
import type {ChangeCache} from './change-cache.js'
import type {RequestFacts} from './context.js'

/** Answers reads from the cache, and gives every answer an ETag that holds as long as the data do. */
export function cachedAnswers(cache: ChangeCache): MiddlewareHandler<RequestFacts> {
  // An ETag of another process, or of another file that took the place of this file, must never match.
  const nonce = randomBytes(6).toString('base64url')
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next()
    const seq = await cache.latest()
    const key = `${c.get('boundUser') ?? ''}\n${c.req.header('x-user-id') ?? ''}\n${c.req.url}`
    // An answer for one user must not pass for an answer for another user.
    const etag = `W/"${seq}-${createHash('sha256').update(`${nonce}\n${seq}\n${key}`).digest('base64url').slice(0, 16)}"`
    const headers = {ETag: etag, 'Cache-Control': 'private, no-cache', Vary: 'X-User-Id, Authorization'}
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers)
    const maker = {isHere: false}
    const make = async () => {
      maker.isHere = true
      await next()
      return c.res.status === 200 ? c.res.text() : undefined
    }
    const body = await cache.get(seq, `answer\n${key}`, make, (text) => Buffer.byteLength(text))
    // An answer that failed for another request is made again, so that this request gets its error message.
    if (body === undefined) return maker.isHere ? undefined : next()
    c.res = c.body(body, 200, {...headers, 'Content-Type': 'application/json'})
  }
}
