import {createHash, timingSafeEqual} from 'node:crypto'
import {usage} from '../../errors/catalogue.js'

/** A token that opens the server, as a digest, and the user it is bound to, if any. */
export interface Token {
  digest: Buffer
  user: string | undefined
  /** Milliseconds since the epoch: from then on the token opens nothing; undefined: never. */
  expires?: number | undefined
}

/** Shorter tokens could be guessed. */
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
 * The token with this secret, unless it has expired. Digests are compared, each in constant time, and always
 * all of them, so that the time of an answer reveals nothing about any token.
 */
export function findToken(secret: string, tokens: readonly Token[], now = Date.now()): Token | undefined {
  const digest = digestOf(secret)
  let found: Token | undefined
  for (const token of tokens) if (timingSafeEqual(token.digest, digest)) found = token
  return found?.expires !== undefined && found.expires <= now ? undefined : found
}

/** The digest of a secret: only the digest is kept. */
export function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
