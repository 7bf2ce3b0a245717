import type {MiddlewareHandler} from 'hono'
import {secureHeaders} from 'hono/secure-headers'
import type {RequestFacts} from '../http/context.js'

// Headers that the application sets for every answer, or that no browser of today uses.
const UNUSED = {
  // Whether this host is reached by https for ever is the decision of the proxy before this server.
  strictTransportSecurity: false,
  xContentTypeOptions: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
}

/** Scripts, styles and data from this server alone, no page around this page, nothing inline. */
const documentHeaders: MiddlewareHandler<RequestFacts> = secureHeaders({
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
  ...UNUSED,
})

/**
 * Scripts and styles are no documents, and a page asks for many of them: what speaks of documents only
 * costs.
 */
const partHeaders: MiddlewareHandler<RequestFacts> = secureHeaders({
  ...UNUSED,
  xFrameOptions: false,
  referrerPolicy: false,
  crossOriginOpenerPolicy: false,
  crossOriginResourcePolicy: 'same-origin',
})

export const pageHeaders: MiddlewareHandler<RequestFacts> = (c, next) =>
  /^\/app\/assets\/.*\.(?:js|css)$/.test(c.req.path) ? partHeaders(c, next) : documentHeaders(c, next)

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
