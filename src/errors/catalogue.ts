import {BenchError, messageOf} from './bench-error.js'
import {EXIT} from './exit-codes.js'
import {nearMatches} from './near-matches.js'

/**
 * Every error a user can cause: its sentence, its exit code and what to do next. Topics of their own stand
 * beside this file.
 */

export function unknownValue(
  what: string,
  typed: string,
  known: readonly string[],
  listCommand?: string,
): BenchError {
  const near = nearMatches(typed, known)
  const next = near.length > 0 ? [`Did you mean ${near.join(' or ')}?`] : [`Known: ${known.join(', ')}.`]
  if (listCommand) next.push(`\`${listCommand}\` lists them all.`)
  return new BenchError(`Unknown ${what} "${typed}". Nothing was started or written.`, {
    code: `UNKNOWN_${what.toUpperCase().replaceAll(/[^A-Z]+/g, '_')}`,
    exit: EXIT.usage,
    next,
  })
}

export function usage(message: string, ...next: string[]): BenchError {
  return new BenchError(message, {code: 'USAGE', exit: EXIT.usage, next})
}

/** `selector`: its id, where it alone needs the key. */
export function missingApiKey(selector?: string): BenchError {
  const why =
    selector === undefined ? '' : `, and ${selector}, which plays the user in enriched cases, needs it`
  return new BenchError(`No API key: OPENROUTER_API_KEY is not set${why}. Nothing was started or written.`, {
    code: 'MISSING_API_KEY',
    exit: EXIT.usage,
    next: [
      ...(selector === undefined
        ? []
        : ['Without it: --input-type basic, or a suite of your own that names another selector.']),
      'Set it in the environment or in a .env file: OPENROUTER_API_KEY=...',
      'Offline and free: bench run --model builtin/lexicon --model builtin/random',
      'A server of your own: bench run --base-url http://localhost:11434/v1 --custom-model NAME --model ...',
    ],
  })
}

/** `near`: ids that begin so, when there are several. */
export function runNotFound(id: string, near: readonly string[]): BenchError {
  return new BenchError(near.length > 0 ? `Several runs begin with "${id}".` : `There is no run "${id}".`, {
    code: 'RUN_NOT_FOUND',
    exit: EXIT.usage,
    next: near.length > 0 ? [`Some: ${near.slice(0, 3).join(', ')}.`] : ['`bench runs` lists them.'],
  })
}

/** `near`: ids that begin so, when there are several. */
export function resultNotFound(id: string, near: readonly string[] = []): BenchError {
  return new BenchError(
    near.length > 0 ? `Several results begin with "${id}".` : `There is no result "${id}".`,
    {
      code: 'RESULT_NOT_FOUND',
      exit: EXIT.usage,
      next: near.length > 0 ? [`Some: ${near.join(', ')}.`] : ['`bench results` lists them.'],
    },
  )
}

export function nothingToResume(detail: string): BenchError {
  return new BenchError(`Nothing to resume: ${detail}.`, {
    code: 'NOTHING_TO_RESUME',
    exit: EXIT.usage,
    next: ['`bench runs` lists all runs.'],
  })
}

export function runIsWorkedOn(id: string, worker: string, secondsAgo: number): BenchError {
  return new BenchError(
    `Run ${id} is being worked on by ${worker} (last sign of life ${secondsAgo} s ago). Nothing was started.`,
    {
      code: 'RUN_IN_USE',
      next: ['Wait for it or stop it; if it is dead, its claim ends by itself after 30 seconds.'],
    },
  )
}

export function runTakenOver(id: string): BenchError {
  return new BenchError(
    `Another process took run ${id} over, as this one showed no sign of life for too long. Everything it had saved is kept.`,
    {code: 'RUN_TAKEN_OVER', next: ['`bench runs` shows how far it is.']},
  )
}

export function needsTerminal(): BenchError {
  return new BenchError(
    'Rating needs a terminal, and there is none (or --json was given). Nothing was written.',
    {
      code: 'NO_TERMINAL',
      exit: EXIT.usage,
      next: ['One result, for scripts: bench rate RESULT_ID --score 4', 'Many: bench rate --import FILE'],
    },
  )
}

/** `total`: completed results within the filters, rated or not. */
/** `sentence`: what the decision says. */
export function nothingToDecide(sentence: string): BenchError {
  return new BenchError(`The decision asks for no rating now. ${sentence}`, {
    code: 'NOTHING_TO_RATE',
    exit: EXIT.usage,
    next: ['The whole decision: bench decide', 'To rate whatever is left: bench rate'],
  })
}

/** Whether an error says that there is nothing to rate, for a decision or at all. */
export function isNothingToRate(error: unknown): error is BenchError {
  return error instanceof BenchError && error.code === 'NOTHING_TO_RATE'
}

/** `total` results are in scope, of which the rater has not rated `unrated`. */
export function nothingToRate(rater: string, total: number, unrated: number): BenchError {
  const rated =
    unrated === 0
      ? `${rater} has rated all ${total} results here.`
      : `Nothing is left here for ${rater}: of each system and configuration one result is asked, and none of archived runs or retired systems.`
  const message = total === 0 ? 'There are no completed results to rate here.' : rated
  return new BenchError(message, {
    code: 'NOTHING_TO_RATE',
    exit: EXIT.usage,
    next:
      total === 0
        ? ['`bench run` makes some; `bench results` lists what there is.']
        : ['What the ratings say: bench stats', 'To change one: bench rate RESULT_ID --score N'],
  })
}

export function notRateable(id: string): BenchError {
  return new BenchError(`Result ${id} failed: no answer came that could be rated. Nothing was written.`, {
    code: 'NOT_RATEABLE',
    exit: EXIT.usage,
    next: ['`bench resume` tries failed cases again.'],
  })
}

export function unreadableFile(name: string, cause: unknown, ...next: string[]): BenchError {
  return new BenchError(`The file ${name} cannot be read: ${messageOf(cause)}. Nothing was written.`, {
    code: 'UNREADABLE_FILE',
    exit: EXIT.usage,
    next,
    cause,
  })
}

export function unwritableFile(name: string, cause: unknown): BenchError {
  return new BenchError(
    `The file ${name} cannot be written: ${messageOf(cause)}. What was there before is unchanged.`,
    {
      code: 'UNWRITABLE_FILE',
      exit: EXIT.error,
      next: ['Check the folder, its permissions and the free space.'],
      cause,
    },
  )
}

export function badImport(name: string, problems: readonly {line: number; problem: string}[]): BenchError {
  const lines = problems.length === 1 ? 'One line' : `${problems.length} lines`
  return new BenchError(`${lines} of ${name} cannot be taken. Nothing of the file was written.`, {
    code: 'BAD_IMPORT',
    exit: EXIT.usage,
    next: problems.map(({line, problem}) => `line ${line}: ${problem}`),
  })
}

export function noResults(): BenchError {
  return new BenchError('There are no results here. Nothing was written.', {
    code: 'NO_RESULTS',
    exit: EXIT.usage,
    next: ['`bench results` lists what there is; `bench run` makes more.'],
  })
}

export function addressUnavailable(host: string, port: number, cause: unknown): BenchError {
  return new BenchError(`Nothing can be served at ${host} port ${port}: ${messageOf(cause)}.`, {
    code: 'ADDRESS_UNAVAILABLE',
    next: [hintFor(cause)],
    cause,
  })
}

/** What to do about an address, by what the system says is wrong with it. */
function hintFor(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'EACCES')
    return 'The system keeps this port for others: choose one above 1023 with --port (BENCH_PORT).'
  if (code === 'EADDRINUSE')
    return 'Another program is there already: choose another port with --port (BENCH_PORT), or 0 for any free one.'
  return 'This machine has no such address: leave --host (BENCH_HOST) out for this machine alone, or name 0.0.0.0 for all its addresses.'
}

export function needsTokens(host: string): BenchError {
  return new BenchError(
    `Serving on ${host} without a token would let everybody on the network read and rate. Nothing was started.`,
    {
      code: 'NO_TOKEN',
      exit: EXIT.usage,
      next: [
        'One token for all: BENCH_API_TOKEN=... bench serve --host ...; one for each person: --tokens FILE.',
        'Only for this machine: leave --host out. On a network you trust: --insecure.',
      ],
    },
  )
}

export function badTokens(name: string, problems: readonly string[]): BenchError {
  return new BenchError(`The token file ${name} cannot be used. Nothing was started.`, {
    code: 'BAD_TOKENS',
    exit: EXIT.usage,
    next: [...problems],
  })
}

export function cannotInvite(name: string, problems: readonly string[]): BenchError {
  return new BenchError(`Nobody can be added to the token file ${name}. It was not changed.`, {
    code: 'BAD_TOKENS',
    exit: EXIT.usage,
    next: [
      ...problems,
      'Lines can be added to YAML of the form TOKEN: user; make another file with --tokens FILE.',
    ],
  })
}
