import {Hono, type MiddlewareHandler} from 'hono'
import {bodyLimit} from 'hono/body-limit'
import {compress} from 'hono/compress'
import type {RequestFacts} from '../http/context.js'
import {signIn, signOut, visitorOf, type PageRequest} from '../auth/sign-in.js'
import {rubricTexts} from '../../rating/rubric-texts.js'
import {rubricDefinition} from '../../records/definitions.js'
import {rubricOf} from '../../suite/model/rubric.js'
import {Sightings} from '../http/sightings.js'
import {ItemReferences} from './item-references.js'
import {PageCommands} from './page-commands.js'
import {Assets} from './assets.js'
import type {RouteContext, PagesContext} from './context.js'
import {ownPagesOnly, pageHeaders} from '../auth/page-guards.js'
import {layout, notFoundBody} from './layout.js'
import {ratingRoutes} from './rating-routes.js'
import {readingRoutes} from './reading-routes.js'
import {signInBody} from './sign-in-page.js'

/** On every page, as a link for one person may be opened where another person is signed in. */
const SIGN_IN = 'sign-in.js'
/** Bytes of a body: a note, and the fields around it. */
const LARGEST_BODY = 16_384

/** The pages for people who do not use a terminal: `/` to rate, all other pages under `/app`. */
export function pages(context: PagesContext): Hono<RequestFacts> {
  const assets = new Assets()
  const definition = rubricDefinition(context.suite.suite)
  const rubric = {texts: rubricTexts(rubricOf(context.suite.suite), definition?.id), definition}
  let made: Promise<ItemReferences> | undefined
  const references = () =>
    (made ??= context.store.sync
      .identity()
      .then(({db_id}) => new ItemReferences(db_id))
      .catch((error: unknown) => {
        made = undefined
        throw error
      }))
  const visitor = (c: PageRequest) =>
    context.needsToken && context.tokens.length === 0 ? undefined : visitorOf(c, context.tokens)
  const service: RouteContext = {
    ...context,
    sightings: new Sightings(context.jobs),
    references,
    rubric,
    commands: new PageCommands(context.jobs, references, {
      version: rubric.texts.version,
      tags: rubric.texts.tags.map(({label}) => label),
    }),
    show: (c, page, status = 200) =>
      c.html(
        layout(assets, {...page, scripts: [SIGN_IN, ...(page.scripts ?? [])], user: visitor(c)}),
        status,
      ),
    userOf: (c) => {
      const user = visitor(c)
      if (user === undefined) throw new Error('somebody who is not signed in got past the guard')
      return user
    },
  }
  const signInPage = (c: PageRequest, next: string, problem?: string, status: 400 | 401 = 401) => {
    const isFromElsewhere = c.req.header('sec-fetch-site') === 'cross-site'
    const body = signInBody({needsToken: context.needsToken, problem, isFromElsewhere, next})
    return c.html(
      layout(assets, {title: 'Sign in', user: undefined, body, scripts: [SIGN_IN]}),
      problem === undefined && c.req.path === '/' ? 200 : status,
    )
  }

  const app = new Hono<RequestFacts>()
  for (const path of ['/', '/app/*'])
    app.use(
      path,
      compress(),
      pageHeaders,
      ownPagesOnly,
      bodyLimit({
        maxSize: LARGEST_BODY,
        onError: (c) => c.text('The body is too large.', 413, {Connection: 'close'}),
      }),
    )
  app.route('/', assets.routes())
  app.post('/app/sign-in', async (c) => {
    const form = await c.req.parseBody().catch(() => undefined)
    if (form === undefined) return signInPage(c, '/', 'The form could not be read. Please try again.', 400)
    const {token, name, next} = form
    const place = ownPlace(next)
    const textOf = (value: unknown) =>
      typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
    const user =
      context.needsToken && context.tokens.length === 0
        ? undefined
        : signIn(c, context.tokens, {token: textOf(token), name: textOf(name)})
    if (user === undefined)
      return signInPage(
        c,
        place,
        textOf(token) === undefined
          ? 'A name has 1 to 200 characters.'
          : 'This token opens nothing here, or no longer, or it needs a name. Ask for a new link.',
      )
    return c.redirect(place, 303)
  })
  app.post('/app/sign-out', (c) => {
    signOut(c)
    return c.redirect('/', 303)
  })
  const signedInOnly: MiddlewareHandler<RequestFacts> = async (c, next) => {
    const user = visitor(c)
    if (user === undefined)
      return signInPage(
        c,
        c.req.method === 'GET' ? ownPlace(c.req.url.replace(/^[a-z]+:\/\/[^/]*/i, '')) : '/',
      )
    c.set('boundUser', user)
    return next()
  }
  for (const path of ['/', '/app/*']) app.use(path, signedInOnly)

  app.route('/', ratingRoutes(service))
  app.route('/', readingRoutes(service))
  app.all('/app/*', (c) => service.show(c, {title: 'Not found', body: notFoundBody()}, 404))
  return app
}

/** A path on this server, and nothing that a browser could take for another server. */
function ownPlace(path: unknown): string {
  return typeof path === 'string' && /^\/(?![/\\])[^\u0000-\u001F]*$/.test(path) ? path : '/'
}
