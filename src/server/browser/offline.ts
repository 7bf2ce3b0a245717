import type {SessionData} from '../pages/wire.js'

/** What the service worker keeps, and this page beside it. */
const CACHE = 'bench-page'
const RATED = '/app/rated/'
/** Results that a page which came before its worker asks the worker to keep. */
const FIRST = 7

/** Whether the browser lets this address have a service worker: under https, and on this machine. */
export function canStartOffline(): boolean {
  return isSecureContext && 'serviceWorker' in navigator
}

/**
 * Lets the page start without a connection, where the address allows it.
 * @returns a sentence for the rater.
 */
export async function startOffline({
  session,
  queue,
}: Pick<SessionData, 'session' | 'queue'>): Promise<string> {
  const none =
    'This page does not start without a connection: bench is not under https here. Keep it open; what you rate is kept in this browser all the same.'
  if (!canStartOffline()) return none
  const container = navigator.serviceWorker
  const wasThere = container.controller !== null
  try {
    await container.register('/app/worker.js', {scope: '/', updateViaCache: 'none'})
    const {active} = await container.ready
    const address = location.href.replace(/#.*/, '')
    if (!wasThere) active?.postMessage({address, session, references: queue.slice(0, FIRST)})
  } catch {
    return 'This page does not start without a connection: the browser forbids its service worker.'
  }

  return 'This page also starts without a connection, with the results that were fetched ahead. Signing out removes them from this browser.'
}

/**
 * What was rated of a queue since the page was fetched. A page that starts without a connection holds the
 * queue as it was before.
 */
export class RatedSince {
  readonly #place: string
  /** Also before the worker keeps the page. */
  readonly #rated = new Set<string>()

  /** @param session names the queue. */
  constructor(session: string) {
    this.#place = `${RATED}${session}/`
  }

  async references(): Promise<string[]> {
    if (!canStartOffline()) return []
    try {
      if (!(await caches.has(CACHE))) return []
      const kept = await (await caches.open(CACHE)).keys()
      return kept
        .map(({url}) => new URL(url).pathname)
        .filter((path) => path.startsWith(this.#place))
        .map((path) => decodeURIComponent(path.slice(this.#place.length)))
    } catch {
      return []
    }
  }

  /** Notes that a result is rated, or that its rating was taken back. */
  async note(reference: string, isRated: boolean): Promise<void> {
    if (isRated) this.#rated.add(reference)
    else this.#rated.delete(reference)
    if (!canStartOffline()) return
    const pathOf = (rated: string) => this.#place + encodeURIComponent(rated)
    try {
      // Where no page is kept, nothing is.
      if (!(await caches.has(CACHE))) return
      const cache = await caches.open(CACHE)
      if (!isRated) await cache.delete(pathOf(reference))
      await Promise.all([...this.#rated].map((rated) => cache.put(pathOf(rated), new Response(''))))
    } catch {
      // The storage is full: then the result is shown again, and a second score replaces the first.
    }
  }
}

/** Removes what is kept: nobody is signed in. */
export async function emptyOffline(): Promise<void> {
  if (canStartOffline()) await caches.delete(CACHE).catch(() => false)
}
