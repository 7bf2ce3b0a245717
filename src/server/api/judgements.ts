import {createRoute, OpenAPIHono, z} from '@hono/zod-openapi'
import {judgementRecordSchema} from '../../records/schemas.js'
import type {ApiContext, RequestFacts} from '../http/context.js'
import {keptAnswers} from './responses.js'
import {filterParameter, pageParameters} from './schemas.js'

const listJudgements = createRoute({
  method: 'get',
  path: '/judgements',
  operationId: 'listJudgements',
  summary: 'Scores of judges, newest first',
  description:
    'What language models say of results (bench judge). They are in no mean of people. Filters narrow each other down.',
  tags: ['ratings'],
  request: {
    query: z.object({
      result_id: filterParameter(),
      judge_version: filterParameter(),
      ...pageParameters(500, 100),
    }),
  },
  responses: keptAnswers(
    z.object({judgements: z.array(judgementRecordSchema.openapi('Judgement')), total: z.int()}),
    'A page of judgements',
  ),
})

export function judgementRoutes({store}: ApiContext): OpenAPIHono<RequestFacts> {
  const app = new OpenAPIHono<RequestFacts>()
  app.openapi(listJudgements, async (c) => {
    const {result_id, judge_version, limit, offset} = c.req.valid('query')
    return c.json(await store.judgements.list({result_id, judge_version}, {limit, offset}), 200)
  })
  return app
}
