import {BenchError} from './bench-error.js'
import {EXIT} from './exit-codes.js'

/** Errors about the people of a database. */

export const RATER_REMOVED = 'RATER_REMOVED'

export function raterRemoved(name: string): BenchError {
  return new BenchError(`${name} was removed from this database. Nothing was written.`, {
    code: RATER_REMOVED,
    exit: EXIT.usage,
    next: ['Rate under another name: --user NAME or BENCH_USER. A name that was removed cannot come back.'],
  })
}
