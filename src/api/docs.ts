import {createHash} from 'node:crypto'
import {OpenAPIHono} from '@hono/zod-openapi'
import type {RequestFacts} from './context.js'
import {docsPage} from './docs-page.js'
import {openApiDocument} from './openapi.js'

/** `/openapi.json` and a page that shows it; both are made once, when they are first asked for. */
export function docsRoutes(app: OpenAPIHono<RequestFacts>, version: string): OpenAPIHono<RequestFacts> {
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: 'Only where the server was started with tokens.',
  })
  const routes = new OpenAPIHono<RequestFacts>()
  const document = once(() => withTag(JSON.stringify(openApiDocument(app, version))))
  const page = once(() => withTag(docsPage(openApiDocument(app, version))))
  routes.get('/openapi.json', (c) => {
    const {text, etag} = document()
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, {ETag: etag})
    return c.body(text, 200, {
      'Content-Type': 'application/json',
      ETag: etag,
      'Cache-Control': 'public, max-age=300',
    })
  })
  routes.get('/docs', (c) => {
    const {text, etag} = page()
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, {ETag: etag})
    return c.html(text, 200, {
      ETag: etag,
      'Cache-Control': 'public, max-age=300',
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    })
  })
  return routes
}

function withTag(text: string): {text: string; etag: string} {
  return {text, etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 16)}"`}
}

function once<T>(make: () => T): () => T {
  let made: {value: T} | undefined
  return () => (made ??= {value: make()}).value
}
