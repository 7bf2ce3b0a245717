import {strangeReason, tidyAnnotation, type Reasons} from '../../rating/reasons.js'
import {rubricTags} from '../../rating/rubric-tags.js'
import type {Store} from '../../store/store.js'
import {rubricOf} from '../../suite/model/rubric.js'
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
  description:
    'A new rating by the same user replaces the old one and keeps its id. Note, flag, tags and bad chips that are left out stay as they were. With a tag that the suite does not have, or a chip that is not in the answer, nothing is stored.',
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

export function ratingRoutes({store, jobs, suite}: ApiContext): OpenAPIHono<RequestFacts> {
  const app = new OpenAPIHono<RequestFacts>()
  const suiteTags = rubricOf(suite)?.tags.map(({label}) => label) ?? []
  app.openapi(rateResult, async (c) => {
    const {id} = c.req.valid('param')
    const user_id = userOf(c, c.req.valid('header')['x-user-id'])
    if (user_id === undefined)
      return unprocessable(c, [{type: 'missing', loc: ['header', 'x-user-id'], msg: 'Field required'}])
    const {rating, ...change} = c.req.valid('json')
    const isAnnotated = Object.keys(change).length > 0
    const before = isAnnotated ? (await store.ratings.ofRater(id, user_id)).note : undefined
    const problem = await problemOf(store, id, change, [...suiteTags, ...(before?.tags ?? [])])
    if (problem !== undefined)
      return unprocessable(c, [{type: 'value_error', loc: ['body', problem.field], msg: problem.text}])
    const place = {result_id: id, user_id, created_at: new Date().toISOString()}
    const saved = await jobs.rate({
      rating: {...place, rating, blind: null},
      besides: tidyAnnotation(change),
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

/** Why reasons cannot be taken; undefined where they can, and where the result is not there. */
async function problemOf(
  store: Store,
  id: string,
  {tags, bad_chips}: Reasons,
  suiteTags: readonly string[],
): Promise<{field: keyof Reasons; text: string} | undefined> {
  if (!tags?.length && !bad_chips?.length) return undefined
  const result = await store.results.get(id)
  if (result?.status !== 'completed') return undefined
  const known = {
    tags: [...suiteTags, ...(await rubricTags(store))],
    chips: result.final_chips.map(({key}) => key),
  }
  const strange = (field: keyof Reasons, reasons: Reasons) => {
    const text = strangeReason(reasons, known)
    return text === undefined ? undefined : {field, text}
  }
  return strange('tags', {tags}) ?? strange('bad_chips', {bad_chips})
}
