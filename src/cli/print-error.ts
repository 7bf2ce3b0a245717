import {BenchError, messageOf} from '../errors/bench-error.js'
import {EXIT} from '../errors/exit-codes.js'
import {parserSentence} from '../errors/parser-messages.js'
import {sanitizeLine, sanitizeLines} from '../terminal/lines.js'
import {safeJson} from '../text/json.js'

/** An error as oclif's parser throws it. */
export type OclifError = Error & {code?: string; oclif?: {exit?: number}}

export interface Explained {
  code: string
  message: string
  next: string[]
  exit_code: number
}

/**
 * An error as `--json` has it: errors of the user with their sentence, all others as a defect.
 * @param id the command, its words joined by colons.
 */
export function explained(error: OclifError, id?: string): Explained {
  if (error instanceof BenchError) {
    return {code: error.code, message: error.message, next: error.next, exit_code: error.exit}
  }

  // The command line parser's own errors carry an exit code.
  const exit = error.oclif?.exit
  if (exit !== undefined) {
    return {
      code: exit === EXIT.usage ? 'USAGE' : 'ERROR',
      message: exit === EXIT.usage ? parserSentence(error.message) : error.message,
      next: [`${['bench', ...(id?.split(':') ?? [])].join(' ')} --help shows what there is.`],
      exit_code: exit,
    }
  }

  const next = ['This is a defect of bench. --debug shows where it comes from.']
  return {code: 'UNEXPECTED', message: `unexpected: ${messageOf(error)}`, next, exit_code: EXIT.error}
}

/** Prints an error: a document on stdout with `--json`, sentences on stderr without. */
export function printError(error: OclifError, isJson: boolean, id?: string): Explained {
  const explanation = explained(error, id)
  if (isJson) {
    process.stdout.write(`${safeJson({error: explanation}, 2)}\n`)
  } else {
    // The texts may quote a file or what was typed, and must not steer the terminal.
    process.stderr.write(`Error: ${sanitizeLines(explanation.message)}\n`)
    for (const line of explanation.next) process.stderr.write(`  ${sanitizeLine(line)}\n`)
  }

  return explanation
}
