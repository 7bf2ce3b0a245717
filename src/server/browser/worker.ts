/*
 * The service worker: the rating page starts without a connection, with the results that were fetched for it.
 * It keeps the newest rating page of this browser, its style and scripts, and results of that page's queue;
 * nothing else, and nothing after a sign-out. What the server answers always comes first.
 */

/** Addresses of style and scripts; written before this text by the server. */
declare const ASSETS: readonly string[]

interface WorkerEvent {
  waitUntil: (work: Promise<unknown>) => void
}

interface Asked extends WorkerEvent {
  request: Request
  respondWith: (answer: Promise<Response>) => void
}

interface FirstPage {
  address: string
  /** Its queue has this name, also where the server makes the page anew. */
  session: string
  references: readonly string[]
}

interface WorkerMessageEvent extends WorkerEvent {
  data: FirstPage
}

/** What this file needs of a worker: the types of workers and those of pages exclude each other. */
interface Worker {
  addEventListener: ((kind: 'install' | 'activate', work: (event: WorkerEvent) => void) => void) &
    ((kind: 'fetch', work: (event: Asked) => void) => void) &
    ((kind: 'message', work: (event: WorkerMessageEvent) => void) => void)
  skipWaiting: () => Promise<void>
  clients: {claim: () => Promise<void>}
}

const CACHE = 'bench-page'
const ITEMS = '/app/items/'
/** A proxy answers for a server that is down. */
const IS_DOWN = new Set([502, 503, 504])
const worker = globalThis as unknown as Worker
/** The page is being kept: its results come after it. */
let keeping: Promise<unknown> = Promise.resolve()

worker.addEventListener('install', () => void worker.skipWaiting())
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()))
// The first page came before this worker did.
worker.addEventListener('message', (event) => {
  const {address, session, references} = event.data
  const work = async () => {
    await keep(address, await fetch(address), session)
    await Promise.all(references.map((reference) => fetchItem(new Request(`${ITEMS}${reference}`))))
  }
  event.waitUntil(work().catch(() => {}))
})
worker.addEventListener('fetch', (event) => {
  const {request} = event
  const {pathname, origin} = new URL(request.url)
  if (origin !== location.origin) return
  if (request.method === 'POST' && pathname === '/app/sign-out') event.waitUntil(caches.delete(CACHE))
  if (request.method !== 'GET') return
  if (pathname === '/' && request.mode === 'navigate') event.respondWith(openPage(event))
  else if (pathname.startsWith(ITEMS)) event.respondWith(fetchItem(request))
  else if (ASSETS.includes(pathname))
    event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(request)))
})

async function openPage(event: Asked): Promise<Response> {
  const {request} = event
  const fallBack = async () => {
    const page = await keptPage()
    return page?.url === request.url ? new Response(page.text, {headers: page.headers}) : undefined
  }
  try {
    const answer = await fetch(request)
    if (IS_DOWN.has(answer.status)) return (await fallBack()) ?? answer
    keeping = keep(request.url, answer.clone())
    event.waitUntil(keeping)
    return answer
  } catch (error) {
    const kept = await fallBack()
    if (kept) return kept
    throw error
  }
}

/**
 * Keeps a rating page in the place of the one before; any other answer under its address leaves nothing kept.
 */
async function keep(url: string, answer: Response, session?: string): Promise<void> {
  try {
    if (!answer.headers.has('Bench-Page')) {
      if (answer.ok) await caches.delete(CACHE)
      return
    }

    const text = session === undefined ? await answer.text() : named(await answer.text(), session)
    const isCurrent = (await caches.has(CACHE)) && (await caches.match(ASSETS[0]!)) !== undefined
    if (!isCurrent) await caches.delete(CACHE)
    const cache = await caches.open(CACHE)
    if (!isCurrent) await cache.addAll([...ASSETS])
    for (const {url: old} of await cache.keys())
      if (!ASSETS.includes(new URL(old).pathname)) await cache.delete(old)
    const headers = new Headers(answer.headers)
    headers.delete('Content-Encoding')
    headers.delete('Content-Length')
    await cache.put(url, new Response(text, {headers}))
  } catch {
    // The storage is full or forbidden: then the page does not start without a connection.
    await caches.delete(CACHE).catch(() => {})
  }
}

/** The page's data stand in JSON, where the quotes of a text are escaped. */
function named(page: string, session: string): string {
  return page.replace(/"session":"[^"]*"/, `"session":${JSON.stringify(session)}`)
}

async function keptPage(): Promise<{url: string; text: string; headers: Headers} | undefined> {
  if (!(await caches.has(CACHE))) return undefined
  const cache = await caches.open(CACHE)
  for (const {url} of await cache.keys()) {
    const answer = new URL(url).pathname === '/' ? await cache.match(url) : undefined
    if (answer) return {url, text: await answer.text(), headers: answer.headers}
  }

  return undefined
}

/** A result from the server; without a connection the one that was kept. */
async function fetchItem(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request)
    if (IS_DOWN.has(answer.status)) return (await caches.match(request.url)) ?? answer
    if (answer.ok) await keepItem(request.url, answer.clone())
    return answer
  } catch (error) {
    const kept = await caches.match(request.url)
    if (kept) return kept
    throw error
  }
}

/** Results of the kept page's queue alone: what was opened to be corrected is not kept. */
async function keepItem(url: string, answer: Response): Promise<void> {
  try {
    await keeping
    const page = await keptPage()
    const reference = decodeURIComponent(new URL(url).pathname.slice(ITEMS.length))
    if (page?.text.includes(JSON.stringify(reference))) await (await caches.open(CACHE)).put(url, answer)
  } catch {
    // As above.
  }
}
