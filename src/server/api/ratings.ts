import {createRoute, OpenAPIHono, z} from '@hono/zod-openapi'
import {userOf, type ApiContext, type RequestFacts} from '../http/context.js'
import {unprocessable} from '../http/problems.js'
import {answers, jsonOf, keptAnswers, notFound} from './responses.js'
import {
  errorSchema,
  filterParameter,
  idParameter,
  newRatingSchema,
  pageParameters,
  ratingSchema,
  userHeader,
} from './schemas.js'

const rateResult = createRoute({
  method: 'post',
  path: '/results/{id}/ratings',
  operationId: 'rateResult',
  summary: 'Rate a result',
  description: 'A new rating by the same user replaces the old one and keeps its id.',
  tags: ['ratings'],
  request: {
    headers: userHeader(true),
    params: idParameter('result'),
    body: {required: true, content: {'application/json': {schema: newRatingSchema}}},
  },
  responses: {
    ...answers(ratingSchema, 'The rating as it is stored'),
    ...notFound('Result'),
    409: jsonOf(errorSchema, 'The result failed: there is nothing to rate'),
    413: jsonOf(errorSchema, 'The body is too large'),
  },
})

const listRatings = createRoute({
  method: 'get',
  path: '/ratings',
  operationId: 'listRatings',
  summary: 'Ratings, newest first',
  description: 'Filters narrow each other down.',
  tags: ['ratings'],
  request: {
    query: z.object({
      result_id: filterParameter(),
      user_id: filterParameter(),
      ...pageParameters(500, 100),
    }),
  },
  responses: keptAnswers(z.object({ratings: z.array(ratingSchema)}), 'A page of ratings'),
})

export function ratingRoutes({store, jobs}: ApiContext): OpenAPIHono<RequestFacts> {
  const app = new OpenAPIHono<RequestFacts>()
  app.openapi(rateResult, async (c) => {
    const {id} = c.req.valid('param')
    const user_id = userOf(c, c.req.valid('header')['x-user-id'])
    if (user_id === undefined)
      return unprocessable(c, [{type: 'missing', loc: ['header', 'x-user-id'], msg: 'Field required'}])
    const {rating} = c.req.valid('json')
    const saved = await jobs.rate({
      result_id: id,
      user_id,
      rating,
      created_at: new Date().toISOString(),
      blind: null,
    })
    if (saved) return c.json(saved, 200)
    const isThere = (await store.results.statuses([id])).has(id)
    return isThere
      ? c.json({detail: 'Result failed: there is nothing to rate'}, 409)
      : c.json({detail: 'Result not found'}, 404)
  })
  app.openapi(listRatings, async (c) => {
    const {result_id, user_id, ...page} = c.req.valid('query')
    return c.json({ratings: await store.ratings.list({result_id, user_id}, page)}, 200)
  })
  return app
}
