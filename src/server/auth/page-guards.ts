import type {MiddlewareHandler} from 'hono'
import {secureHeaders} from 'hono/secure-headers'
import type {RequestFacts} from '../http/context.js'

/** Scripts, styles and data from here alone, no page around this one, nothing inline. */
export const pageHeaders: MiddlewareHandler<RequestFacts> = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  // Not `no-referrer`: with it, browsers hide the origin of our own forms too.
  referrerPolicy: 'same-origin',
  crossOriginOpenerPolicy: 'same-origin',
  crossOriginResourcePolicy: 'same-origin',
  // Whether this host is reached by https for ever is for the proxy before it to say.
  strictTransportSecurity: false,
  // Said by the application for every answer, or of no use in any browser of today.
  xContentTypeOptions: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
})

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
