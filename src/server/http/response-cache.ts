import {createHash, randomBytes} from 'node:crypto'
import type {MiddlewareHandler} from 'hono'
import type {ChangeRepository} from '../../store/changes.js'
import type {RequestFacts} from './context.js'

/** Answers that are kept, and the largest that is. */
const MOST_ANSWERS = 200
const LARGEST_ANSWER = 200_000

/**
 * Keeps answers to reads until anything in the database changes, whoever changes it, and gives each an ETag.
 * What is asked for again costs one look at the number of the last change; requests for the same answer at
 * the same time share the making of it.
 */
export function responseCache(changes: ChangeRepository): MiddlewareHandler<RequestFacts> {
  // An ETag of another process, or of another file that took this one's place, must never fit.
  const nonce = randomBytes(6).toString('base64url')
  const answers = new Map<string, Promise<string | undefined>>()
  let seqOfAnswers = -1
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next()
    const seq = await changes.latest()
    if (seq !== seqOfAnswers) answers.clear()
    seqOfAnswers = seq
    const key = `${c.get('boundUser') ?? ''}\n${c.req.header('x-user-id') ?? ''}\n${c.req.url}`
    // What one user is told must not pass for what another is told.
    const etag = `W/"${seq}-${createHash('sha256').update(`${nonce}\n${seq}\n${key}`).digest('base64url').slice(0, 16)}"`
    const headers = {ETag: etag, 'Cache-Control': 'private, no-cache', Vary: 'X-User-Id, Authorization'}
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers)
    const known = await answers.get(key)
    if (known !== undefined) return c.body(known, 200, {...headers, 'Content-Type': 'application/json'})
    let keep: (body: string | undefined) => void = () => {}
    const made = new Promise<string | undefined>((resolve) => (keep = resolve))
    if (answers.size < MOST_ANSWERS) answers.set(key, made)
    let body: string | undefined
    try {
      await next()
      if (c.res.status !== 200) return
      body = await c.res.text()
      c.res = c.body(body, 200, {...headers, 'Content-Type': 'application/json'})
    } finally {
      const isKept = body !== undefined && body.length <= LARGEST_ANSWER
      // Whoever waits for an answer that is not kept makes it anew.
      if (!isKept && answers.get(key) === made) answers.delete(key)
      keep(isKept ? body : undefined)
    }
  }
}
