import {createHash, timingSafeEqual} from 'node:crypto'

/** A token that opens the server, as a digest, and the user it is bound to, if any. */
export interface Token {
  digest: Buffer
  user: string | undefined
}

/** Shorter ones could be guessed. */
export const SHORTEST_TOKEN = 16

export function tokenOf(secret: string, user: string | undefined): Token {
  return {digest: digestOf(secret), user}
}

/**
 * The token that a secret is. Digests are compared, each in constant time and all of them always, so that
 * the time of an answer tells nothing of any token.
 */
export function findToken(secret: string, tokens: readonly Token[]): Token | undefined {
  const digest = digestOf(secret)
  let found: Token | undefined
  for (const token of tokens) if (timingSafeEqual(token.digest, digest)) found = token
  return found
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
