import {BenchError} from './bench-error.js'
import {EXIT} from './exit-codes.js'

/**
 * A database file that can be reached with different logs of changes beside it.
 * @param why as the end of a sentence: the problem of the file.
 */
export function databaseNotAlone(display: string, why: string, next: string): BenchError {
  return new BenchError(
    `${display} ${why}, and changes that are not yet in the file are kept beside the name it is opened by: two of them would damage it. Nothing was opened.`,
    {code: 'DATABASE_NOT_ALONE', exit: EXIT.usage, next: [next]},
  )
}
