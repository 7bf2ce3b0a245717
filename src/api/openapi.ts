import type {OpenAPIHono} from '@hono/zod-openapi'
import type {RequestFacts} from './context.js'

export type OpenApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>

/** The OpenAPI document of all routes. */
export function openApiDocument(app: OpenAPIHono<RequestFacts>, version: string): OpenApiDocument {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'bench',
      version,
      description: 'Runs, results, ratings and the leaderboard of the chip-generation benchmark.',
      license: {name: 'MIT'},
    },
    security: [{}, {token: []}],
  })
}
