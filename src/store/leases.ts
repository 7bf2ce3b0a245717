import type {Row} from '@libsql/client'
import {hostname} from 'node:os'
import {WHOLE_RUN, type Shard} from '../suite/model/shard.js'
import type {Database} from './database/database.js'
import {isAlive} from './database/process-alive.js'
import {number, text} from './database/rows.js'

/** Without a sign of life for so long, a worker counts as dead. */
export const LEASE_MS = 30_000

export interface Lease {
  shard: Shard
  worker_id: string
  host: string
  pid: number
  /** Milliseconds since the epoch, by the database's clock. */
  heartbeat_at: number
  /** Milliseconds since the last sign of life; a sign from the future counts as being as far in the past. */
  silent_ms: number
}

// One clock for all machines: the database's. Tests replace the time.
const NOW = `coalesce(?1, CAST(unixepoch('subsec') * 1000 AS INTEGER))`
const SELECT = `SELECT *, abs(${NOW} - heartbeat_at) AS silent_ms FROM run_leases WHERE run_id = ?2`

/**
 * The workers of a run, or of a shard of it. One process at a time may work on a shard, so that no answer is
 * bought twice. Shards of one division go side by side; a whole run, or another division, may overlap with
 * any of them.
 */
export class LeaseRepository {
  constructor(private readonly database: Database) {}

  /**
   * Takes a run or a shard for this process, unless another living process has it, or a part of it. A dead
   * process of this host is known immediately, a dead process of another host when its sign of life is too
   * old. A sign of life from the future was made before a clock was set back; it counts from now, so that it
   * holds no longer than any other, and a living worker renews it meanwhile.
   * @returns undefined when this process has the claim now, else the lease of the other process.
   */
  async claim(
    runId: string,
    workerId: string,
    shard: Shard = WHOLE_RUN,
    now?: number,
  ): Promise<Lease | undefined> {
    const dead = (await this.ofRun(runId, now)).filter(({host, pid}) => host === hostname() && !isAlive(pid))
    const [, , , holders] = await this.database.write([
      {
        sql: `UPDATE run_leases SET heartbeat_at = ${NOW}
              WHERE run_id = ?2 AND worker_id <> ?3 AND heartbeat_at > ${NOW}`,
        args: [now ?? null, runId, workerId],
      },
      {
        sql: `DELETE FROM run_leases WHERE run_id = ?2 AND worker_id <> ?3
                AND (heartbeat_at < ${NOW} - ${LEASE_MS} OR worker_id IN (SELECT value FROM json_each(?4)))`,
        args: [now ?? null, runId, workerId, JSON.stringify(dead.map(({worker_id}) => worker_id))],
      },
      {
        sql: `INSERT INTO run_leases (run_id, shard, shards, worker_id, host, pid, heartbeat_at)
              SELECT ?2, ?3, ?4, ?5, ?6, ?7, ${NOW}
              WHERE NOT EXISTS (SELECT 1 FROM run_leases WHERE run_id = ?2 AND (shards <> ?4 OR shard = ?3) AND worker_id <> ?5)
              ON CONFLICT (run_id, shard, shards) DO UPDATE SET heartbeat_at = excluded.heartbeat_at`,
        args: [now ?? null, runId, shard.index, shard.count, workerId, hostname(), process.pid],
      },
      {
        sql: `${SELECT} AND (shards <> ?4 OR shard = ?3) AND worker_id <> ?5`,
        args: [now ?? null, runId, shard.index, shard.count, workerId],
      },
    ])
    const row = holders?.rows[0]
    return row && toLease(row)
  }

  /** A sign of life. False when another process has taken the work over. */
  async renew(runId: string, workerId: string, now?: number): Promise<boolean> {
    const [renewed] = await this.database.write([
      {
        sql: `UPDATE run_leases SET heartbeat_at = ${NOW} WHERE run_id = ?2 AND worker_id = ?3`,
        args: [now ?? null, runId, workerId],
      },
    ])
    return renewed?.rowsAffected === 1
  }

  async release(runId: string, workerId: string): Promise<void> {
    await this.database.write([
      {sql: 'DELETE FROM run_leases WHERE run_id = ? AND worker_id = ?', args: [runId, workerId]},
    ])
  }

  /** All leases of a run or of its parts, by shard. */
  async ofRun(runId: string, now?: number): Promise<Lease[]> {
    const rows = await this.database.query(`${SELECT} ORDER BY shards, shard`, [now ?? null, runId])
    return rows.map(toLease)
  }
}

function toLease(row: Row): Lease {
  return {
    shard: {index: number(row, 'shard'), count: number(row, 'shards')},
    worker_id: text(row, 'worker_id'),
    host: text(row, 'host'),
    pid: number(row, 'pid'),
    heartbeat_at: number(row, 'heartbeat_at'),
    silent_ms: number(row, 'silent_ms'),
  }
}
