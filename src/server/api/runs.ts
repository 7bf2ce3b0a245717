import {createRoute, OpenAPIHono, z} from '@hono/zod-openapi'
import type {ApiContext, RequestFacts} from '../http/context.js'
import {keptAnswers, notFound} from './responses.js'
import {idParameter, pageParameters, runListItemSchema, runSchema} from './schemas.js'

const listRuns = createRoute({
  method: 'get',
  path: '/runs',
  operationId: 'listRuns',
  summary: 'Runs, newest first',
  description: 'Each with how many of its cases were completed and how many failed.',
  tags: ['runs'],
  request: {query: z.object(pageParameters(100, 50))},
  responses: keptAnswers(
    z.object({runs: z.array(runListItemSchema), total: z.int().min(0).describe('all runs')}),
    'A page of runs',
  ),
})

const getRun = createRoute({
  method: 'get',
  path: '/runs/{id}',
  operationId: 'getRun',
  summary: 'One run with its configuration',
  description: 'The configuration holds what was asked, with a snapshot of prices, suite and tool version.',
  tags: ['runs'],
  request: {params: idParameter('run')},
  responses: {...keptAnswers(runSchema, 'The run'), ...notFound('Run')},
})

export function runRoutes({store}: ApiContext): OpenAPIHono<RequestFacts> {
  const app = new OpenAPIHono<RequestFacts>()
  app.openapi(listRuns, async (c) => {
    const [runs, total] = await Promise.all([store.runs.page(c.req.valid('query')), store.runs.total()])
    const counts = await store.runs.counts(runs.map(({id}) => id))
    return c.json(
      {runs: runs.map((run) => ({...run, result_count: 0, failed_count: 0, ...counts.get(run.id)})), total},
      200,
    )
  })
  app.openapi(getRun, async (c) => {
    const run = await store.runs.get(c.req.valid('param').id)
    return run ? c.json(run, 200) : c.json({detail: 'Run not found'}, 404)
  })
  return app
}
