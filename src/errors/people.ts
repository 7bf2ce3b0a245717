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

/** Ways to make a file readable, by what it is. */
const READABLE = {
  latin: 'Save it as “CSV UTF-8” in the spreadsheet, or: iconv -f WINDOWS-1252 -t UTF-8 OLD.csv > NEW.csv',
  utf16: 'Save it as “CSV UTF-8” in the spreadsheet, or: iconv -f UTF-16LE -t UTF-8 OLD.csv > NEW.csv',
  spreadsheet: 'Save it as “CSV UTF-8” in the spreadsheet.',
  database: 'The ratings of a database: bench export ratings --db FILE --out NEW.csv',
  again: 'Make the file again, or copy it again from where it came.',
} as const

/** `why`: what is wrong with the file, as the end of a sentence. */
export function badEncoding(name: string, why: string, mend: keyof typeof READABLE): BenchError {
  return new BenchError(`${name} cannot be read: ${why}. Nothing was written.`, {
    code: 'BAD_ENCODING',
    exit: EXIT.usage,
    next: [READABLE[mend]],
  })
}

export function fileInMotion(name: string): BenchError {
  return new BenchError(
    `${name} changed while it was read: another program writes it. Nothing was written.`,
    {
      code: 'UNREADABLE_FILE',
      exit: EXIT.usage,
      next: ['Try again when that program is done.'],
    },
  )
}
