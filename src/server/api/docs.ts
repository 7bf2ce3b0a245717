import {OpenAPIHono} from '@hono/zod-openapi'
import {createHash} from 'node:crypto'
import type {RequestFacts} from '../http/context.js'
import {docsPage, type OpenApiDocument} from './docs-page.js'

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

/** What the routes are grouped by. */
const TAGS = [
  {name: 'server', description: 'Whether the server is well.'},
  {name: 'runs', description: 'Runs and what was asked of them.'},
  {name: 'results', description: 'What the models answered.'},
  {name: 'ratings', description: 'What people gave the results.'},
  {name: 'stats', description: 'The leaderboard.'},
  {name: 'prompts', description: 'What was asked: versions of prompts, personas and systems.'},
  {name: 'suite', description: 'What can be asked.'},
  {name: 'generate', description: 'Cases on demand.'},
]

/** The OpenAPI document of all routes. */
export function openApiDocument(app: OpenAPIHono<RequestFacts>, version: string): OpenApiDocument {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'bench',
      version,
      description: 'Runs, results, ratings and the leaderboard of the chip-generation benchmark.',
      license: {name: 'MIT', url: 'https://opensource.org/license/mit'},
      contact: {name: 'Hexweavers', url: 'https://github.com/hexweavers/bench'},
    },
    servers: [{url: '/', description: 'the server that sent this document'}],
    tags: TAGS,
    security: [{}, {token: []}],
  })
}
