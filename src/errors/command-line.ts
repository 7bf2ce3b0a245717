import {BenchError} from './bench-error.js'
import {usage} from './catalogue.js'
import {EXIT, type ExitCode} from './exit-codes.js'

/** Errors of a command line that names no command. */

export function unknownCommand(typed: string, near: readonly string[]): BenchError {
  return new BenchError(`There is no command "${typed}". Nothing was started or written.`, {
    code: 'UNKNOWN_COMMAND',
    exit: EXIT.usage,
    next: [...meant(near), 'bench help lists all commands.'],
  })
}

/** `near`: commands whose last word resembles it. */
export function wordAfterCommand(command: string, word: string, near: readonly string[]): BenchError {
  return usage(
    `bench ${command} takes no "${word}". Nothing was started or written.`,
    ...meant(near),
    `bench ${command} --help shows what it takes.`,
  )
}

/** `corrected`: the same command line with the command first, where there is a command in it. */
export function flagsFirst(flag: string, corrected?: string): BenchError {
  return usage(
    `The command comes first, then its flags; "${flag}" stands before it. Nothing was started or written.`,
    corrected === undefined ? 'bench help lists all commands.' : `Meant: ${corrected}`,
  )
}

/** A word that is a command of its own, but stands behind flags. */
export function commandBehindFlags(command: string): BenchError {
  return usage(
    `The words of a command come first, then its flags. Nothing was started or written.`,
    `Meant: bench ${command} …`,
  )
}

export function pathOfPlugin(path: string, address: string): BenchError {
  return usage(
    `"${path}" is a path, and a file of a plugin is installed by its address. Nothing was started or written.`,
    `Meant: bench plugins install ${address}`,
    'A folder: bench plugins link FOLDER.',
  )
}

/** Word processors and chats make a dash of two hyphens. */
export function dashesForHyphens(word: string, meant: string): BenchError {
  return usage(
    `"${word}" begins with a dash, and flags begin with hyphens. Nothing was started or written.`,
    `Meant: ${meant}`,
  )
}

/** A value in quotation marks that the shell did not take off. */
export function quotationMarks(where: string, typed: string, meant: string): BenchError {
  return usage(
    `${where} has quotation marks around it: ${typed}. Nothing was started or written.`,
    `Meant: ${meant}. Word processors and chats turn the marks that a shell takes off into others: type them anew.`,
  )
}

/** A list where the flag is to be repeated; `repeated`: how it is written. */
export function severalFlags(
  {
    code,
    message,
    next,
    exit_code,
  }: {code: string; message: string; next: readonly string[]; exit_code: number},
  repeated: string,
): BenchError {
  const kept = next.filter((line) => !line.startsWith('Did you mean'))
  return new BenchError(message, {
    code,
    exit: exit_code as ExitCode,
    next: [`Several are said by repeating the flag: ${repeated}`, ...kept],
  })
}

export function unknownFlag(typed: string, near: readonly string[], id: string | undefined): BenchError {
  return usage(
    `There is no flag ${typed} here. Nothing was started or written.`,
    ...(near.length > 0 ? [`Did you mean ${near.join(' or ')}?`] : []),
    `bench ${(id ?? 'help').replaceAll(':', ' ')} --help shows what there is.`,
  )
}

function meant(near: readonly string[]): string[] {
  return near.length > 0 ? [`Did you mean ${near.map((name) => `bench ${name}`).join(' or ')}?`] : []
}
