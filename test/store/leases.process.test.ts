import {createClient} from '@libsql/client'
import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {hostname} from 'node:os'
import {LEASE_MS} from '../../src/store/leases.js'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore, type Store} from '../../src/store/store.js'
import {WHOLE_RUN} from '../../src/suite/model/shard.js'
import {tempFolder} from '../support/processes.js'
import {aRun} from '../support/records.js'

/** A process id that was somebody's a moment ago and is nobody's now. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], {stdio: 'ignore'})
  await new Promise((done) => child.once('close', done))
  return child.pid!
}

describe('leases of other processes', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let store: Store
  let runId: string
  before(async () => {
    folder = await tempFolder()
    store = await openStore(databaseLocation(`file:${folder.file('leases.db')}`, {}), {create: true})
  })
  after(async () => {
    await store.close()
    await folder.remove()
  })
  beforeEach(async () => {
    const run = aRun()
    runId = run.id
    await store.runs.create(run)
  })

  async function heldBy(holder: {host: string; pid: number; heartbeat_at?: number}): Promise<void> {
    const client = createClient({url: store.location.url, timeout: 5000})
    await client.execute({
      sql: 'INSERT INTO run_leases (run_id, shard, shards, worker_id, host, pid, heartbeat_at) VALUES (?, 1, 1, ?, ?, ?, ?)',
      args: [runId, 'other', holder.host, holder.pid, holder.heartbeat_at ?? Date.now()],
    })
    client.close()
  }

  it('of a dead process on this machine is taken over at once', async () => {
    await heldBy({host: hostname(), pid: await deadPid()})
    expect(await store.leases.claim(runId, 'me')).to.equal(undefined)
    expect(await store.leases.claim(runId, 'somebody else')).to.include({worker_id: 'me', pid: process.pid})
  })

  it('of a living process on this machine is respected', async () => {
    await heldBy({host: hostname(), pid: process.ppid})
    expect(await store.leases.claim(runId, 'me')).to.include({worker_id: 'other', pid: process.ppid})
  })

  it('of another machine is respected until its silence is too long, whatever lives here under its number', async () => {
    const now = Date.now()
    await heldBy({host: 'another-machine', pid: await deadPid(), heartbeat_at: now})
    expect(await store.leases.claim(runId, 'me', WHOLE_RUN, now + LEASE_MS)).to.include({
      host: 'another-machine',
    })
    expect(await store.leases.claim(runId, 'me', WHOLE_RUN, now + LEASE_MS + 1)).to.equal(undefined)
  })

  it('whose sign of life is two days ahead, as the clock was, hold no longer than any other', async () => {
    const now = Date.now()
    await heldBy({host: 'another-machine', pid: 1, heartbeat_at: now + 48 * 3_600_000})
    expect(await store.leases.claim(runId, 'me', WHOLE_RUN, now)).to.include({
      worker_id: 'other',
      silent_ms: 0,
    })
    expect(await store.leases.claim(runId, 'me', WHOLE_RUN, now + LEASE_MS)).to.include({worker_id: 'other'})
    expect(await store.leases.claim(runId, 'me', WHOLE_RUN, now + LEASE_MS + 1)).to.equal(undefined)
  })

  it('of a living worker survive a clock that is set back, as it renews them', async () => {
    const now = Date.now()
    await heldBy({host: 'another-machine', pid: 1, heartbeat_at: now + 3_600_000})
    expect(await store.leases.claim(runId, 'me', WHOLE_RUN, now)).to.include({worker_id: 'other'})
    expect(await store.leases.renew(runId, 'other', now + LEASE_MS)).to.equal(true)
    expect(await store.leases.claim(runId, 'me', WHOLE_RUN, now + LEASE_MS + 1)).to.include({
      worker_id: 'other',
    })
  })

  it('from the future keep no run from being completed, nor from being shown as it is', async () => {
    await heldBy({host: 'another-machine', pid: 1, heartbeat_at: Date.now() + 48 * 3_600_000})
    const [lease] = await store.leases.ofRun(runId)
    expect(lease!.silent_ms).to.be.above(LEASE_MS)
  })

  it('are renewed and released only by who holds them', async () => {
    const heartbeat_at = Date.now()
    await heldBy({host: 'another-machine', pid: 1, heartbeat_at})
    expect(await store.leases.renew(runId, 'me', heartbeat_at + 1000)).to.equal(false)
    await store.leases.release(runId, 'me')
    expect(await store.leases.claim(runId, 'me', WHOLE_RUN, heartbeat_at)).to.include({
      worker_id: 'other',
      heartbeat_at,
    })
  })

  it('are each run’s own', async () => {
    const other = aRun()
    await store.runs.create(other)
    await heldBy({host: 'another-machine', pid: 1})
    expect(await store.leases.claim(other.id, 'me')).to.equal(undefined)
    expect(await store.leases.claim(runId, 'me')).to.include({worker_id: 'other'})
  })
})
