import {realpathSync} from 'node:fs'
import {dirname, join} from 'node:path'
import type {Hook} from '@oclif/core/interfaces'
import {EXIT} from '../errors/exit-codes.js'

const INSTALL = 'plugins:install'
/** Commands of oclif whose words are looked at here. */
const CHECKED: ReadonlySet<string> = new Set(['help', INSTALL])

/**
 * Before any command: a command line that names none ends with exit code 2 and what was meant, under `--json`
 * as a document. (oclif's own answer has another exit code, and no document.)
 */
const hook: Hook<'init'> = async function ({id, argv, config, context}) {
  // Almost always the case, and cheap to ask.
  if (!CHECKED.has(id ?? '') && (id === undefined || config.findCommand(id) || config.findTopic(id))) return
  // oclif's own tools (`oclif readme`) load the hooks of this package for their commands.
  if (!isOwnStart(config.root)) return
  const {misplaced, noHelpFor, pathForAddress} = await import('./misplaced-words.js')
  const known = new Set([...config.commandIDs, ...config.topics.map(({name}) => name)])
  const error =
    id === 'help'
      ? noHelpFor(argv, [...known])
      : id === INSTALL
        ? pathForAddress(argv, process.cwd())
        : misplaced(id, argv, [...known])
  if (!error) return
  const {printError} = await import('./print-error.js')
  const end = process.argv.indexOf('--')
  printError(error, process.argv.slice(2, end < 0 ? undefined : end).includes('--json'))
  context.exit(EXIT.usage)
}

/** Whether this process was started by a file of bench's own `bin`. */
function isOwnStart(root: string): boolean {
  const [, started] = process.argv
  return started !== undefined && dirname(realpathSync(started)) === join(realpathSync(root), 'bin')
}

export default hook
