import {watchFile} from 'node:fs'
import {checkedOrigin} from '../server/auth/guards.js'
import {isLoopback} from '../server/http/server.js'
import {readTokenFile, readTokensAgain} from '../server/auth/token-file.js'
import {checkedToken, tokenOf, type Token} from '../server/auth/tokens.js'
import {BenchError, messageOf} from '../errors/bench-error.js'
import {needsTokens} from '../errors/catalogue.js'

export interface AccessFlags {
  host: string
  token: string | undefined
  /** A file of tokens. */
  tokens: string | undefined
  insecure: boolean
  'cors-origin': string[] | undefined
}

/** Who may use the API. */
export interface Access {
  /** The list changes with the token file. */
  tokens: Token[]
  origins: string[]
  hosts: ReadonlySet<string> | undefined
  /** Warnings for the user, a sentence each. */
  warnings: string[]
}

/** Milliseconds between looks at the token file. */
const LOOK_MS = 1000

/** Takes over changes of the token file: a new invitation opens at once, a removed line closes. */
function followTokens(name: string, tokens: Token[], first: number): void {
  const look = () =>
    void readTokensAgain(name).then(
      (now) => tokens.splice(first, tokens.length, ...now),
      (error: unknown) => {
        const problems =
          error instanceof BenchError && error.next.length > 0 ? error.next : [messageOf(error)]
        process.stderr.write(
          `${[`The token file ${name} cannot be used:`, ...problems].join('\n  ')}\nThe tokens read before still hold.\n`,
        )
      },
    )
  watchFile(name, {interval: LOOK_MS, persistent: false}, look)
}

/**
 * Turns flags and `BENCH_API_TOKEN` into the access to the API. Without a token, only this machine reaches
 * it.
 * @throws BenchError (exit 2)
 */
export async function apiAccess(
  flags: AccessFlags,
  env: {BENCH_API_TOKEN?: string | undefined},
): Promise<Access> {
  const warnings: string[] = []
  const tokens: Token[] = []
  const secret = flags.token ?? (env.BENCH_API_TOKEN === '' ? undefined : env.BENCH_API_TOKEN)
  if (secret !== undefined) tokens.push(tokenOf(checkedToken(secret), undefined))
  if (flags.tokens !== undefined) {
    const file = await readTokenFile(flags.tokens)
    tokens.push(...file.tokens)
    followTokens(flags.tokens, tokens, tokens.length - file.tokens.length)
    if (file.isOpenToOthers)
      warnings.push(`Others on this machine can read ${flags.tokens}: chmod 600 ${flags.tokens}`)
  }

  const isLocal = isLoopback(flags.host)
  if (!isLocal && tokens.length === 0) {
    if (!flags.insecure) throw needsTokens(flags.host)
    warnings.push(`Everybody who reaches ${flags.host} can read and rate (--insecure).`)
  }

  // A server that asks for tokens is safe under any host name, also one that a stranger points here; and a
  // proxy before the server has names that are not known here.
  const hosts =
    isLocal && tokens.length === 0 ? new Set(['localhost', '127.0.0.1', '[::1]', flags.host]) : undefined
  return {tokens, origins: (flags['cors-origin'] ?? []).map(checkedOrigin), hosts, warnings}
}
