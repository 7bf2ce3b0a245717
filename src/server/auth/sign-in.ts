import type {Context} from 'hono'
import {getCookie, setCookie} from 'hono/cookie'
import type {RequestFacts} from '../http/context.js'
import {findToken, type Token} from './tokens.js'
import {checkedUserId} from './user-id.js'

export type PageRequest = Context<RequestFacts>

/** Seconds that a browser keeps a user signed in; a token may end before. */
const COOKIE_S = 180 * 24 * 3600

/**
 * Whether the browser uses TLS, to this server or to the proxy before it; a false header can only make a
 * cookie stricter.
 */
function isSecure(c: PageRequest): boolean {
  return c.req.header('x-forwarded-proto') === 'https' || c.req.url.startsWith('https:')
}

/** Cookies know no ports: two servers on one machine must not sign out each other's users. */
function cookieName(c: PageRequest, what: 'token' | 'name'): string {
  if (isSecure(c)) return `__Host-bench-${what}`
  return `bench-${what}-${/:(\d+)$/.exec(c.req.header('host') ?? '')?.[1] ?? '80'}`
}

/** The user who looks at the page; undefined: sign in first. Without tokens a name is enough. */
export function visitorOf(c: PageRequest, tokens: readonly Token[]): string | undefined {
  return checkVisitor(tokens, {
    token: getCookie(c, cookieName(c, 'token')),
    name: getCookie(c, cookieName(c, 'name')),
  })
}

export interface Credentials {
  token: string | undefined
  name: string | undefined
}

function checkVisitor(tokens: readonly Token[], {token, name}: Credentials): string | undefined {
  const named = name === undefined ? undefined : checkedUserId(name)
  if (tokens.length === 0) return named
  const found = token === undefined ? undefined : findToken(token, tokens)
  return found && (found.user ?? named)
}

/** @returns the user who is signed in now; undefined when the credentials are wrong, and no cookie is set. */
export function signIn(
  c: PageRequest,
  tokens: readonly Token[],
  {token, name}: Credentials,
): string | undefined {
  const visitor = checkVisitor(tokens, {token, name})
  if (visitor === undefined) return undefined
  keep(c, 'token', tokens.length === 0 ? undefined : token)
  keep(c, 'name', name === undefined ? undefined : checkedUserId(name))
  return visitor
}

export function signOut(c: PageRequest): void {
  keep(c, 'token', undefined)
  keep(c, 'name', undefined)
}

function keep(c: PageRequest, what: 'token' | 'name', value: string | undefined): void {
  setCookie(c, cookieName(c, what), value ?? '', {
    httpOnly: true,
    sameSite: 'Strict',
    secure: isSecure(c),
    path: '/',
    maxAge: value === undefined ? 0 : COOKIE_S,
  })
}
