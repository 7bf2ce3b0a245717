import {z} from '@hono/zod-openapi'
import {Hono} from 'hono'
import type {RequestFacts} from '../http/context.js'
import {RatingService, type QueueItem} from '../../rating/rating-service.js'
import {planSession, ratingPorts, SESSION_SIZE} from '../../rating/plan.js'
import {builtInSuites} from '../../suite/files/load.js'
import {chooseVersions} from '../../versions/choice.js'
import {pick} from '../../records/columns.js'
import {keptSeconds, LONGEST_NOTE} from '../../records/rating.js'
import {IDENTITY_COLUMNS} from '../../records/result.js'
import {scoreSchema} from '../../records/schemas.js'
import {blindFilterOf} from './filters.js'
import {itemAnswer} from './item.js'
import type {RouteContext} from './context.js'
import {rateBody} from './rate-page.js'
import {readItemReference, itemReference} from './item-references.js'
import type {CommandAnswer, ItemAnswer, SessionData} from './wire.js'

/** Milliseconds that a command can have waited in a browser: a long holiday. */
const LONGEST_WAIT_MS = 90 * 24 * 3600 * 1000

const commandSchema = z.object({
  user: z.string(),
  tab: z.string().min(1).max(64),
  seq: z.int().min(1),
  reference: z.string().max(300),
  // A clock that was wrong for a while is no reason to lose a command.
  age_ms: z
    .number()
    .min(0)
    .transform((ms) => Math.min(ms, LONGEST_WAIT_MS)),
  command: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('rate'),
      score: scoreSchema,
      seconds: z
        .number()
        .min(0)
        .nullish()
        .transform((seconds) => (typeof seconds === 'number' ? keptSeconds(seconds * 1000) : null)),
    }),
    z.object({kind: z.literal('withdraw')}),
    z.object({kind: z.literal('note'), note: z.string().max(LONGEST_NOTE), flagged: z.boolean()}),
  ]),
})

const referenceSchema = z.object({reference: z.string().max(300)})

/** `/` and the routes of its script. */
export function ratingRoutes({
  store,
  personas,
  revealed,
  commands,
  show,
  userOf,
}: RouteContext): Hono<RequestFacts> {
  const item = async (user: string, wanted: QueueItem): Promise<ItemAnswer | undefined> => {
    if (revealed.has(user, wanted.id)) return undefined
    const shown = await new RatingService(ratingPorts(store, user, personas), user).load(wanted)
    return shown && itemAnswer(itemReference(user, wanted), shown, personas)
  }

  const app = new Hono<RequestFacts>()
  app.get('/', async (c) => {
    const user = userOf(c)
    const {filter} = await chooseVersions(store, blindFilterOf(c), {
      suites: builtInSuites,
      isRetiredLeftOut: true,
    })
    const [queue, raters] = await Promise.all([
      planSession(store, filter, {rater: user, ...SESSION_SIZE}),
      store.ratings.raters(),
    ])
    const left = queue.filter(({id}) => !revealed.has(user, id))
    const [next] = left
    const first = next && (await item(user, next))
    const count = async (unrated_by?: string) =>
      (await store.results.list({...filter, status: 'completed', unrated_by}, {limit: 1, offset: 0})).total
    const [results, unrated] = first ? [0, 0] : [await count(), await count(user)]
    const data: SessionData = {
      user,
      queue: left.map((queueItem) => itemReference(user, queueItem)),
      first: first
        ? {reference: first.reference, title: first.title, note: first.note, flagged: first.flagged}
        : null,
    }
    const body = rateBody({user, first, total: left.length, raters: raters.length, results, unrated})
    return show(c, {
      title: 'Rate',
      here: '/',
      body,
      ...(first && {scripts: ['server/browser/rate.js'], data}),
    })
  })
  app.get('/app/items/:reference', async (c) => {
    const user = userOf(c)
    const wanted = readItemReference(user, c.req.param('reference'))
    if (!wanted) return c.json({detail: 'Somebody else is signed in'}, 401)
    const answer = await item(user, wanted)
    return answer ? c.json(answer satisfies ItemAnswer) : c.json({detail: 'There is nothing to rate'}, 404)
  })
  app.post('/app/commands', async (c) => {
    const request = commandSchema.safeParse(await c.req.json().catch(() => undefined))
    if (!request.success) return c.json({detail: 'That is nothing a page sends'}, 422)
    // The page keeps the command until the same user is signed in again.
    if (request.data.user !== userOf(c)) return c.json({detail: 'Somebody else is signed in'}, 401)
    return c.json({outcome: await commands.take(request.data.user, request.data)} satisfies CommandAnswer)
  })
  app.post('/app/reveal', async (c) => {
    const user = userOf(c)
    const request = referenceSchema.safeParse(await c.req.json().catch(() => undefined))
    const wanted = request.success ? readItemReference(user, request.data.reference) : undefined
    const result = wanted && (await store.results.get(wanted.id))
    if (!result) return c.json({detail: 'There is no such result'}, 404)
    const {rating} = await store.ratings.ofRater(result.id, user)
    if (rating === null) return c.json({detail: 'It is not rated yet'}, 409)
    revealed.mark(user, [result.id])
    return c.json(pick(result, IDENTITY_COLUMNS))
  })
  return app
}
