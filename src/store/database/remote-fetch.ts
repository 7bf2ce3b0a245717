import {setTimeout as sleep} from 'node:timers/promises'
import {messageOf} from '../../errors/bench-error.js'
import {databaseAway, databaseRefused} from '../../errors/remote.js'

/** How long to wait for a server that does not answer, in milliseconds. */
export interface RetryPolicy {
  /** Until the first answer: a user who mistyped a URL should not wait for long. */
  firstMs: number
  /** After the first answer: a server that is restarted, or a train in a tunnel. */
  laterMs: number
  /** One attempt. */
  attemptMs: number
  /** The wait before the second attempt; it doubles from then on. */
  waitMs: number
}

export const RETRY_POLICY: RetryPolicy = {firstMs: 5000, laterMs: 10_000, attemptMs: 30_000, waitMs: 100}

/**
 * The retry policy of work that no user watches, such as runs and syncs: `BENCH_REMOTE_PATIENCE` in seconds,
 * for a server that has answered before, or a minute.
 */
export function longRetryPolicy(seconds: string | undefined): RetryPolicy {
  const laterMs = Number(seconds) * 1000
  return {
    ...RETRY_POLICY,
    laterMs: seconds !== undefined && seconds !== '' && laterMs >= 0 ? laterMs : 60_000,
  }
}

const LONGEST_WAIT_MS = 5000

/** An attempt that may be made again. */
class Transient extends Error {
  constructor(
    message: string,
    readonly retryAfterMs = 0,
  ) {
    super(message)
  }
}

/**
 * A `fetch` for the database client, which retries nothing itself. Each request of ours is a whole unit that
 * is safe to repeat, so a request whose answer was lost is sent again, also when it is unknown whether the
 * unit was committed. Requests within an open stream (they carry a baton) are sent once.
 * @param closing aborted when no caller waits for answers any more.
 */
export function retryingFetch(display: string, retryPolicy: RetryPolicy, closing: AbortSignal): typeof fetch {
  let hasCompletion = false
  let client: Promise<typeof fetch> | undefined
  return async (input, init) => {
    const request = new Request(input, init)
    const body = new Uint8Array(await request.arrayBuffer())
    const isOpenStream = Buffer.from(body.subarray(0, 64)).includes('"baton":"')
    const deadline = performance.now() + (hasCompletion ? retryPolicy.laterMs : retryPolicy.firstMs)
    // Loaded when it is needed: it makes Node load its own HTTP client, a sixth of a small command's start.
    const send = await (client ??= import('../../net/http-client.js').then(({lightClient}) =>
      lightClient(process.env),
    ))
    for (let attempt = 0; ; attempt++) {
      try {
        const limitMs = hasCompletion
          ? retryPolicy.attemptMs
          : Math.min(retryPolicy.attemptMs, 2 * retryPolicy.firstMs)
        const response = await withinLimit(limitMs, closing, (signal) =>
          attemptOnce(send, request, body, display, signal),
        )
        hasCompletion = true
        return response
      } catch (error) {
        if (!(error instanceof Transient)) throw error
        const backOff =
          Math.min(LONGEST_WAIT_MS, retryPolicy.waitMs * 2 ** attempt) * (0.5 + Math.random() / 2)
        const waitMs = Math.max(error.retryAfterMs, backOff)
        if (isOpenStream || closing.aborted || performance.now() + waitMs > deadline)
          throw databaseAway(display, error.message)
        await sleep(waitMs, undefined, {signal: closing}).catch(() => {})
      }
    }
  }
}

/**
 * Ends an attempt at its time limit. (A signal that `AbortSignal.any` makes of a timeout may be collected
 * before it fires.)
 */
async function withinLimit<T>(
  limitMs: number,
  closing: AbortSignal,
  attempt: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController()
  const end = () => ending.abort(new Error('the connection was closed'))
  const timer = setTimeout(() => ending.abort(new Error('no answer in time')), limitMs)
  closing.addEventListener('abort', end, {once: true})
  try {
    return await attempt(ending.signal)
  } finally {
    clearTimeout(timer)
    closing.removeEventListener('abort', end)
  }
}

/** The whole answer, read to its end: a connection may break in the middle of an answer. */
async function attemptOnce(
  send: typeof fetch,
  request: Request,
  body: Uint8Array<ArrayBuffer>,
  display: string,
  signal: AbortSignal,
): Promise<Response> {
  const {url, method, headers} = request
  let response: Response
  let text: ArrayBuffer
  try {
    response = await send(url, {method, headers, signal, ...(body.length > 0 && {body})})
    text = await response.arrayBuffer()
  } catch (error) {
    throw new Transient(reasonOf(error))
  }

  const {status} = response
  if (status === 401 || status === 403)
    throw databaseRefused(display, status, Buffer.from(text).includes('expired'))
  if (status === 429 || status >= 500)
    throw new Transient(`it answered with status ${status}`, retryAfterMs(response))
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
  if (status === 200 && !isJson) throw new Transient('it answered with something else than JSON')
  return new Response(text, {status, headers: response.headers})
}

function retryAfterMs(response: Response): number {
  const seconds = Number(response.headers.get('retry-after'))
  return Number.isFinite(seconds) ? seconds * 1000 : 0
}

/** The message `fetch failed` explains nothing; its cause does. */
function reasonOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : undefined
  return messageOf(cause ?? error)
}
