import {createRoute, OpenAPIHono, z} from '@hono/zod-openapi'
import type {ApiContext, RequestFacts} from '../http/context.js'
import {SEED} from '../jobs/jobs.js'
import {keptAnswers} from './responses.js'
import {
  allVersionsParameter,
  groupByParameter,
  belowShape,
  statsRowSchema,
  timeParameters,
} from './schemas.js'

const getStats = createRoute({
  method: 'get',
  path: '/stats',
  operationId: 'getStats',
  summary: 'Leaderboard',
  description: 'Best first by mean_rating, unrated groups last; the figures of `bench stats`.',
  tags: ['stats'],
  request: {
    query: z.object({
      group_by: groupByParameter,
      run_id: z.string().optional(),
      ...timeParameters,
      all_versions: allVersionsParameter,
    }),
  },
  responses: keptAnswers(
    z.object({stats: z.array(statsRowSchema), ...belowShape, seed: z.int()}),
    'A row for each group',
  ),
})

export function statsRoutes({jobs}: ApiContext): OpenAPIHono<RequestFacts> {
  const app = new OpenAPIHono<RequestFacts>()
  app.openapi(getStats, async (c) => {
    const {group_by, all_versions, ...filter} = c.req.valid('query')
    const {rows, ...below} = await jobs.leaderboard({column: group_by, filter, allVersions: all_versions})
    const stats = rows.map(({group, versioned, ...figures}) => ({...group, ...versioned, ...figures}))
    return c.json({stats, ...below, seed: SEED}, 200)
  })
  return app
}
