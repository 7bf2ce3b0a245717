import {createRoute, OpenAPIHono, z} from '@hono/zod-openapi'
import {evaluateLeaderboard} from '../evaluation/leaderboard.js'
import type {ApiContext, RequestFacts} from './context.js'
import {answers} from './responses.js'
import {groupByParameter, statsRowSchema} from './schemas.js'

/** The seed that `bench stats` uses when it is given none, so that both show the same digits. */
const SEED = 1

const getStats = createRoute({
  method: 'get',
  path: '/stats',
  operationId: 'getStats',
  summary: 'Leaderboard',
  description: 'Best first by mean_rating, unrated groups last; the figures of `bench stats`.',
  tags: ['stats'],
  request: {query: z.object({group_by: groupByParameter, run_id: z.string().optional()})},
  responses: answers(z.object({stats: z.array(statsRowSchema), seed: z.int()}), 'A row for each group'),
})

export function statsRoutes({store}: ApiContext): OpenAPIHono<RequestFacts> {
  const app = new OpenAPIHono<RequestFacts>()
  app.openapi(getStats, async (c) => {
    const {group_by, run_id} = c.req.valid('query')
    const {rows} = await evaluateLeaderboard(store, [group_by], {run_id}, {seed: SEED, adjust: false})
    return c.json({stats: rows.map(({group, ...figures}) => ({...group, ...figures})), seed: SEED}, 200)
  })
  return app
}
