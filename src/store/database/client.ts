import type {Client} from '@libsql/client'
import {BenchError} from '../../errors/bench-error.js'
import {
  databaseBusy,
  databaseFailed,
  databaseReadOnly,
  databaseUnopenable,
  diskFull,
  notADatabase,
} from '../../errors/databases.js'
import type {DatabaseLocation} from './location.js'
import {codeOf, isBusy} from './sqlite-codes.js'
import {retryingFetch, type RetryPolicy} from './remote-fetch.js'

/** Milliseconds SQLite itself waits for a lock before it says SQLITE_BUSY. */
export const LOCK_TIMEOUT_MS = 5000

/** Loads the one protocol that is needed: both together double the start of a small command. */
export async function connect(
  {kind, url, authToken, display}: DatabaseLocation,
  retryPolicy: RetryPolicy,
  closing: AbortSignal,
): Promise<Client> {
  if (kind !== 'remote') {
    const {createClient} = await import('@libsql/client/sqlite3')
    return createClient({url, timeout: LOCK_TIMEOUT_MS, concurrency: 1})
  }

  const {createClient} = await import('@libsql/client/http')
  return createClient({
    url,
    fetch: retryingFetch(display, retryPolicy, closing),
    ...(authToken !== undefined && {authToken}),
  })
}

export function isCutShort(error: unknown): boolean {
  return codeOf(error) === 'CLIENT_CLOSED'
}

/** The sentence for what a client threw; anything unknown stays as it is. */
export function explain(error: unknown, location: DatabaseLocation, doing: 'opening' | 'using'): unknown {
  if (error instanceof BenchError) return error
  const code = codeOf(error)
  const {display} = location
  if (code.startsWith('SQLITE_NOTADB')) return notADatabase(display, error)
  if (code.startsWith('SQLITE_FULL')) return diskFull(display, error)
  if (code.startsWith('SQLITE_READONLY')) return databaseReadOnly(display, error)
  if (code.startsWith('SQLITE_CANTOPEN')) return databaseUnopenable(display, error)
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CORRUPT'))
    return databaseFailed(display, error)
  if (isBusy(error)) return databaseBusy(display, error)
  if (doing === 'opening' || code === 'SERVER_ERROR') return databaseUnopenable(display, error)

  return error
}
