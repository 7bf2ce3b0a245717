import type {Hono, MiddlewareHandler} from 'hono'
import {TrieRouter} from 'hono/router/trie-router'
import type {RequestFacts} from './context.js'

/** Not parsed: the text may name a host that is none. */
const ORIGIN = /^[a-z]+:\/\/[^/?]*/i

/**
 * Sends a path that ends with a slash to the route without it (307: method and body stay), as front ends of
 * FastAPI services expect. A path that is no route without the slash either is left alone: it is not found.
 */
export function withoutTrailingSlash(
  app: Pick<Hono<RequestFacts>, 'routes'>,
): MiddlewareHandler<RequestFacts> {
  let known: TrieRouter<true> | undefined
  return async (c, next) => {
    // Two slashes at the beginning would name another server.
    if (!/^\/[^/].*\/$/s.test(c.req.path)) return next()
    // Made late: routes are added after this handler.
    known ??= routerOf(app.routes)
    if (known.match('ALL', c.req.path.replace(/\/+$/, ''))[0].length === 0) return next()
    const [, path = '', query = ''] = /^([^?]*)(.*)$/s.exec(c.req.url.replace(ORIGIN, '')) ?? []
    return c.body(null, 307, {Location: path.replace(/\/+$/, '') + query})
  }
}

function routerOf(routes: Hono['routes']): TrieRouter<true> {
  const router = new TrieRouter<true>()
  // `ALL` is what guards and pages are registered for, not routes.
  for (const path of new Set(routes.filter(({method}) => method !== 'ALL').map(({path}) => path)))
    router.add('ALL', path, true)
  return router
}
