import {randomUUID} from 'node:crypto'
import {z} from '@hono/zod-openapi'
import {Hono} from 'hono'
import type {RequestFacts} from '../http/context.js'
import {RatingService} from '../../rating/rating-service.js'
import {ratingPorts} from '../../rating/queue/plan.js'
import {calibrationLeft, keptCalibration} from '../../rating/calibration.js'
import {MOST_EXAMPLES} from '../../suite/model/rubric.js'
import {pick} from '../../records/columns.js'
import {keptSeconds, LONGEST_NOTE} from '../../records/rating.js'
import {IDENTITY_COLUMNS} from '../../records/result.js'
import {scoreSchema} from '../../records/schemas.js'
import {blindFilterOf} from './filters.js'
import {itemAnswer, pageExample} from './item.js'
import type {RouteContext} from './context.js'
import {rateBody} from './rate-page.js'
import type {ReferredItem} from './item-references.js'
import type {CommandAnswer, EarlierAnswer, ItemAnswer, PageCalibration, SessionData} from './wire.js'

/** The most tags, and the most marked chips, that a command can name; and the longest of them. */
const MOST_REASONS = 200
const LONGEST_REASON = 200
/** Earlier ratings in one answer. */
const MOST_EARLIER = 50
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
    z.object({
      kind: z.literal('note'),
      note: z.string().max(LONGEST_NOTE),
      flagged: z.boolean(),
      tags: z.array(z.string().max(LONGEST_REASON)).max(MOST_REASONS).optional(),
      bad_chips: z.array(z.string().max(LONGEST_REASON)).max(MOST_REASONS).optional(),
    }),
  ]),
})

const calibrationSchema = z.object({
  user: z.string(),
  version: z.string().max(100),
  calibration: z.object({scores: z.array(scoreSchema).max(MOST_EXAMPLES), isLeftOut: z.boolean().optional()}),
})

const referenceSchema = z.object({reference: z.string().max(300)})

/** `/` and the routes of its script. */
export function ratingRoutes({
  store,
  jobs,
  personas,
  sightings,
  references,
  rubric,
  commands,
  show,
  userOf,
}: RouteContext): Hono<RequestFacts> {
  const item = async (user: string, wanted: ReferredItem): Promise<ItemAnswer | undefined> => {
    const names = await references()
    const service = new RatingService(ratingPorts(store, user, personas), user)
    // A repeat looks as if it were not rated; of all else the page is told, so that it can be corrected.
    const shown = await (wanted.repeat ? service.load(wanted) : service.correct(wanted.id))
    // Before the rater sees it: what is known of its system makes every rating of it not blind.
    if (shown && wanted.isTold) await sightings.saw(user, [wanted.id])
    return shown && itemAnswer(names.nameOf(user, wanted), shown, personas)
  }

  let kept: Promise<void> | undefined
  /** Before the first rating that names it. */
  const keepRubric = () =>
    (kept ??= store.runs.define(rubric.definition ? [rubric.definition] : []).catch((error: unknown) => {
      kept = undefined
      throw error
    }))

  const calibrationOf = async (user: string): Promise<PageCalibration | null> => {
    const {version, examples} = rubric.texts
    if (version === null || examples.length === 0) return null
    const left = calibrationLeft(rubric.texts, (await store.raters.calibration(user))[version])
    return left ? {version, scores: left.scores, examples: examples.map(pageExample)} : null
  }

  const app = new Hono<RequestFacts>()
  app.get('/', async (c) => {
    const user = userOf(c)
    const {queue, isTold, raters, team, left} = await jobs.plan({user, filter: blindFilterOf(c)})
    const names = await references()
    const asked = queue.map((queued) => ({...queued, isTold}))
    const [next] = asked
    const first = next && (await item(user, next))
    const calibration = first ? await calibrationOf(user) : null
    const data: SessionData = {
      user,
      session: randomUUID(),
      calibration,
      queue: asked.map((queued) => names.nameOf(user, queued)),
      first:
        first && !calibration
          ? {
              reference: first.reference,
              title: first.title,
              annotation: first.annotation,
              chips: first.chips,
              score: first.score,
            }
          : null,
      texts: {anchors: rubric.texts.anchors, tags: rubric.texts.tags},
    }
    const facts = {
      user,
      first,
      total: asked.length,
      raters,
      ...left,
      team,
      calibration,
    }
    const body = rateBody({...facts, texts: rubric.texts})
    // The service worker keeps this page and no other.
    if (first) c.header('Bench-Page', 'rating')
    return show(c, {
      title: 'Rate',
      here: '/',
      body,
      ...(first && {scripts: ['rate.js'], data}),
    })
  })
  app.get('/app/items/:reference', async (c) => {
    const user = userOf(c)
    const wanted = (await references()).read(user, c.req.param('reference'))
    if (!wanted) return c.json({detail: 'Somebody else is signed in'}, 401)
    const answer = await item(user, wanted)
    return answer ? c.json(answer satisfies ItemAnswer) : c.json({detail: 'There is nothing to rate'}, 404)
  })
  app.get('/app/earlier', async (c) => {
    const user = userOf(c)
    const whole = (name: string, most: number) =>
      Math.min(most, Number(/^\d{1,6}$/.exec(c.req.query(name) ?? '')?.[0] ?? 0))
    const [names, ratings] = await Promise.all([
      references(),
      store.ratings.earlier(user, {limit: whole('limit', MOST_EARLIER), offset: whole('offset', 1e6)}),
    ])
    const nameOf = (id: string) => names.nameOf(user, {id, repeat: false, isTold: false})
    const hidden = ratings.map((rating) => ({...rating, result_id: nameOf(rating.result_id)}))
    return c.json({ratings: hidden} satisfies EarlierAnswer)
  })
  app.post('/app/commands', async (c) => {
    const request = commandSchema.safeParse(await c.req.json().catch(() => undefined))
    if (!request.success) return c.json({detail: 'That is nothing a page sends'}, 422)
    // The page keeps the command until the same user is signed in again.
    if (request.data.user !== userOf(c)) return c.json({detail: 'Somebody else is signed in'}, 401)
    if (request.data.command.kind === 'rate') await keepRubric()
    return c.json({outcome: await commands.take(request.data.user, request.data)} satisfies CommandAnswer)
  })
  app.post('/app/calibration', async (c) => {
    const request = calibrationSchema.safeParse(await c.req.json().catch(() => undefined))
    const {version, examples} = rubric.texts
    if (!request.success || request.data.calibration.scores.length > examples.length)
      return c.json({detail: 'That is nothing a page sends'}, 422)
    if (request.data.user !== userOf(c)) return c.json({detail: 'Somebody else is signed in'}, 401)
    // The page is of an older rubric: its examples are not those of today.
    if (request.data.version !== version) return c.json({detail: 'The rubric is another one now'}, 409)
    const {user, calibration} = request.data
    const kept = await store.raters.calibration(user)
    const all = {...kept, [version]: keptCalibration(kept[version], calibration)}
    await store.raters.saveCalibration(user, all, new Date().toISOString())
    return c.body(null, 204)
  })
  app.post('/app/reveal', async (c) => {
    const user = userOf(c)
    const request = referenceSchema.safeParse(await c.req.json().catch(() => undefined))
    const wanted = request.success ? (await references()).read(user, request.data.reference) : undefined
    const result = wanted && (await store.results.get(wanted.id))
    if (!result) return c.json({detail: 'There is no such result'}, 404)
    const {rating} = await store.ratings.ofRater(result.id, user)
    if (rating === null) return c.json({detail: 'It is not rated yet'}, 409)
    await sightings.saw(user, [result.id])
    return c.json(pick(result, IDENTITY_COLUMNS))
  })
  return app
}
