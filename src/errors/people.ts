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

/** `why`: what is wrong with the file, as the end of a sentence. */
export function badEncoding(name: string, why: string): BenchError {
  return new BenchError(`${name} cannot be read: ${why}. Nothing was written.`, {
    code: 'BAD_ENCODING',
    exit: EXIT.usage,
    next: ['Save it as “CSV UTF-8” in the spreadsheet, or: iconv -f WINDOWS-1252 -t UTF-8 OLD.csv > NEW.csv'],
  })
}
