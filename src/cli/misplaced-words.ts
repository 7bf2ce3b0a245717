import {resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {shellWord} from '../text/shell.js'
import {flagOfDashes} from '../text/typography.js'
import type {BenchError} from '../errors/bench-error.js'
import {
  dashesForHyphens,
  flagsFirst,
  pathOfPlugin,
  unknownCommand,
  wordAfterCommand,
} from '../errors/command-line.js'
import {nearMatches} from '../errors/near-matches.js'

/** Flags that may stand alone. */
const ALONE = new Set(['-h', '--help', '-v', '--version'])

/**
 * What is wrong with a command line that names no command: a flag before the command, a word that is none, or
 * a word too many behind one. Undefined where a command or topic is named.
 * @param id the words up to the first flag, joined by colons; the flag itself where it comes first.
 * @param rest the words after them.
 * @param ids all commands and topics, their words joined by colons.
 */
export function misplaced(
  id: string | undefined,
  rest: readonly string[],
  ids: readonly string[],
): BenchError | undefined {
  if (id === undefined || id === '' || ALONE.has(id) || ids.includes(id)) return undefined
  if (id.startsWith('-')) return beforeCommand([id, ...rest], ids)
  const segments = id.split(':')
  const length = segments.findLastIndex((_, at) => ids.includes(segments.slice(0, at + 1).join(':'))) + 1
  if (length === 0) return unknownCommand(segments.join(' '), nearest(id, ids))
  const flag = flagOfDashes(segments[length]!)
  if (flag !== undefined) return dashesForHyphens(segments[length]!, flag)
  const command = segments.slice(0, length).join(' ')
  const prefix = `${segments.slice(0, length).join(':')}:`
  const subcommands = ids
    .filter((known) => known.startsWith(prefix))
    .map((known) => known.slice(prefix.length))
  return wordAfterCommand(
    command,
    segments[length]!,
    nearest(segments[length]!, subcommands).map((name) => `${command} ${name}`),
  )
}

/** `bench help NAME` where there is no such command; undefined where there is, or where nothing is named. */
export function noHelpFor(argv: readonly string[], ids: readonly string[]): BenchError | undefined {
  const command = argv.filter((word) => !word.startsWith('-'))
  const id = command.join(':')
  return id === '' || ids.includes(id) ? undefined : unknownCommand(command.join(' '), nearest(id, ids))
}

/**
 * `bench plugins install ./x.tgz`, a path where oclif would take it for a repository at GitHub and ask there.
 * Undefined where there is no path.
 */
export function pathForAddress(argv: readonly string[], folder: string): BenchError | undefined {
  const path = argv.find((word) => /^(?:\.{0,2}\/|~\/)|^[^:@]+\.t(?:ar\.)?gz$/.test(word))
  return path === undefined ? undefined : pathOfPlugin(path, pathToFileURL(resolve(folder, path)).href)
}

function beforeCommand(argv: readonly string[], ids: readonly string[]): BenchError {
  // Words between flags are taken for their values.
  const first = new Set(ids.map((id) => id.split(':')[0]!))
  const at = argv.findIndex((word) => first.has(word))
  if (at < 0) return flagsFirst(argv[0]!)
  const [flags, meant] = [argv.slice(0, at), argv.slice(at)]
  return flagsFirst(flags[0]!, ['bench', ...meant, ...flags].map(shellWord).join(' '))
}

function nearest(id: string, ids: readonly string[]): string[] {
  const spelled = (name: string) => name.replaceAll(':', ' ')
  return nearMatches(spelled(id), ids.map(spelled))
}
