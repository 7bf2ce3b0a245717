import {promisify} from 'node:util'
import {brotliDecompress, gunzip, inflate} from 'node:zlib'
import type {Dispatcher} from 'undici'
import {usage} from '../errors/catalogue.js'

type Environment = Readonly<Record<string, string | undefined>>

/** Redirections after which the request fails, as in browsers. */
const MOST_REDIRECTIONS = 20
const READERS: Readonly<Record<string, (body: Buffer) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
}

/**
 * An answer that is here as a whole. The streams of the standard's `Response` cost more than the request
 * itself, so the content is given out without them; `body` is null.
 */
class WholeResponse extends Response {
  override readonly text: () => Promise<string>
  override readonly json: () => Promise<unknown>
  override readonly arrayBuffer: () => Promise<ArrayBuffer>

  /** @param latencyMs from the sending of the request to the last byte of the answer. */
  constructor(
    content: Buffer,
    init: ResponseInit,
    readonly latencyMs: number,
  ) {
    super(null, init)
    this.text = () => Promise.resolve(new TextDecoder().decode(content))
    this.json = async () => JSON.parse(await this.text()) as unknown
    this.arrayBuffer = () => Promise.resolve(Uint8Array.from(content).buffer)
  }
}

/**
 * Milliseconds that the answer to a request of {@link httpClient} took at the socket, without the work before
 * and after it; undefined for an answer of another client.
 */
export function latencyOf(response: Response): number | undefined {
  return response instanceof WholeResponse ? response.latencyMs : undefined
}

/**
 * A `fetch` without time limits: only the caller's signal ends a request. Node's `fetch` has a limit of five
 * minutes for the first byte, knows no proxies, and costs twice as much. Proxies are those of the
 * environment, in the variables of curl: `http_proxy`, `HTTPS_PROXY`, `NO_PROXY`. Answers are whole when the
 * promise resolves; nothing is streamed. There are as many connections as requests at a time: the caller's
 * concurrency is the size of the pool.
 * @param options `isFollowing`: whether redirections are followed. A redirection to another origin takes away
 *   cookies and authorization, but no other header: with keys in other headers, none is followed.
 * @throws BenchError (exit 2) when a proxy's URL is no valid URL.
 */
export async function httpClient(env: Environment, {isFollowing = true} = {}): Promise<typeof fetch> {
  const {Agent, EnvHttpProxyAgent, interceptors, request} = await import('undici')
  // Zero is no limit: deadlines are the caller's.
  const limits = {headersTimeout: 0, bodyTimeout: 0, connect: {timeout: 0}}
  const noProxy = env['no_proxy'] ?? env['NO_PROXY'] ?? ''
  const agents = new Map<string, Dispatcher>()
  const agentOf = (protocol: string): Dispatcher => {
    const known = agents.get(protocol)
    if (known) return known
    const proxy = proxyOf(protocol, env)
    const agent =
      proxy === undefined
        ? new Agent(limits)
        : // Plain requests go to the proxy as they are: many refuse tunnels to other ports than 443.
          new EnvHttpProxyAgent({...limits, httpProxy: proxy, httpsProxy: proxy, noProxy, proxyTunnel: false})
    const following = !isFollowing
      ? agent
      : agent.compose(interceptors.redirect({maxRedirections: MOST_REDIRECTIONS}))
    agents.set(protocol, following)
    return following
  }

  // Before the first request, so that a mistyped proxy is reported before any work is begun.
  for (const protocol of ['http:', 'https:']) agentOf(protocol)
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const sentAt = performance.now()
    const {statusCode, statusText, headers, body} = await request(url, {
      dispatcher: agentOf(url.protocol),
      method: init.method ?? 'GET',
      headers: Object.fromEntries(init.headers instanceof Headers ? init.headers : new Headers(init.headers)),
      body: bodyOf(init.body),
      signal: init.signal ?? null,
      // Agents of proxies make new clients, which do not inherit the limits.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    const raw = Buffer.from(await body.arrayBuffer())
    const latencyMs = performance.now() - sentAt
    const encoding = String(headers['content-encoding'] ?? '').toLowerCase()
    const content = READERS[encoding] && raw.length > 0 ? await READERS[encoding](raw) : raw
    return new WholeResponse(content, {status: statusCode, statusText, headers: pairsOf(headers)}, latencyMs)
  }
}

/**
 * A `fetch` for the few requests of a command: Node's `fetch`, which is loaded already, or where the
 * environment names a proxy the client above.
 * @throws BenchError (exit 2) when a proxy's URL is no valid URL.
 */
export async function lightClient(env: Environment): Promise<typeof fetch> {
  const hasProxy = ['http:', 'https:'].some((protocol) => proxyOf(protocol, env) !== undefined)
  return hasProxy ? httpClient(env) : fetch
}

/** The proxy for URLs of a protocol. The lower-case name goes first, and an empty value counts as not set. */
function proxyOf(protocol: string, env: Environment): string | undefined {
  const name = protocol === 'https:' ? 'https_proxy' : 'http_proxy'
  const value = [env[name], env[name.toUpperCase()]].find((text) => text !== undefined)?.trim()
  if (value === undefined || value === '') return undefined
  const url = value.includes('://') ? value : `http://${value}`
  // The URL may hold a password, so it is not quoted.
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw usage(
      `${name.toUpperCase()} is no http or https URL. Nothing was started or written.`,
      'For example: http://proxy.example.com:3128. NO_PROXY names hosts that need none.',
    )
  return url
}

function bodyOf(body: unknown): string | Uint8Array | null {
  if (body === undefined || body === null) return null
  if (typeof body === 'string' || body instanceof Uint8Array) return body
  throw new TypeError('the HTTP client sends texts and bytes only')
}

/** The headers of an answer, without the headers about the compression of its body. */
function pairsOf(headers: Record<string, string | string[] | undefined>): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (value === undefined || name === 'content-encoding' || name === 'content-length') return []
    return (Array.isArray(value) ? value : [value]).map((text): [string, string] => [name, text])
  })
}
