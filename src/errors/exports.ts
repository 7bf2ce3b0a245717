import {usage} from './catalogue.js'
import type {BenchError} from './bench-error.js'

/** Errors about the files of `bench export`. */

export function unwritableFormat(file: string, ending: string): BenchError {
  const isSheet = ['xlsx', 'xls', 'ods', 'numbers'].includes(ending)
  return usage(
    `Exports have no format for .${ending}, and ${file} would hold something else. Nothing was written.`,
    isSheet
      ? 'Every spreadsheet opens CSV: --out NAME.csv'
      : 'Formats: .csv, .jsonl, .json, .parquet; packed with gzip where .gz is behind it.',
  )
}

export function bytesInTerminal(format: string): BenchError {
  return usage(
    `${format} is no text, and stdout is a terminal. Nothing was written.`,
    'Name a file: --out FILE',
  )
}
