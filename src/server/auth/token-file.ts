import {readFile, stat} from 'node:fs/promises'
import {isMap, isScalar, parseDocument} from 'yaml'
import {badTokens, unreadableFile} from '../../errors/catalogue.js'
import {shellWord} from '../../text/shell.js'
import {SHORTEST_TOKEN, tokenOf, type Token} from './tokens.js'
import {checkedUserId} from './user-id.js'

const TIME = /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/
const DIGEST = /^sha256:([0-9a-f]{64})$/

/**
 * Reads a file of tokens: YAML or JSON, `TOKEN: user` a line, or `TOKEN: {user, expires}`. The file may hold
 * a token as `sha256:` and its digest in hexadecimal; a token without a user (null) is bound to no user.
 * @throws BenchError (exit 2) with all problems; no token is ever named.
 */
export async function readTokenFile(name: string): Promise<{tokens: Token[]; isOpenToOthers: boolean}> {
  const [text, {mode}] = await Promise.all([readFile(name, 'utf8'), stat(name)]).catch((error: unknown) => {
    throw unreadableFile(
      name,
      error,
      `One with a first person in it: bench serve invite NAME --tokens ${shellWord(name)}`,
    )
  })
  const {tokens, problems} = parseTokens(text)
  if (problems.length > 0) throw badTokens(name, problems)
  return {tokens, isOpenToOthers: process.platform !== 'win32' && (mode & 0o077) !== 0}
}

/**
 * The tokens of a file that was read before: a file that is empty by now, or gone, has no tokens.
 * @throws BenchError with all problems
 */
export async function readTokensAgain(name: string): Promise<Token[]> {
  const text = await readFile(name, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw unreadableFile(name, error)
  })
  if (parseDocument(text).contents === null) return []
  const {tokens, problems} = parseTokens(text)
  if (problems.length > 0) throw badTokens(name, problems)
  return tokens
}

/** The tokens in a text, and its problems, a sentence each. */
export function parseTokens(text: string): {tokens: Token[]; problems: string[]} {
  const document = parseDocument(text, {uniqueKeys: true})
  if (document.errors.length > 0)
    return {
      tokens: [],
      problems: [
        ...new Set(document.errors.map(({code, linePos}) => `line ${linePos?.[0].line ?? 1}: ${code}`)),
      ],
    }
  const {contents} = document
  if (!isMap(contents)) return {tokens: [], problems: ['It should hold lines like `TOKEN: user`.']}
  const tokens: Token[] = []
  const problems: string[] = []
  for (const [at, {key, value}] of contents.items.entries()) {
    // The text as it stands in the file: YAML would read some tokens as numbers.
    const secret = isScalar(key) ? key.source : ''
    const fields: unknown = isMap(value) ? value.toJSON() : isScalar(value) ? value.value : value
    const {user, expires, ...unknownFields} = isRecord(fields) ? fields : {user: fields}
    const problem = problemOf(secret, user) ?? problemOfTime(expires, unknownFields)
    if (problem === undefined)
      tokens.push(
        toToken(secret, user as string | null, typeof expires === 'string' ? Date.parse(expires) : undefined),
      )
    else problems.push(`entry ${at + 1}: ${problem}`)
  }

  if (tokens.length + problems.length === 0) problems.push('It holds no token.')
  return {tokens, problems}
}

function problemOf(secret: string, user: unknown): string | undefined {
  if (!DIGEST.test(secret) && (secret.length < SHORTEST_TOKEN || /\s/.test(secret)))
    return `a token needs ${SHORTEST_TOKEN} characters or more, without blanks`
  if (user === null) return undefined
  if (typeof user !== 'string' || checkedUserId(user) === undefined)
    return 'the user needs a name of 1 to 200 characters'
  return undefined
}

function problemOfTime(expires: unknown, unknownFields: object): string | undefined {
  const [unknown] = Object.keys(unknownFields)
  if (unknown !== undefined) return 'beside user and expires there is nothing to say'
  if (
    expires === undefined ||
    (typeof expires === 'string' && TIME.test(expires) && !Number.isNaN(Date.parse(expires)))
  )
    return undefined
  return 'expires is a day or a time in UTC, such as 2027-01-31'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function toToken(secret: string, user: string | null, expires: number | undefined): Token {
  const digest = DIGEST.exec(secret)?.[1]
  const bound = user === null ? undefined : checkedUserId(user)
  return digest === undefined
    ? tokenOf(secret, bound, expires)
    : {digest: Buffer.from(digest, 'hex'), user: bound, expires}
}
