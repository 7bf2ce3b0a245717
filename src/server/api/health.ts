import {createRoute, OpenAPIHono, z} from '@hono/zod-openapi'
import type {ApiContext, RequestFacts} from '../http/context.js'
import {jsonOf} from './responses.js'
import {errorSchema} from './schemas.js'

/** Milliseconds after which a database that does not answer counts as gone. */
const PATIENCE_MS = 3000

const getHealth = createRoute({
  method: 'get',
  path: '/health',
  operationId: 'getHealth',
  summary: 'Whether the server and its database answer',
  description: 'Needs no token. The database is asked, and has three seconds to answer.',
  tags: ['server'],
  responses: {
    200: jsonOf(
      z.object({status: z.literal('ok'), version: z.string(), database: z.literal('connected')}),
      'Both answer',
    ),
    403: jsonOf(errorSchema, 'The host or the origin does not allow this'),
    503: jsonOf(
      z.object({detail: z.string(), database: z.literal('unreachable')}),
      'The database does not answer',
    ),
  },
})

export function healthRoutes({store, version}: ApiContext): OpenAPIHono<RequestFacts> {
  const app = new OpenAPIHono<RequestFacts>()
  app.openapi(getHealth, async (c) => {
    const isAlive = await answersInTime(store.changes.latest())
    return isAlive
      ? c.json({status: 'ok' as const, version, database: 'connected' as const}, 200)
      : c.json({detail: 'The database does not answer', database: 'unreachable' as const}, 503)
  })
  return app
}

async function answersInTime(question: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), PATIENCE_MS)))
  const answered = question.then(
    () => true,
    () => false,
  )
  return Promise.race([answered, tooLate]).finally(() => clearTimeout(timer))
}
