import {randomBytes} from 'node:crypto'
import {appendFile, chmod, readFile} from 'node:fs/promises'
import {cannotInvite, unreadableFile, unwritableFile} from '../../errors/catalogue.js'
import {parseTokens} from './token-file.js'
import {digestOf} from './tokens.js'

const TOKEN_BYTES = 24

/**
 * Adds a person to a file of tokens and returns the token. The token is not kept: the file holds its digest,
 * and only the file's owner can read it. One line is appended in one write, so that the other lines stay as
 * they are.
 * @param expires a day as `2027-01-31`, at whose beginning (UTC) the token ends; undefined: never.
 * @throws BenchError
 */
export async function invite(file: string, user: string, expires: string | undefined): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const name = JSON.stringify(user)
  const line = `"sha256:${digestOf(token).toString('hex')}": ${expires === undefined ? name : `{user: ${name}, expires: "${expires}"}`}\n`
  const before = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw unreadableFile(file, error)
  })
  const added = before === '' || before.endsWith('\n') ? line : `\n${line}`
  const known = before.trim() === '' ? 0 : parseTokens(before).tokens.length
  const {tokens, problems} = parseTokens(before + added)
  if (problems.length > 0 || tokens.length !== known + 1) throw cannotInvite(file, problems)
  try {
    await appendFile(file, added, {mode: 0o600})
    await chmod(file, 0o600)
  } catch (error) {
    throw unwritableFile(file, error)
  }

  return token
}
