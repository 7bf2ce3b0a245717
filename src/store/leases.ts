import {hostname} from 'node:os'
import type {Database} from './database.js'
import {number, text} from './rows.js'

/** Without a sign of life for so long, a worker counts as dead. */
export const LEASE_MS = 30_000

export interface Lease {
  worker_id: string
  host: string
  pid: number
  /** Milliseconds since the epoch. */
  heartbeat_at: number
}

/** Who works on a run. One process at a time may, so that no answer is bought twice. */
export class LeaseRepository {
  constructor(private readonly database: Database) {}

  /**
   * Takes a run for this process, unless another one that is alive has it. A dead process of this host
   * is known at once, one of another host when its sign of life is too old.
   * @returns undefined when the run is ours now, else who has it.
   */
  async claim(runId: string, workerId: string, now = Date.now()): Promise<Lease | undefined> {
    const holder = await this.#holder(runId)
    const dead = holder?.host === hostname() && !isAlive(holder.pid) ? holder.worker_id : ''
    await this.database.write([
      {
        sql: `INSERT INTO run_leases (run_id, worker_id, host, pid, heartbeat_at) VALUES (?, ?, ?, ?, ?)
              ON CONFLICT (run_id) DO UPDATE SET worker_id = excluded.worker_id, host = excluded.host,
                pid = excluded.pid, heartbeat_at = excluded.heartbeat_at
              WHERE run_leases.worker_id IN (excluded.worker_id, ?) OR run_leases.heartbeat_at < ?`,
        args: [runId, workerId, hostname(), process.pid, now, dead, now - LEASE_MS],
      },
    ])
    const winner = await this.#holder(runId)
    return winner?.worker_id === workerId ? undefined : winner
  }

  /** A sign of life. False when another process has taken the run over. */
  async renew(runId: string, workerId: string, now = Date.now()): Promise<boolean> {
    await this.database.write([
      {
        sql: 'UPDATE run_leases SET heartbeat_at = ? WHERE run_id = ? AND worker_id = ?',
        args: [now, runId, workerId],
      },
    ])
    return (await this.#holder(runId))?.worker_id === workerId
  }

  async release(runId: string, workerId: string): Promise<void> {
    await this.database.write([
      {sql: 'DELETE FROM run_leases WHERE run_id = ? AND worker_id = ?', args: [runId, workerId]},
    ])
  }

  async #holder(runId: string): Promise<Lease | undefined> {
    const [row] = await this.database.query('SELECT * FROM run_leases WHERE run_id = ?', [runId])
    return (
      row && {
        worker_id: text(row, 'worker_id'),
        host: text(row, 'host'),
        pid: number(row, 'pid'),
        heartbeat_at: number(row, 'heartbeat_at'),
      }
    )
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
