import {existsSync} from 'node:fs'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {resolve} from 'node:path'
import {usage} from '../../errors/catalogue.js'

/** Where a database is. */
export interface DatabaseLocation {
  kind: 'local' | 'remote' | 'memory'
  /** What the client is given. */
  url: string
  authToken: string | undefined
  /** The URL as it may be shown: without tokens and passwords. */
  display: string
  /** Path of a local file. */
  path: string | undefined
}

interface Environment {
  BENCH_DATABASE_URL?: string | undefined
  TURSO_DATABASE_URL?: string | undefined
  TURSO_AUTH_TOKEN?: string | undefined
}

/**
 * The database to use: the flag, `BENCH_DATABASE_URL`, `TURSO_DATABASE_URL`, else `file:bench.db` in the
 * current folder. A plain path stands for a file.
 * @throws BenchError (exit 2) for a URL of another kind, or with a secret before its host.
 */
export function databaseLocation(flag: string | undefined, env: Environment): DatabaseLocation {
  const chosen = [flag, env.BENCH_DATABASE_URL, env.TURSO_DATABASE_URL].find((url) => url) ?? 'file:bench.db'
  if (chosen === ':memory:' || chosen === 'file::memory:') {
    return {kind: 'memory', url: ':memory:', authToken: undefined, display: ':memory:', path: undefined}
  }

  if (/^(libsql|https?):\/\//.test(chosen) && URL.canParse(chosen))
    return remote(chosen, env.TURSO_AUTH_TOKEN)
  const path = filePath(chosen)
  if (path === undefined) {
    throw usage(
      `"${withoutSecrets(chosen)}" is no database URL. Nothing was opened.`,
      'A local file: file:bench.db. A team database: libsql://NAME.turso.io with TURSO_AUTH_TOKEN.',
    )
  }

  return {kind: 'local', url: pathToFileURL(path).href, authToken: undefined, display: chosen, path}
}

/** Whether a local database's file is there; remote ones are always asked. */
export function databaseExists(location: DatabaseLocation): boolean {
  return location.path === undefined || existsSync(location.path)
}

/** The path of a file URL or of a plain path; undefined for everything else, files of other hosts included. */
function filePath(chosen: string): string | undefined {
  if (chosen.startsWith('file://')) {
    const isHere = URL.canParse(chosen) && ['', 'localhost'].includes(new URL(chosen).host)
    return isHere ? fileURLToPath(chosen) : undefined
  }

  if (chosen.startsWith('file:')) return resolve(chosen.slice('file:'.length))
  return /^[a-z][a-z+.-]+:/i.test(chosen) ? undefined : resolve(chosen)
}

function remote(chosen: string, token: string | undefined): DatabaseLocation {
  const url = new URL(chosen)
  if (url.username || url.password) {
    throw usage(
      `The database URL ${withoutSecrets(chosen)} was given with a user name, password or token before its host. Nothing was opened.`,
      'Leave it out of the URL and set TURSO_AUTH_TOKEN.',
    )
  }

  const authToken = url.searchParams.get('authToken') ?? token
  url.searchParams.delete('authToken')
  return {
    kind: 'remote',
    url: url.href,
    authToken: authToken === '' ? undefined : authToken,
    display: chosen.replace(/[?#].*$/s, ''),
    path: undefined,
  }
}

/** Whatever may be a secret goes: all before the last @, and the query. */
function withoutSecrets(text: string): string {
  return text.replace(/^([^:/]*:\/*)?.*@/s, '$1').replace(/[?#].*$/s, '')
}
