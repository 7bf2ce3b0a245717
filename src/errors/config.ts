import {BenchError} from './bench-error.js'
import {EXIT} from './exit-codes.js'

/** Errors of the project's config file. */

export function badConfig(file: string, lines: readonly string[]): BenchError {
  return new BenchError(
    `The config file ${file} has ${lines.length === 1 ? 'a problem' : `${lines.length} problems`}. Nothing was started or written.`,
    {
      code: 'BAD_CONFIG',
      exit: EXIT.usage,
      next: [...lines],
    },
  )
}

export function twoConfigs(files: readonly string[]): BenchError {
  return new BenchError(
    `There are two config files: ${files.join(' and ')}. Nothing was started or written.`,
    {
      code: 'BAD_CONFIG',
      exit: EXIT.usage,
      next: ['Keep one of them.'],
    },
  )
}
