import {BenchError} from './bench-error.js'
import {EXIT} from './exit-codes.js'

/** Errors of `bench models refresh`. */

export function priceListFailed(url: string, why: string): BenchError {
  return new BenchError(`No prices from ${url}: ${why}. No file was changed.`, {
    code: 'NO_PRICES',
    exit: EXIT.error,
    next: ['Check the network and --base-url, and try again.'],
  })
}

export function noSuiteFile(suite: string): BenchError {
  return new BenchError(
    `The suite "${suite}" is no file of yours, so its prices cannot be changed. Nothing was written.`,
    {
      code: 'NO_SUITE_FILE',
      exit: EXIT.usage,
      next: [
        'Begin one of your own: bench suite init',
        'Then: bench models refresh --suite bench-suite.yaml',
      ],
    },
  )
}

export function needsYes(file: string): BenchError {
  return new BenchError(`Nobody is there to say yes, so ${file} was not changed.`, {
    code: 'NEEDS_YES',
    exit: EXIT.usage,
    next: ['Write it without asking: --yes', 'Only look: --dry-run'],
  })
}

export function notEditable(file: string): BenchError {
  return new BenchError(`${file} is written in a way that bench cannot change by itself. It is as it was.`, {
    code: 'NOT_EDITABLE',
    exit: EXIT.usage,
    next: ['Write the prices above into it by hand.'],
  })
}

export function changedMeanwhile(file: string): BenchError {
  return new BenchError(`Somebody changed ${file} while the question stood. It was left as it is now.`, {
    code: 'CHANGED_MEANWHILE',
    exit: EXIT.error,
    next: ['Look at the change, then start again: bench models refresh'],
  })
}
