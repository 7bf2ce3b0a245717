import {
  commandBehindFlags,
  dashesForHyphens,
  severalFlags,
  unknownFlag,
  wordAfterCommand,
} from '../errors/command-line.js'
import {nearMatches} from '../errors/near-matches.js'
import {shellWord} from '../text/shell.js'
import {flagOfDashes} from '../text/typography.js'
import {explained, type OclifError} from './print-error.js'

/** A command line as it was typed, and what its command knows. */
export interface TypedCommand {
  id: string | undefined
  argv: readonly string[]
  /** Every flag of the command. */
  flags: Readonly<
    Record<string, {char?: string | undefined; multiple?: boolean | undefined; env?: string | undefined}>
  >
  isCommand: (id: string) => boolean
}

/**
 * The error with what was meant: a mistyped flag, a flag whose hyphens became dashes, a word that is the
 * second word of a command (`bench models --json refresh`), a list where the flag is repeated.
 */
export function meantError(error: OclifError, typed: TypedCommand): OclifError {
  const {args, flags} = error as {args?: unknown; flags?: unknown}
  const [flag] = Array.isArray(flags) ? (flags as unknown[]) : []
  if (typeof flag === 'string') return meantFlag(flag, error, typed)
  const [word] = Array.isArray(args) ? (args as unknown[]) : []
  if (typeof word === 'string') return meantWord(word, error, typed)
  const variable = variableOf(error, typed)
  if (variable !== undefined) return variable
  const list = listOf(typed).find(({value}) => error.message.includes(value))
  return list === undefined ? error : severalFlags(explained(error, typed.id), repeatedFlag(list))
}

/** The error with the variable's name, where the value of a flag came from the environment. */
function variableOf(error: OclifError, {argv, flags}: TypedCommand): OclifError | undefined {
  const name = /^Parsing --(\S+)/.exec(error.message)?.[1]
  const {env, char} = flags[name ?? ''] ?? {}
  if (env === undefined || argv.some((word) => word.startsWith(`--${name}`) || word.startsWith(`-${char}`)))
    return undefined
  error.message = error.message.replace(`--${name}`, env)
  return error
}

function repeatedFlag({flag, value}: {flag: string; value: string}): string {
  const levels = value.split(',').map((level) => level.trim())
  return levels
    .filter((level) => level !== '')
    .map((level) => `${flag} ${shellWord(level)}`)
    .join(' ')
}

function meantWord(word: string, error: OclifError, {id, isCommand}: TypedCommand): OclifError {
  const flag = flagOfDashes(word)
  if (flag !== undefined) return dashesForHyphens(word, flag)
  const command = `${id}:${word}`
  if (isCommand(command)) return commandBehindFlags(command.replaceAll(':', ' '))
  return id === undefined ? error : wordAfterCommand(id.replaceAll(':', ' '), word, [])
}

function meantFlag(typed: string, error: OclifError, {id, flags}: TypedCommand): OclifError {
  const known = Object.keys(flags)
  const name = typed.replace(/^--?/, '')
  if (known.includes(name)) return error
  return unknownFlag(
    typed,
    nearMatches(name, known).map((near) => `--${near}`),
    id,
  )
}

/** Values with a comma, of flags that can be repeated. */
function listOf({argv, flags}: TypedCommand): {flag: string; value: string}[] {
  const repeated = Object.entries(flags).filter(([, {multiple}]) => multiple)
  return argv.flatMap((word, at) =>
    repeated.flatMap(([name, {char}]) => {
      const flag = [`--${name}`, `-${char}`].find(
        (spelled) => word === spelled || word.startsWith(`${spelled}=`),
      )
      if (flag === undefined) return []
      const value = word === flag ? argv[at + 1] : word.slice(flag.length + 1)
      return value?.includes(',') ? [{flag, value}] : []
    }),
  )
}
