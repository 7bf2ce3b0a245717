import {randomBytes} from 'node:crypto'
import {mkdir, readdir, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {BenchError} from '../errors/bench-error.js'
import {outboxLeft, outboxOrphaned} from '../errors/remote.js'
import type {SessionStore} from '../run/ports.js'
import type {SyncState} from '../store/sync/sync-repository.js'
import {databaseLocation} from '../store/database/location.js'
import {takeSystemLock} from '../store/database/system-lock.js'
import {openStore, type Store} from '../store/store.js'
import {shardText, type Shard} from '../suite/model/shard.js'
import type {Context} from './context.js'
import {deviceOf} from './device.js'
import {push} from './push.js'
import {agreedState} from './sync.js'
import {Tally} from './tally.js'

/** The pause between two flushes, in milliseconds: many small flushes would cost more than they gain. */
const PAUSE_MS = 200
const PAUSE_AFTER_FAILURE_MS = 1000
/** A process at work lets go of its outbox within milliseconds; a paused process does not. */
const LOOKS_AT_A_HELD_OUTBOX = 5

/**
 * A session's store over a team's database: an answer is durable at once in a file of this machine (the
 * outbox), and is sent to the team's database in the background, many rows in one request. So neither a slow
 * network nor a network that is gone for a while holds the run up, and a paid answer is never lost. The
 * outbox is a database like any other: `bench sync` sends the rows that are left in it.
 */
export async function storeWithOutbox(
  remote: Store,
  runId: string,
  shard: Shard,
  dataDir: string,
): Promise<SessionStore> {
  const folder = join(dataDir, 'spool')
  await mkdir(folder, {recursive: true})
  // The same id may also name a run in another team's database.
  const {db_id} = await remote.sync.identity()
  const run = `${runId}.${db_id.slice(0, 8)}`
  const resume = `bench resume ${runId}${shard.count > 1 ? ` --shard ${shardText(shard)}` : ''}`
  const at = (name: string) => new Outbox(remote, runId, folder, name, {dataDir, resume})
  const outbox = at(outboxName(run, shard))
  return {
    runs: remote.runs,
    results: {
      completedIds: async (id) => {
        // Rows that an earlier session left here belong to the finished work.
        for (const name of (await readdir(folder)).filter((name) => isOurs(name, run, shard)))
          await flushLeftover(at(name))

        // Before anything is bought.
        await outbox.begin()
        return remote.results.completedIds(id)
      },
      save: (result) => outbox.save((outboxStore) => outboxStore.results.save(result)),
    },
    calls: {
      completionsOfUnfinished: (id, resultId) => remote.calls.completionsOfUnfinished(id, resultId),
      totals: (id, resultIds) => remote.calls.totals(id, resultIds),
      save: (call) => outbox.save((outboxStore) => outboxStore.calls.save(call)),
    },
    leases: {
      claim: (id, workerId, part) => remote.leases.claim(id, workerId, part),
      // While the team's database is away, no other process can claim the shard either, or will know better
      // later.
      renew: (id, workerId) => remote.leases.renew(id, workerId).catch(ifAway(true)),
      release: (id, workerId) => remote.leases.release(id, workerId),
    },
    drain: () => outbox.drain(),
  }
}

/** Each session has a file of its own, so that none is removed under a process that is only paused. */
function outboxName(run: string, {index, count}: Shard): string {
  return `${run}.${index}-of-${count}.${randomBytes(4).toString('hex')}.db`
}

/**
 * Whether the process that has claimed this shard must send an outbox: the outboxes of this shard, and those
 * of any other division, none of which can be at work meanwhile. Other shards of the same division may well
 * be at work.
 */
function isOurs(name: string, run: string, {index, count}: Shard): boolean {
  if (!name.startsWith(`${run}.`)) return false
  const division = /^(?:(\d+)-of-(\d+)\.)?(?:[0-9a-f]{8}\.)?db$/.exec(name.slice(run.length + 1))
  if (!division) return false
  const [, otherIndex = '1', otherCount = '1'] = division
  return Number(otherCount) !== count || Number(otherIndex) === index
}

async function flushLeftover(outbox: Outbox): Promise<void> {
  if (await outbox.isHeldByItsOwner()) return
  await outbox.save(() => Promise.resolve())
  await outbox.drain()
}

function ifAway<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof BenchError && error.code === 'DATABASE_UNREACHABLE') return value
    throw error
  }
}

/**
 * One outbox, and the loop that sends its rows. The process that made it holds a lock on it, which the system
 * releases when the process ends: others send what is in it, but remove it only then.
 */
class Outbox {
  readonly #file: string
  #releaseOwnership: (() => void) | undefined
  #opened: Promise<{outboxStore: Store; context: Context; state: SyncState}> | undefined
  #wake: () => void = () => {}
  readonly #ending = new AbortController()
  /** Whether something was saved since the last flush began. */
  #isDirty = false
  #failure: unknown
  #working: Promise<void> | undefined

  constructor(
    private readonly remote: Store,
    private readonly runId: string,
    private readonly folder: string,
    name: string,
    private readonly options: {dataDir: string; resume: string},
  ) {
    this.#file = join(folder, name)
  }

  /** Opens the outbox, and makes sure that the team's database is the database that the outbox belongs to. */
  async begin(): Promise<void> {
    this.#opened ??= this.#open()
    await this.#opened
  }

  async save(write: (outboxStore: Store) => Promise<void>): Promise<void> {
    const {outboxStore} = await (this.#opened ??= this.#open())
    await write(outboxStore)
    this.#isDirty = true
    this.#working ??= this.#work()
    this.#wake()
  }

  /**
   * Whether the process that made this outbox is alive, and was paused in the middle of a write: nobody else
   * can write there, and the process sends the rows itself when it wakes.
   */
  async isHeldByItsOwner(): Promise<boolean> {
    this.#releaseOwnership ??= await takeSystemLock(this.#ownerFile)
    if (this.#releaseOwnership) return false
    for (let look = 0; look < LOOKS_AT_A_HELD_OUTBOX; look++) {
      const release = await takeSystemLock(this.#file)
      release?.()
      if (release) return false
      await sleep(PAUSE_MS)
    }
    return true
  }

  get #isEnding(): boolean {
    return this.#ending.signal.aborted
  }

  /** @throws BenchError that names the file when rows are left in it. */
  async drain(): Promise<void> {
    if (!this.#opened) return
    this.#ending.abort()
    this.#wake()
    await this.#working
    const {outboxStore, state, context} = await this.#opened
    const pending = await outboxStore.sync.pendingCounts(state)
    await outboxStore.close()
    if (pending.size > 0) {
      this.#releaseOwnership?.()
      const {remote, runId, options} = this
      const left = {
        runId,
        resume: options.resume,
        results: pending.get('result')?.changes ?? 0,
        file: this.#file,
        display: remote.location.display,
      }
      // The server took all rows it could: the rows that are left have no run any more.
      const [refused] = context.tally.passedOver
      const failure = this.#failure ?? (refused && new Error(`Not taken: ${refused.row}: ${refused.why}.`))
      throw failure === undefined ? outboxOrphaned(left) : outboxLeft(left, failure)
    }

    // A process that is paused goes on with its outbox when it wakes, and removes it then.
    if (!this.#releaseOwnership) return
    for (const suffix of ['', '-wal', '-shm']) await rm(`${this.#file}${suffix}`, {force: true})
    this.#releaseOwnership()
    await rm(this.#ownerFile, {force: true})
  }

  get #ownerFile(): string {
    return `${this.#file}.owner`
  }

  async #open(): Promise<{outboxStore: Store; context: Context; state: SyncState}> {
    this.#releaseOwnership ??= await takeSystemLock(this.#ownerFile)
    const outboxStore = await openStore(databaseLocation(this.#file, {}), {create: true})
    const device = await deviceOf(this.folder, this.options.dataDir)
    const identity = await this.remote.sync.identity()
    const state = await agreedState(outboxStore, this.remote, identity)
    const remoteId = identity.db_id
    // The run's row is the team's: results need the row here, and it must not be sent back.
    await outboxStore.sync.merge(device, 'run', await this.remote.sync.rows(remoteId, 'run', [this.runId]))
    const context = {
      local: outboxStore.sync,
      localTeam: outboxStore.team,
      remote: this.remote.sync,
      device,
      remoteId,
      calls: true,
      tally: new Tally(),
    }
    return {outboxStore, context, state}
  }

  async #work(): Promise<void> {
    const opened = await this.#opened!
    for (;;) {
      // The signal is read before each flush, as the end may have come since.
      const isLast = this.#ending.signal.aborted
      const failure = await this.#flush(opened)
      // After a failed flush at the end, the user has waited long enough already.
      if (isLast || (this.#isEnding && failure)) return
      await sleep(failure ? PAUSE_AFTER_FAILURE_MS : PAUSE_MS, undefined, {
        signal: this.#ending.signal,
      }).catch(() => {})
      if (!failure) await this.#somethingToDo()
    }
  }

  /** @returns whether the flush failed. */
  async #flush(opened: {outboxStore: Store; context: Context; state: SyncState}): Promise<boolean> {
    this.#isDirty = false
    try {
      opened.state = await push(
        opened.context,
        opened.state,
        (await opened.outboxStore.sync.identity()).latest,
      )
      this.#failure = undefined
      return false
    } catch (error) {
      this.#failure = error
      return true
    }
  }

  #somethingToDo(): Promise<void> {
    if (this.#isDirty || this.#isEnding) return Promise.resolve()
    return new Promise((resolve) => (this.#wake = resolve))
  }
}
