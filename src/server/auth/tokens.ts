import {createHash, timingSafeEqual} from 'node:crypto'
import {usage} from '../../errors/catalogue.js'

/** A token that opens the server, as a digest, and the user it is bound to, if any. */
export interface Token {
  digest: Buffer
  user: string | undefined
  /** Milliseconds since the epoch, from when on it opens nothing; undefined: never. */
  expires?: number | undefined
}

/** Shorter ones could be guessed. */
export const SHORTEST_TOKEN = 16

/** @throws BenchError (exit 2) for a secret that could be guessed, or that no header can carry. */
export function checkedToken(secret: string): string {
  if (secret.length >= SHORTEST_TOKEN && !/\s/.test(secret)) return secret
  throw usage(
    `A token needs ${SHORTEST_TOKEN} characters or more, without blanks. Nothing was started.`,
    'Make one: openssl rand -hex 32',
  )
}

export function tokenOf(secret: string, user: string | undefined, expires?: number): Token {
  return {digest: digestOf(secret), user, expires}
}

/**
 * The token that a secret is, unless it has expired. Digests are compared, each in constant time and all of them always, so that
 * the time of an answer tells nothing of any token.
 */
export function findToken(secret: string, tokens: readonly Token[], now = Date.now()): Token | undefined {
  const digest = digestOf(secret)
  let found: Token | undefined
  for (const token of tokens) if (timingSafeEqual(token.digest, digest)) found = token
  return found?.expires !== undefined && found.expires <= now ? undefined : found
}

/** The digest of a secret: all that is kept of it. */
export function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
