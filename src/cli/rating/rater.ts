import {execFile} from 'node:child_process'
import {userInfo} from 'node:os'
import {promisify} from 'node:util'
import {usage} from '../../errors/catalogue.js'
import {personName} from '../../text/person-name.js'
import {unquoted} from '../../text/typography.js'

const GIT_TIMEOUT_MS = 2000

/**
 * The rater's name: the flag, `BENCH_USER`, the config file, git's `user.email`, else the user of the system.
 * @throws BenchError (exit 2) for a text that cannot be a name.
 */
export async function raterName(flag: string | undefined, configured: string | undefined): Promise<string> {
  const named = [flag, process.env['BENCH_USER'], configured].find(
    (name) => name !== undefined && name !== '',
  )
  if (named !== undefined) return checkedRater(named)
  return checkedRater((await gitEmail()) ?? userInfo().username)
}

/**
 * A rater's name in its one form.
 * @throws BenchError (exit 2) for a name that is empty, too long, holds control characters or stands in
 *   quotation marks.
 */
export function checkedRater(name: string): string {
  const rater = personName(name)
  const meant = unquoted(name.trim())
  if (meant !== undefined)
    throw usage(
      `The rater's name ${name.trim()} has quotation marks around it. Nothing was written.`,
      `Meant: ${meant}. A file of variables for a container, unlike a shell, keeps such marks.`,
    )
  if (rater !== undefined) return rater
  throw usage(
    'A rater needs a name of 1 to 200 characters without control characters. Nothing was written.',
    'Name yourself with --user NAME or BENCH_USER.',
  )
}

async function gitEmail(): Promise<string | undefined> {
  try {
    const {stdout} = await promisify(execFile)('git', ['config', 'user.email'], {timeout: GIT_TIMEOUT_MS})
    return stdout.trim() || undefined
  } catch {
    // No git, or no address: the system knows another name.
    return undefined
  }
}
