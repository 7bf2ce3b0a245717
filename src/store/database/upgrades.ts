import {randomUUID} from 'node:crypto'
import {link, open, rename, rm} from 'node:fs/promises'
import {existsSync} from 'node:fs'
import {basename} from 'node:path'
import {databaseReadOnly} from '../../errors/databases.js'
import {copyFailed, olderFile, olderTeam, teamInUse} from '../../errors/remote.js'
import {Database, type Statement} from './database.js'
import {LEASE_MS} from '../leases.js'
import type {DatabaseLocation} from './location.js'
import {
  CHANGES_COPY,
  COPY_SLICE,
  migrate,
  SCHEMA_VERSION,
  schemaState,
  type SchemaState,
} from './migrations.js'
import {RETRY_POLICY, type RetryPolicy} from './remote-fetch.js'
import {number, text} from './rows.js'

/** Called, with one line, when a database was changed without a question to the user. */
export type Notice = (message: string) => void

const LIVE_LEASES = `SELECT run_id, host, pid FROM run_leases WHERE heartbeat_at >= unixepoch('subsec') * 1000 - ${LEASE_MS}`
// Fails, and the whole transaction with it, where a process began to work on a run meanwhile.
const NO_LEASE = `SELECT CASE WHEN EXISTS (${LIVE_LEASES}) THEN json('a lease is alive') END`

/**
 * Brings a database that is about to be used to this tool's schema: a new or empty database gets the schema,
 * a local database of an older schema is migrated after a copy was put beside it.
 * @throws BenchError for a team's database of an older schema, a database in a read-only place, and any
 *   database that is newer or of another program; they are left as they are.
 */
export async function bringUpToDate(database: Database, notice: Notice): Promise<void> {
  const state = await schemaState(database)
  const {location, isReadOnly} = database
  if (state.kind === 'empty' && isReadOnly) throw databaseReadOnly(location.display, undefined)
  if (state.kind === 'older' || state.kind === 'first design') {
    if (location.kind === 'remote') throw olderTeam(location.display, nameOf(state))
    if (isReadOnly) throw olderFile(location.display, 'read-only')
  }

  if (state.kind === 'current') await database.useWal()
  else if (state.kind === 'empty' || location.path === undefined) await migrate(database)
  else await migrateFile(database, location.path, state, notice)
  database.guardSchema(SCHEMA_VERSION)
}

/**
 * Looks at a local file before it is opened to be written: a file of another program stays as it is, to the
 * byte.
 */
export async function assertOurs(location: DatabaseLocation): Promise<void> {
  if (location.path === undefined || !existsSync(location.path)) return
  const database = await Database.peek(location)
  try {
    await schemaState(database)
  } finally {
    await database.close()
  }
}

/** The result of `upgradeTeam`. */
export interface TeamUpgrade {
  /**
   * The schema before the upgrade: `schema 3`, `the first design`, or `nothing` where the database was empty.
   */
  from: string
  /** How many devices have written into the database: they all need a bench of this schema now. */
  devices: number
}

/**
 * Brings a team's database to this tool's schema: large tables in slices, each slice in a transaction that is
 * safe to repeat after an interruption; all other tables in one transaction.
 * @returns undefined when there is nothing to do.
 * @throws BenchError while a process works on a run there; the slices before the error change nothing for
 *   others.
 */
export async function upgradeTeam(
  location: DatabaseLocation,
  {
    retryPolicy = RETRY_POLICY,
    progress,
  }: {retryPolicy?: RetryPolicy; progress?: (entries: number) => void} = {},
): Promise<TeamUpgrade | undefined> {
  const database = await Database.open(location, retryPolicy)
  try {
    const state = await schemaState(database)
    if (state.kind === 'current') return undefined
    const guards: Statement[] = []
    if (state.kind === 'older') {
      await assertNoLease(database)
      if (state.version === 3) await copyInSlices(database, progress)
      guards.push({sql: NO_LEASE})
    }

    const devices = state.kind === 'older' && state.version === 3 ? await countDevices(database) : 0
    await migrate(database, undefined, guards).catch(async (error: unknown) => {
      await assertNoLease(database)
      throw error
    })
    return {from: nameOf(state), devices}
  } finally {
    await database.close()
  }
}

async function assertNoLease(database: Database): Promise<void> {
  const [lease] = await database.query(LIVE_LEASES)
  if (!lease) return
  throw teamInUse(
    database.location.display,
    text(lease, 'run_id'),
    `process ${text(lease, 'pid')} on ${text(lease, 'host')}`,
  )
}

async function copyInSlices(database: Database, progress: ((entries: number) => void) | undefined) {
  await database.write([{sql: CHANGES_COPY}])
  for (let copied = 0; ;) {
    const [slice] = await database.write([{sql: COPY_SLICE}])
    if (!slice || slice.rowsAffected === 0) return
    copied += slice.rowsAffected
    progress?.(copied)
  }
}

async function countDevices(database: Database): Promise<number> {
  const [row] = await database.query('SELECT count(DISTINCT updated_by) AS devices FROM changes')
  return row ? number(row, 'devices') : 0
}

function nameOf(state: SchemaState): string {
  if (state.kind === 'empty') return 'nothing'
  return state.kind === 'first design' ? 'the first design' : `schema ${state.version}`
}

async function migrateFile(
  database: Database,
  path: string,
  state: SchemaState,
  notice: Notice,
): Promise<void> {
  const before = nameOf(state)
  const copy = await copyBeside(database, `${path}.${before.replace(/^the /, '').replaceAll(' ', '-')}`)
  if (copy === undefined) return
  await migrate(database)
  notice(
    `${database.location.display} was brought from ${before} to schema ${SCHEMA_VERSION}; as it was before, it is kept in ${basename(copy)} beside it.`,
  )
}

/**
 * A copy of all that is committed, made by the database itself. The copy gets its name when it is complete
 * and on the disk.
 * @returns the path of the copy; undefined where another process was faster: then that process has kept the
 *   copy.
 */
async function copyBeside(database: Database, wanted: string): Promise<string | undefined> {
  const partial = `${wanted}.${randomUUID()}.partial`
  try {
    await database.query('VACUUM INTO ?', [partial])
    if ((await schemaState(database)).kind === 'current') return undefined
    const file = await open(partial, 'r+')
    await file.sync().finally(() => file.close())
    return await named(partial, wanted)
  } catch (error) {
    throw copyFailed(database.location.display, wanted, error)
  } finally {
    await rm(partial, {force: true}).catch(() => {})
  }
}

/** Gives a file its name, or the name with a number: no copy takes the place of an earlier copy. */
async function named(partial: string, wanted: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`
    try {
      // Fails where the name exists, unlike a rename.
      await link(partial, name)
      return name
    } catch (error) {
      if (existsSync(name)) continue
      // Disks without links.
      if (!isLinkless(error)) throw error
      await rename(partial, name)
      return name
    }
  }
}

function isLinkless(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(String(code))
}
