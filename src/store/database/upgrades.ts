import {teamInUse} from '../../errors/remote.js'
import {LEASE_MS} from '../leases.js'
import {Database} from './database.js'
import type {DatabaseLocation} from './location.js'
import {migrate, SCHEMA_VERSION, schemaVersion} from './migrations.js'
import {RETRY_POLICY, type RetryPolicy} from './remote-fetch.js'
import {number, text} from './rows.js'

/** What came of `upgradeTeam`. */
export interface TeamUpgrade {
  /** The schema it had. */
  from: string
  /** How many devices have written into it: they all need a bench of this schema now. */
  devices: number
}

/**
 * Brings a team's database to this tool's schema.
 * @returns undefined when there is nothing to do.
 * @throws BenchError while somebody works on a run there.
 */
export async function upgradeTeam(
  location: DatabaseLocation,
  {retryPolicy = RETRY_POLICY}: {retryPolicy?: RetryPolicy | undefined} = {},
): Promise<TeamUpgrade | undefined> {
  const database = await Database.open(location, retryPolicy)
  try {
    const version = await schemaVersion(database)
    if (version === SCHEMA_VERSION || version === 0) return undefined
    await assertNoLease(database)
    const devices = version >= 3 ? await countDevices(database) : 0
    await migrate(database)
    return {from: `schema ${version}`, devices}
  } finally {
    await database.close()
  }
}

async function assertNoLease(database: Database): Promise<void> {
  const [lease] = await database.query(
    `SELECT run_id, host, pid FROM run_leases WHERE heartbeat_at >= unixepoch('subsec') * 1000 - ${LEASE_MS}`,
  )
  if (!lease) return
  const worker = `process ${text(lease, 'pid')} on ${text(lease, 'host')}`
  throw teamInUse(database.location.display, text(lease, 'run_id'), worker)
}

async function countDevices(database: Database): Promise<number> {
  const [row] = await database.query('SELECT count(DISTINCT updated_by) AS devices FROM changes')
  return row ? number(row, 'devices') : 0
}
