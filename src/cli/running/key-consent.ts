import {keysNotAgreed} from '../../errors/suites.js'
import {
  keyUses,
  type AskedSystem,
  type Environment,
  type KeyUse,
  type RunServer,
} from '../../providers/endpoint.js'
import {hostOf} from '../../suite/model/system.js'
import {sanitizeLine} from '../../terminal/lines.js'

/** What a command asks, with which keys, and who said so. */
export interface KeyQuestion {
  systems: readonly AskedSystem[]
  server: RunServer
  env: Environment
  /** Plugins and folders of other people that the suite has parts of. */
  foreign: readonly string[]
  /**
   * For a stored run, which may come from another machine: the systems of the suite at hand, and the server
   * that the config file names. Keys that they do not name are asked about.
   */
  trusted?: {systems: readonly AskedSystem[]; server: RunServer} | undefined
  /** `--yes` */
  isAgreed: boolean
  /** Whether a user is at the terminal, to be asked. */
  isInteractive: boolean
}

/**
 * Says on stderr which variable goes to which host, and asks where a suite of another person decided it.
 * @throws BenchError (exit 2) when no user agreed: nothing is sent.
 */
export async function agreeToKeys(question: KeyQuestion, confirm: Confirm = askAtTerminal): Promise<void> {
  const uses = keyUses(question.systems, question.server, question.env)
  for (const {variable, host, isOpen} of uses)
    process.stderr.write(
      sanitizeLine(
        `${variable} goes to ${host}${isOpen ? ', over http: others on the way can read it' : ''}.`,
      ) + '\n',
    )
  const asked = uses.filter((use) => mustAsk(use, question))
  if (asked.length === 0 || question.isAgreed) return
  const sources = question.foreign.length > 0 ? question.foreign.join(', ') : 'the stored run'
  const keys = asked.map(({variable, host}) => `${variable} to ${host}`).join(', ')
  if (!question.isInteractive) throw keysNotAgreed(sanitizeLine(keys), sanitizeLine(sources))
  if (!(await confirm(sanitizeLine(`${sources} would send ${keys}. Go on?`))))
    throw keysNotAgreed(sanitizeLine(keys), sanitizeLine(sources))
}

export type Confirm = (question: string) => Promise<boolean>

async function askAtTerminal(question: string): Promise<boolean> {
  return (await import('../confirm.js')).confirmed(question)
}

function mustAsk(use: KeyUse, {foreign, trusted, server, env}: KeyQuestion): boolean {
  if (use.isOfSuite && foreign.length > 0) return true
  if (!trusted) return false
  if (use.isOfSuite)
    return !keyUses(trusted.systems, server, env).some(
      ({variable, host, isOfSuite}) => isOfSuite && variable === use.variable && host === use.host,
    )
  const isSame =
    server.base_url === trusted.server.base_url && server.api_key_env === trusted.server.api_key_env
  return !isSame && hostOf(server.base_url) !== 'local'
}
