import {accessSync, constants, existsSync, statSync} from 'node:fs'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {dirname, resolve} from 'node:path'
import {usage} from '../../errors/catalogue.js'

/** Where a database is. */
export interface DatabaseLocation {
  kind: 'local' | 'remote' | 'memory'
  /** The URL for the database client. */
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
 * @throws BenchError (exit 2) for a URL of another kind, or with a secret before its host, and for a name
 *   that is surely a mistake: an empty name, a name in quotation marks, a host.
 */
export function databaseLocation(flag: string | undefined, env: Environment): DatabaseLocation {
  const chosen = chosenUrl(flag, env)
  if (chosen === ':memory:' || chosen === 'file::memory:') {
    return {kind: 'memory', url: ':memory:', authToken: undefined, display: ':memory:', path: undefined}
  }

  if (/^(libsql|https?):\/\//.test(chosen) && URL.canParse(chosen))
    return remote(chosen, env.TURSO_AUTH_TOKEN)
  assertFileName(chosen)
  const path = filePath(chosen)
  if (path === undefined) {
    throw usage(
      `"${withoutSecrets(chosen)}" is no database URL. Nothing was opened.`,
      'A local file: file:bench.db. A team database: libsql://NAME.turso.io with TURSO_AUTH_TOKEN.',
    )
  }

  return {kind: 'local', url: pathToFileURL(path).href, authToken: undefined, display: chosen, path}
}

/** Whether a local database's file exists; true for remote databases. */
export function databaseExists(location: DatabaseLocation): boolean {
  return location.path === undefined || existsSync(location.path)
}

/** An empty variable counts as not set; an empty flag is a mistake. */
function chosenUrl(flag: string | undefined, env: Environment): string {
  if (flag?.trim() === '')
    throw usage(
      'The name of the database is empty. Nothing was opened.',
      'A variable that is set in .env alone is empty on the command line: leave --db out, and bench reads .env itself.',
    )
  const [chosen, from] =
    flag !== undefined
      ? [flag, '--db']
      : env.BENCH_DATABASE_URL
        ? [env.BENCH_DATABASE_URL, 'BENCH_DATABASE_URL']
        : env.TURSO_DATABASE_URL
          ? [env.TURSO_DATABASE_URL, 'TURSO_DATABASE_URL']
          : ['file:bench.db', '']
  if (/\p{Cc}|^\s|\s$/u.test(chosen))
    throw usage(
      `The name of the database (${from}) holds a line end, a tabulator or a blank that cannot be seen. Nothing was opened.`,
      'A .env with line ends of Windows, read by a shell, leaves one behind: save it with LF.',
    )
  if (/^["'`“”‘’«»]|["'`“”‘’«»]$/.test(chosen))
    throw usage(
      `The name of the database (${from}) has quotation marks in it. Nothing was opened.`,
      'Leave them out, or let the shell take them off.',
    )
  return chosen
}

const HOSTS =
  /^(\/\/)?([\w-]+\.)+(turso\.(io|tech)|io|com|net|org|dev|app|cloud|tech|ai|co|eu|de|fr|nl|uk)(:\d+)?(\/|$)/i
const MACHINE = /^(\/\/)?(localhost|\d{1,3}(\.\d{1,3}){3}|\[[\da-f:]+\])(:\d+)?(\/|$)|^[\w.-]+:\d{2,5}(\/|$)/i

/** Refuses names of files that are surely a mistake, unless such a file exists. */
function assertFileName(chosen: string): void {
  const name = chosen.replace(/^file:/, '')
  if (name === '' || (!name.startsWith('//') && existsSync(name) && statSync(name).isDirectory()))
    throw usage(
      `"${withoutSecrets(chosen)}" names no file. Nothing was opened.`,
      'A local file: file:bench.db.',
    )
  if (!name.startsWith('//') && existsSync(name)) return
  if (/\?[\w-]+=/.test(name))
    throw usage(
      `"${withoutSecrets(chosen)}" has parameters, and files have none. Nothing was opened.`,
      `Leave out what begins with the question mark. A file in a read-only place is only read, without being told.`,
    )
  if (!chosen.startsWith('file:') && (HOSTS.test(chosen) || MACHINE.test(chosen)))
    throw usage(
      `"${withoutSecrets(chosen)}" looks like a server, but has no scheme. Nothing was opened.`,
      `A team database: libsql://${withoutSecrets(chosen).replace(/^\/\//, '')} (or https://, http://). A file of this name: file:${withoutSecrets(chosen)}`,
    )
}

/** Whether a local database can be written in its place, or made there; servers answer that themselves. */
export function isWritable({path}: Pick<DatabaseLocation, 'path'>): boolean {
  if (path === undefined) return true
  if (!existsSync(path)) return mayWrite(dirname(path))
  // SQLite also writes files beside the database, unless the files that it needs exist already.
  return mayWrite(path) && (mayWrite(dirname(path)) || (mayWrite(`${path}-wal`) && mayWrite(`${path}-shm`)))
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/**
 * How a local file is opened only to be read. Where none of its other files is beside it, `immutable`: SQLite
 * then neither looks for a lock nor makes a file, as reading a WAL database in a read-only place would need.
 */
export function readOnlyUrl({path, url}: DatabaseLocation): string {
  if (path === undefined) return url
  const isAtRest = ['-wal', '-journal'].every((suffix) => sizeOf(`${path}${suffix}`) === 0)
  const uri = `${pathToFileURL(path).href}?${isAtRest ? 'immutable=1' : 'mode=ro'}`
  // The client takes no parameters, but passes the path on to SQLite as it is.
  return `file:${encodeURIComponent(uri)}`
}

function sizeOf(path: string): number {
  return statSync(path, {throwIfNoEntry: false})?.size ?? 0
}

/**
 * The path of a file URL or of a plain path; undefined for every other text, files of other hosts included.
 */
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

  const authToken = (url.searchParams.get('authToken') ?? token)?.trim()
  const wrong = /[^\u0021-\u007E]|^["']|["']$/u.exec(authToken ?? '')?.[0]
  if (wrong !== undefined)
    throw usage(
      `TURSO_AUTH_TOKEN is no token: it has ${/\p{L}|\p{P}/u.test(wrong) ? `${wrong} in it` : 'a blank or an invisible character in it'}. Nothing was opened.`,
      'Copy it again as plain text: word processors and chats turn quotes and hyphens into others.',
    )
  url.searchParams.delete('authToken')
  return {
    kind: 'remote',
    url: url.href,
    authToken: authToken === '' ? undefined : authToken,
    display: chosen.replace(/[?#].*$/s, ''),
    path: undefined,
  }
}

/** Removes every part that may be a secret: all before the last @, and the query. */
function withoutSecrets(text: string): string {
  return text.replace(/^([^:/]*:\/*)?.*@/s, '$1').replace(/[?#].*$/s, '')
}
