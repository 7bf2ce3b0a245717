import {createRoute, OpenAPIHono, z} from '@hono/zod-openapi'
import type {ApiContext, RequestFacts} from '../http/context.js'
import {SEED} from '../jobs/jobs.js'
import {keptAnswers} from './responses.js'
import {groupByParameter, statsRowSchema} from './schemas.js'

const getStats = createRoute({
  method: 'get',
  path: '/stats',
  operationId: 'getStats',
  summary: 'Leaderboard',
  description: 'Best first by mean_rating, unrated groups last; the figures of `bench stats`.',
  tags: ['stats'],
  request: {query: z.object({group_by: groupByParameter, run_id: z.string().optional()})},
  responses: keptAnswers(z.object({stats: z.array(statsRowSchema), seed: z.int()}), 'A row for each group'),
})

export function statsRoutes({jobs}: ApiContext): OpenAPIHono<RequestFacts> {
  const app = new OpenAPIHono<RequestFacts>()
  app.openapi(getStats, async (c) => {
    const {group_by, run_id} = c.req.valid('query')
    const rows = await jobs.leaderboard({column: group_by, filter: {run_id}})
    return c.json({stats: rows.map(({group, ...figures}) => ({...group, ...figures})), seed: SEED}, 200)
  })
  return app
}
