import type {MiddlewareHandler} from 'hono'
import {secureHeaders} from 'hono/secure-headers'
import type {RequestFacts} from '../http/context.js'

/** Scripts, styles and data from this server alone, no page around this page, nothing inline. */
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
  // Not `no-referrer`: with it, browsers hide the origin of our forms too.
  referrerPolicy: 'same-origin',
  crossOriginOpenerPolicy: 'same-origin',
  crossOriginResourcePolicy: 'same-origin',
  // Whether this host is reached by https for ever is the decision of the proxy before this server.
  strictTransportSecurity: false,
  // Headers that the application sets for every answer, or that no browser of today uses.
  xContentTypeOptions: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
})

/**
 * Only pages of this server may write. The browser sends the cookie with requests from every page on this
 * host, whatever its port, and an origin that may use the API may not write here, so the origin decides.
 */
export const ownPagesOnly: MiddlewareHandler<RequestFacts> = async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
  const host = c.req.header('host') ?? ''
  const origin = c.req.header('origin') ?? ''
  const site = c.req.header('sec-fetch-site') ?? 'same-origin'
  const isOwn = [`http://${host}`, `https://${host}`].includes(origin) && site === 'same-origin'
  return isOwn ? next() : c.text('Only the pages of this server may do that.', 403)
}
