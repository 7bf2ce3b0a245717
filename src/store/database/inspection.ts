import {statSync} from 'node:fs'
import {Database} from './database.js'
import {SyncRepository} from '../sync-repository.js'
import type {DatabaseLocation} from './location.js'
import {SCHEMA_VERSION, schemaVersion} from './migrations.js'
import {text} from './rows.js'

/** How a database is, without a change to it. */
export interface Inspection {
  /** 0: empty. */
  schema: number
  /** What SQLite found to be damaged; empty when all is well, or on a server, which sees to it itself. */
  damage: string[]
  journal_mode: string | null
  size_bytes: number | null
  /** Changes that the team's database does not have; null while it never was synced. */
  pending: number | null
  /** Milliseconds its clock is ahead of this machine's. */
  clock_ahead_ms: number
}

const MOST_DAMAGE = 5

/** @throws BenchError when it cannot be opened, or is none of ours, or newer. */
export async function inspectDatabase(location: DatabaseLocation): Promise<Inspection> {
  const database = await Database.open(location)
  try {
    const schema = await schemaVersion(database)
    const asked = Date.now()
    const [clock] = await database.query(`SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) AS now`)
    const clock_ahead_ms = Math.round(Number(clock?.['now']) - (asked + Date.now()) / 2)
    const sync = new SyncRepository(database)
    const state = schema === SCHEMA_VERSION ? await sync.state() : undefined
    const pending = state
      ? [...(await sync.pendingCounts(state)).values()].reduce((sum, {changes}) => sum + changes, 0)
      : null
    if (location.kind === 'remote')
      return {schema, damage: [], journal_mode: null, size_bytes: null, pending: null, clock_ahead_ms}
    const [mode] = await database.query('PRAGMA journal_mode')
    return {
      schema,
      damage: await damageOf(database),
      journal_mode: mode ? text(mode, 'journal_mode') : null,
      size_bytes: location.path === undefined ? null : statSync(location.path).size,
      pending,
      clock_ahead_ms,
    }
  } finally {
    await database.close()
  }
}

async function damageOf(database: Database): Promise<string[]> {
  const checked = (await database.query(`PRAGMA integrity_check(${MOST_DAMAGE})`)).map((row) =>
    text(row, 'integrity_check'),
  )
  const orphans = await database.query('PRAGMA foreign_key_check')
  const lost = orphans.slice(0, MOST_DAMAGE).map((row) => `a row of ${text(row, 'table')} belongs to nothing`)
  return [...checked.filter((line) => line !== 'ok'), ...lost]
}
