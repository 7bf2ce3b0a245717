import {BenchError} from './bench-error.js'
import {EXIT} from './exit-codes.js'

/** Errors of `--record` and `--replay`. */

export function notARecording(folder: string, why: string): BenchError {
  return new BenchError(`${folder} is no recording: ${why}. Nothing was started or written.`, {
    code: 'NOT_A_RECORDING',
    exit: EXIT.usage,
    next: ['`bench run --record DIR` makes one, in a folder that is new or empty.'],
  })
}
