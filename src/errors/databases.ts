import {BenchError, messageOf} from './bench-error.js'
import {EXIT} from './exit-codes.js'

export function databaseMissing(display: string): BenchError {
  return new BenchError(`There is no database at ${display} yet. Nothing was created.`, {
    code: 'NO_DATABASE',
    exit: EXIT.usage,
    next: [
      'A first run makes one: bench run --model builtin/lexicon',
      'Another one: --db file:PATH, or BENCH_DATABASE_URL in the environment or .env.',
    ],
  })
}

export function notADatabase(display: string, cause?: unknown): BenchError {
  return new BenchError(`${display} is not a SQLite database. It was not changed.`, {
    code: 'NOT_A_DATABASE',
    exit: EXIT.usage,
    next: ['Name another file with --db file:PATH.'],
    cause,
  })
}

export function foreignDatabase(display: string): BenchError {
  return new BenchError(`${display} is a database of some other program. It was not changed.`, {
    code: 'FOREIGN_DATABASE',
    exit: EXIT.usage,
    next: ['Name another file with --db file:PATH.'],
  })
}

export function newerSchema(display: string, found: number, known: number): BenchError {
  return new BenchError(
    `${display} was written by a newer bench (schema ${found}; this one knows ${known}). It was not changed.`,
    {code: 'NEWER_SCHEMA', exit: EXIT.error, next: ['Upgrade: npm install -g @hexweavers/bench']},
  )
}

export function databaseUnopenable(display: string, cause: unknown): BenchError {
  return new BenchError(`The database ${display} cannot be opened: ${messageOf(cause)}.`, {
    code: 'DATABASE_UNREACHABLE',
    exit: EXIT.error,
    next: [
      'Check the path, its folder and its permissions; for a remote database the URL, the token and the network.',
    ],
    cause,
  })
}

export function databaseBusy(display: string, cause: unknown): BenchError {
  return new BenchError(
    `Another program keeps ${display} locked. What was saved before is kept; the last write was not made.`,
    {
      code: 'DATABASE_BUSY',
      next: ['Find the program that holds a long write on the file, end it and try again.'],
      cause,
    },
  )
}

export function diskFull(display: string, cause: unknown): BenchError {
  return new BenchError(`The disk is full: ${display} cannot grow. Everything saved before is kept.`, {
    code: 'DISK_FULL',
    next: ['Free some space; an unfinished run goes on with: bench resume'],
    cause,
  })
}

export function databaseFailed(display: string, cause: unknown): BenchError {
  return new BenchError(
    `The database ${display} failed: ${messageOf(cause)}. Everything saved before is kept.`,
    {
      code: 'DATABASE_FAILED',
      next: ['Check the disk and its limits; an unfinished run goes on with: bench resume'],
      cause,
    },
  )
}

/** `rescue`: the copy of what was open; undefined where none could be made. */
export function databaseMoved(display: string, rescue: string | undefined): BenchError {
  const copy =
    rescue === undefined
      ? 'What was saved could not be copied, as no folder takes a file.'
      : `What was saved until then is in ${rescue}.`
  return new BenchError(
    `The file of ${display} was removed, moved or replaced while it was in use. ${copy} Nothing was saved after that.`,
    {
      code: 'DATABASE_MOVED',
      next:
        rescue === undefined
          ? ['Put the file back where it was before anything is run again.']
          : [
              'Put the copy where the file was, or name it with --db; an unfinished run goes on with: bench resume',
            ],
    },
  )
}

export function databaseReadOnly(display: string, cause: unknown): BenchError {
  return new BenchError(`The database ${display} cannot be written to. It was not changed.`, {
    code: 'DATABASE_READ_ONLY',
    next: [
      'Check the permissions of the file and of its folder; for a remote database those of the token.',
      'Only to read it where its -wal is beside it: copy both to a folder where you may write.',
    ],
    cause,
  })
}

/**
 * A database file that can be reached beside different logs of changes.
 * @param why as the end of a sentence: what is the matter with the file.
 */
export function databaseNotAlone(display: string, why: string, next: string): BenchError {
  return new BenchError(
    `${display} ${why}, and changes that are not yet in the file are kept beside the name it is opened by: two of them would damage it. Nothing was opened.`,
    {code: 'DATABASE_NOT_ALONE', exit: EXIT.usage, next: [next]},
  )
}
