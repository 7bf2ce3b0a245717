import type {StoredValue} from '../store/database/database.js'
import {messageOf} from '../errors/bench-error.js'

/**
 * Why a database cannot take, or give, certain rows, although it works otherwise.
 * @returns undefined for every error that is no fault of the rows.
 */
export function rowProblem(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const {message} = error
  if (/too (big|large)|TOO_?(BIG|LARGE)/i.test(message) || statusOf(error) === 413)
    return 'too large for the server'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (!/^SQLITE_(CONSTRAINT|MISMATCH)/.test(code)) return undefined
  const clash = /UNIQUE constraint failed: ([\w., ]+)/.exec(message)
  if (clash)
    return `the same stands there under another id (${clash[1]!.replaceAll(/\w+\./g, '')} must be unique)`
  return messageOf(error).replace(/^.*SQLITE_CONSTRAINT\w*: (SQLite error: )?/, '')
}

function statusOf(error: Error): number | undefined {
  const cause = error.cause
  return cause instanceof Error && 'status' in cause ? Number(cause.status) : undefined
}

/** Size of a row's texts, in bytes as most texts have them. */
export function sizeOf(row: readonly StoredValue[] | undefined): number {
  return (row ?? []).reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 8), 0)
}

/** Adds the size of a row where the size is the problem. */
export function withSize(why: string, row: readonly StoredValue[] | undefined): string {
  return row && why.startsWith('too large') ? `${why} (${(sizeOf(row) / 1e6).toFixed(1)} MB)` : why
}
