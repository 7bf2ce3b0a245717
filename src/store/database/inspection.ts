import {statSync} from 'node:fs'
import {open} from 'node:fs/promises'
import {Database} from './database.js'
import {SyncRepository} from '../sync/sync-repository.js'
import {isWritable, type DatabaseLocation} from './location.js'
import {schemaState} from './migrations.js'
import {text} from './rows.js'
import {countWrongTotals} from './totals.js'

/** The state of a database, found without a change to it. */
export interface Inspection {
  /** 0: the first design; null: empty. */
  schema: number | null
  /**
   * Results whose totals differ from the sums of their ratings; null where there are no totals to compare.
   */
  wrong_totals: number | null
  is_read_only: boolean
  /** The damage that SQLite found; empty when there is none, or on a server, which checks its own files. */
  damage: string[]
  journal_mode: string | null
  size_bytes: number | null
  /** Changes that the team's database does not have; null while this database was never synced. */
  pending: number | null
  /** Milliseconds that the database's clock is ahead of this machine's. */
  clock_ahead_ms: number
}

const MOST_DAMAGE = 5
/** The place in a database file that names its write version: 2 is WAL. */
const WRITE_VERSION_OFFSET = 18
const WAL_VERSION = 2

/** @throws BenchError when the database cannot be opened, is no database of bench, or is newer. */
export async function inspectDatabase(location: DatabaseLocation): Promise<Inspection> {
  const database = await (location.kind === 'local' ? Database.peek(location) : Database.open(location))
  try {
    const state = await schemaState(database)
    const isCurrent = state.kind === 'current'
    const schema = state.kind === 'empty' ? null : state.kind === 'first design' ? 0 : state.version
    const seen = {
      schema,
      wrong_totals: isCurrent ? await countWrongTotals(database) : null,
      clock_ahead_ms: await clockAhead(database),
    }
    if (location.kind === 'remote')
      return {...seen, is_read_only: false, damage: [], journal_mode: null, size_bytes: null, pending: null}
    return {
      ...seen,
      is_read_only: !isWritable(location),
      damage: await damageOf(database),
      journal_mode: await journalMode(database, location),
      size_bytes: location.path === undefined ? null : statSync(location.path).size,
      pending: isCurrent ? await pendingChanges(database) : null,
    }
  } finally {
    await database.close()
  }
}

async function clockAhead(database: Database): Promise<number> {
  const asked = Date.now()
  const [clock] = await database.query(`SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) AS now`)
  return Math.round(Number(clock?.['now']) - (asked + Date.now()) / 2)
}

async function pendingChanges(database: Database): Promise<number | null> {
  const syncTables = new SyncRepository(database)
  const state = await syncTables.state()
  if (!state) return null
  return [...(await syncTables.pendingCounts(state)).values()].reduce((sum, {changes}) => sum + changes, 0)
}

/** As the file states: a connection that cannot write reports another mode. */
async function journalMode(database: Database, {path}: DatabaseLocation): Promise<string | null> {
  if (path !== undefined) {
    const file = await open(path, 'r')
    try {
      const {buffer, bytesRead} = await file.read(Buffer.alloc(1), 0, 1, WRITE_VERSION_OFFSET)
      if (bytesRead === 1 && buffer[0] === WAL_VERSION) return 'wal'
    } finally {
      await file.close()
    }
  }

  const [mode] = await database.query('PRAGMA journal_mode')
  return mode ? text(mode, 'journal_mode') : null
}

async function damageOf(database: Database): Promise<string[]> {
  const checked = (await database.query(`PRAGMA integrity_check(${MOST_DAMAGE})`)).map((row) =>
    text(row, 'integrity_check'),
  )
  const orphans = await database.query('PRAGMA foreign_key_check')
  const lost = orphans.slice(0, MOST_DAMAGE).map((row) => `a row of ${text(row, 'table')} belongs to nothing`)
  return [...checked.filter((line) => line !== 'ok'), ...lost]
}
