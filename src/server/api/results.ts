import {createRoute, OpenAPIHono, z} from '@hono/zod-openapi'
import {namesOf, pick} from '../../records/columns.js'
import {ANNOTATION_TABLE} from '../../records/rating.js'
import {RESULT_STATUSES} from '../../records/result.js'
import {VERSIONED_FACTORS} from '../../records/version.js'
import type {ListFilter} from '../../store/result-lists.js'
import type {Store} from '../../store/store.js'
import {builtInSuites} from '../../suite/files/load.js'
import {chooseVersions} from '../../versions/choice.js'
import {versionResolver} from '../../versions/resolver.js'
import {userOf, type ApiContext, type RequestFacts} from '../http/context.js'
import {keptAnswers, notFound, withNullErrors} from './responses.js'
import {
  emptyIsNone,
  factorParameters,
  filterParameter,
  idParameter,
  pageParameters,
  resultListItemSchema,
  resultSchema,
  timeParameters,
  userHeader,
} from './schemas.js'

/** What a note tells beside its result. */
const NOTE_FIELDS = namesOf(ANNOTATION_TABLE).filter((name) => name !== 'id' && name !== 'result_id')

const listResults = createRoute({
  method: 'get',
  path: '/results',
  operationId: 'listResults',
  summary: 'Results, newest first',
  description: 'Filters narrow each other down. With X-User-Id each result tells what that user gave it.',
  tags: ['results'],
  request: {
    headers: userHeader(false),
    query: z.object({
      run_id: filterParameter(),
      ...factorParameters,
      rated_by: filterParameter().describe('only those this user has rated'),
      unrated_by: filterParameter().describe('only those this user has not rated'),
      ...timeParameters,
      status: z
        .preprocess(emptyIsNone, z.enum([...RESULT_STATUSES, 'any']).default('completed'))
        .describe('failed ones got no answer and cannot be rated, so they are listed only when asked for'),
      ...pageParameters(100, 50),
    }),
  },
  responses: keptAnswers(
    z.object({
      results: z.array(resultListItemSchema),
      total: z.int().min(0).describe('results within the filters'),
    }),
    'A page of results',
  ),
})

const getResult = createRoute({
  method: 'get',
  path: '/results/{id}',
  operationId: 'getResult',
  summary: 'One result with its chips',
  description: 'The chips of every step, errors (null when there are none), latency, tokens and cost.',
  tags: ['results'],
  request: {headers: userHeader(false), params: idParameter('result')},
  responses: {...keptAnswers(resultSchema, 'The result'), ...notFound('Result')},
})

export function resultRoutes({store, cache}: ApiContext): OpenAPIHono<RequestFacts> {
  const app = new OpenAPIHono<RequestFacts>()
  const resolved = versionResolver(store, builtInSuites)
  app.openapi(listResults, async (c) => {
    const {limit, offset, status, ...filter} = c.req.valid('query')
    const rater = userOf(c, c.req.valid('header')['x-user-id'])
    const listed = {...(await listFilterOf(store, filter)), status: status === 'any' ? undefined : status}
    const count = () => store.lists.total(listed)
    const [results, total] = await Promise.all([
      store.lists.page(listed, {limit, offset, rater}),
      // The total is the same for every page of a list, and counting is most of the work.
      cache ? cache.now(`total\n${JSON.stringify(listed)}`, count, () => 8) : count(),
    ])
    return c.json({results, total}, 200)
  })
  app.openapi(getResult, async (c) => {
    const {id} = c.req.valid('param')
    const rater = userOf(c, c.req.valid('header')['x-user-id'])
    const stored = await store.results.get(id)
    const result = stored && (await resolved(stored))
    if (!result) return c.json({detail: 'Result not found'}, 404)
    if (rater === undefined) return c.json(withNullErrors(result), 200)
    const my_rating = (await store.ratings.scoresOf(rater, [id])).get(id) ?? null
    const {notes: storedNotes} = await store.ratings.ofResult(id)
    const notes = storedNotes.map((note) => pick(note, NOTE_FIELDS))
    return c.json({...withNullErrors(result), my_rating, notes}, 200)
  })
  return app
}

/** A filter with its levels by name: `style=guided@3f2a` is one version of that style. */
async function listFilterOf(store: Store, filter: ListFilter): Promise<ListFilter> {
  const isVersioned = VERSIONED_FACTORS.some((factor) => String(filter[factor] ?? '').includes('@'))
  if (!isVersioned) return filter
  const wanted = Object.fromEntries(
    VERSIONED_FACTORS.flatMap((factor) =>
      filter[factor] === undefined ? [] : [[factor, [String(filter[factor])]]],
    ),
  )
  const chosen = await chooseVersions(store, wanted, {
    all: true,
    suites: builtInSuites,
  })
  const names = VERSIONED_FACTORS.map((factor) => [factor, chosen.filter[factor]?.[0]] as const)
  return {...filter, ...(Object.fromEntries(names) as ListFilter), versions: chosen.filter.versions}
}
