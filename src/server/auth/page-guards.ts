import type {MiddlewareHandler} from 'hono'
import type {RequestFacts} from '../http/context.js'

/** Scripts, styles and data from here alone, no page around this one, nothing inline. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

export const pageHeaders: MiddlewareHandler<RequestFacts> = async (c, next) => {
  await next()
  const {headers} = c.res
  headers.set('Content-Security-Policy', POLICY)
  headers.set('X-Frame-Options', 'DENY')
  // Not `no-referrer`: with it, browsers hide the origin of our own forms too.
  headers.set('Referrer-Policy', 'same-origin')
  headers.set('Cross-Origin-Opener-Policy', 'same-origin')
  headers.set('Cross-Origin-Resource-Policy', 'same-origin')
}

/**
 * Writes come from our own pages alone. The cookie goes along with requests of every page on this host,
 * whatever its port, and an origin that may use the API has no business here, so the origin decides.
 */
export const ownPagesOnly: MiddlewareHandler<RequestFacts> = async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
  const host = c.req.header('host') ?? ''
  const origin = c.req.header('origin') ?? ''
  const site = c.req.header('sec-fetch-site') ?? 'same-origin'
  const isOwn = [`http://${host}`, `https://${host}`].includes(origin) && site === 'same-origin'
  return isOwn ? next() : c.text('Only the pages of this server may do that.', 403)
}
