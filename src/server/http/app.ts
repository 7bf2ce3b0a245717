import {OpenAPIHono} from '@hono/zod-openapi'
import type {Hono} from 'hono'
import {bodyLimit} from 'hono/body-limit'
import {except} from 'hono/combine'
import {cors} from 'hono/cors'
import {HTTPException} from 'hono/http-exception'
import {methodNotAllowed} from 'hono/method-not-allowed'
import {noteSightings} from './sightings.js'
import {accessLog, type LogLine} from './access-log.js'
import {cachedAnswers} from './cached-answers.js'
import type {ApiContext, RequestFacts} from './context.js'
import {compareRoutes} from '../api/compare.js'
import {decideRoutes} from '../api/decide.js'
import {docsRoutes} from '../api/docs.js'
import {withoutTrailingSlash} from './trailing-slash.js'
import {failure, problemsOf, unprocessable} from './problems.js'
import {generateRoutes} from '../api/generate.js'
import {healthRoutes} from '../api/health.js'
import {optionRoutes} from '../api/options.js'
import {promptRoutes} from '../api/prompts.js'
import {judgementRoutes} from '../api/judgements.js'
import {ratingRoutes} from '../api/ratings.js'
import {resultRoutes} from '../api/results.js'
import {runRoutes} from '../api/runs.js'
import {authenticate, oneUserOnly, refuseForeigners} from '../auth/guards.js'
import {statsRoutes} from '../api/stats.js'
import type {Token} from '../auth/tokens.js'

/** Bytes a body may have: requests are a few factors or a number. */
const LARGEST_BODY = 16_384

export interface ApiOptions {
  /** Without any tokens, no token is asked for. */
  tokens: readonly Token[]
  /** Origins whose pages may read and write here. */
  origins: readonly string[]
  /**
   * The host names of this server; undefined where it cannot know them (behind a gateway, on any address).
   */
  hosts: ReadonlySet<string> | undefined
  /** Pages for people; the pages sign their users in by themselves. */
  pages?: Hono<RequestFacts> | undefined
  log: (line: LogLine) => void
  /** Called with errors that should not have happened. */
  onDefect: (error: unknown) => void
}

/** The HTTP API: the same application behind `bench serve` and in Lambda. */
export function createApi(context: ApiContext, options: ApiOptions): OpenAPIHono<RequestFacts> {
  const app = new OpenAPIHono<RequestFacts>({
    defaultHook: (result, c) =>
      result.success
        ? undefined
        : unprocessable(
            c,
            problemsOf(result.error, placeOf(result.target), 'data' in result ? result.data : undefined),
          ),
  })
  app.use(accessLog(options.log))
  app.use(async (c, next) => {
    await next()
    c.res.headers.set('X-Content-Type-Options', 'nosniff')
    if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store')
  })
  app.use(refuseForeigners(options))
  if (options.origins.length > 0) {
    const named = cors({
      origin: [...options.origins],
      allowMethods: ['GET', 'POST'],
      allowHeaders: ['Content-Type', 'X-User-Id', 'Authorization'],
      exposeHeaders: ['ETag', 'Retry-After'],
      maxAge: 600,
      // Front ends may send their requests with `credentials: 'include'`.
      credentials: true,
    })
    // Not the pages: they know their visitors by a cookie, and other origins have no business with them.
    app.use(except(['/', '/app/*'], named))
  }

  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) =>
        c.json({detail: 'Method Not Allowed'}, 405, {Allow: methods.join(', ')}),
    }),
  )
  app.use(withoutTrailingSlash(app))
  if (options.pages) app.route('/', options.pages)
  if (options.tokens.length > 0) app.use(authenticate(options.tokens))
  app.use(oneUserOnly)
  // The remaining part of the body is not read, so the connection cannot be used again.
  app.use(
    bodyLimit({
      maxSize: LARGEST_BODY,
      onError: (c) => c.json({detail: 'The body is too large'}, 413, {Connection: 'close'}),
    }),
  )
  app.use(noteSightings(context.jobs))
  if (context.cache) {
    const cached = cachedAnswers(context.cache)
    const kept = [
      '/runs/*',
      '/results/*',
      '/ratings',
      '/judgements',
      '/stats',
      '/compare',
      '/effects',
      '/prompts/*',
      '/decide',
    ]
    for (const path of kept) app.use(path, cached)
  }

  for (const routes of [
    healthRoutes,
    runRoutes,
    resultRoutes,
    ratingRoutes,
    judgementRoutes,
    statsRoutes,
    compareRoutes,
    promptRoutes,
    decideRoutes,
    optionRoutes,
    generateRoutes,
  ])
    app.route('/', routes(context))
  app.route('/', docsRoutes(app, context.version))

  app.notFound((c) => c.json({detail: 'Not Found'}, 404))
  app.onError((error, c) => {
    if (error instanceof HTTPException && error.status === 400)
      return unprocessable(c, [{type: 'json_invalid', loc: ['body'], msg: 'JSON decode error'}])
    if (error instanceof HTTPException && error.status === 415) {
      return unprocessable(c, [
        {type: 'content_type', loc: ['header', 'content-type'], msg: 'Input should be application/json'},
      ])
    }

    return failure(error, c, options.onDefect)
  })
  return app
}

function placeOf(target: string): string {
  if (target === 'json') return 'body'
  return target === 'param' ? 'path' : target
}
