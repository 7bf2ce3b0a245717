import type {Context, MiddlewareHandler} from 'hono'
import type {IncomingMessage} from 'node:http'
import {usage} from '../../errors/catalogue.js'
import type {RequestFacts} from '../http/context.js'
import {unprocessable} from '../http/problems.js'
import {findToken, type Token} from './tokens.js'

/** Routes that hold no data: they answer without a token. */
const OPEN_PATHS = new Set(['/health', '/openapi.json', '/docs'])

/** Demands `Authorization: Bearer TOKEN` on every route with data. */
export function authenticate(tokens: readonly Token[]): MiddlewareHandler<RequestFacts> {
  return async (c, next) => {
    if (OPEN_PATHS.has(c.req.path)) return next()
    const secret = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '')?.[1]
    const token = secret === undefined ? undefined : findToken(secret, tokens)
    if (!token) return c.json({detail: 'Not authenticated'}, 401, {'WWW-Authenticate': 'Bearer'})
    c.set('boundUser', token.user)
    return next()
  }
}

/**
 * Refuses requests from foreign web pages: through a host name that a stranger points here (DNS rebinding),
 * or from another origin. `hosts`: the names of this server; undefined where the server cannot know them.
 */
export function refuseForeigners({
  hosts,
  origins,
}: {
  hosts: ReadonlySet<string> | undefined
  origins: readonly string[]
}): MiddlewareHandler<RequestFacts> {
  return async (c, next) => {
    const host = hostOf(c)
    const isNoName = host === undefined && c.req.header('host') !== undefined
    if (isNoName || (hosts && (host === undefined || !hosts.has(host.hostname))))
      return c.json({detail: 'This server does not go by that name'}, 403)
    const origin = c.req.header('origin')
    const isOwn =
      origin !== undefined &&
      host !== undefined &&
      [`http://${host.host}`, `https://${host.host}`].includes(origin)
    const isRead = c.req.method === 'GET' || c.req.method === 'HEAD' || c.req.method === 'OPTIONS'
    if (origin !== undefined && !isRead && !isOwn && !origins.includes(origin))
      return c.json({detail: 'This origin may not write here'}, 403)
    return next()
  }
}

/** Two names joined by a comma would be a third person. A server behind a gateway cannot tell them apart. */
export const oneUserOnly: MiddlewareHandler = async (c, next) => {
  const {incoming} = (c.env ?? {}) as {incoming?: Pick<IncomingMessage, 'headersDistinct'>}
  const names = incoming?.headersDistinct['x-user-id'] ?? []
  if (names.length > 1)
    return unprocessable(c, [{type: 'single', loc: ['header', 'x-user-id'], msg: 'Should be given once'}])
  return next()
}

function hostOf(c: Context): URL | undefined {
  const url = `http://${c.req.header('host') ?? ''}`
  return URL.canParse(url) ? new URL(url) : undefined
}

/**
 * An origin as browsers send it.
 * @throws BenchError (exit 2) for any other text, such as a URL with a path or `*`.
 */
export function checkedOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && [url.origin, `${url.origin}/`].includes(text.toLowerCase()))
    return url.origin
  throw usage(
    `"${text}" is no origin. Nothing was started.`,
    'Name each one in full, such as https://hexweavers.io',
  )
}
