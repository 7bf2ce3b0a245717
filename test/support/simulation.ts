import {expect} from 'chai'
import {createClient, type Client} from '@libsql/client'
import {v5} from 'uuid'
import {BenchError} from '../../src/errors/bench-error.js'
import {SYNC_TABLES} from '../../src/store/sync/sync-tables.js'
import {databaseLocation} from '../../src/store/database/location.js'
import {text} from '../../src/store/database/rows.js'
import {openStore, type Store} from '../../src/store/store.js'
import {synchronize} from '../../src/sync/sync.js'
import {startProxy, type Fault} from './faulty-proxy.js'
import {startSqld, tempFolder} from './processes.js'
import {aCall, aResult, aRun} from './records.js'

const HOUR_MS = 3_600_000
const OFFSETS_MS = [0, -2 * HOUR_MS, HOUR_MS, 7 * HOUR_MS]
const USERS = ['ann', 'bob', 'cem']
const NAMESPACE = '6f1f0a86-8f0c-5d6c-9d0e-2f6a4f0f5b11'
/** Short enough to give up now and then. */
const PATIENCE = {firstMs: 30, laterMs: 30, attemptMs: 5000, waitMs: 5}
const TABLES = Object.values(SYNC_TABLES).map(({table}) => table)

/** The process dies here: whatever it wanted to do next is not done. */
class Crash extends Error {}

interface Edit {
  stamp: number
  by: string
  rating: number | null
}

interface Device {
  name: string
  offsetMs: number
  store: Store
  raw: Client
}

/** Seeded choices (mulberry32). */
class Dice {
  constructor(private state: number) {}

  below(n: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n)
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }

  chance(percent: number): boolean {
    return this.below(100) < percent
  }
}

export interface Simulated {
  syncs: number
  failedSyncs: number
  crashes: number
  faults: number
  rows: number
}

/** What people and models did, as it should be found in the end. */
class Truth {
  readonly runs = new Set<string>()
  readonly deleted = new Set<string>()
  /** Results that somewhere were completed, and their runs. */
  readonly completed = new Map<string, string>()
  /** All that was done to a rating, by its id. */
  readonly edits = new Map<string, Edit[]>()
  readonly runOfRating = new Map<string, string>()

  edit(id: string, edit: Edit): void {
    this.edits.set(id, [...(this.edits.get(id) ?? []), edit])
  }
}

/**
 * Four devices with wrong clocks and one real server behind a network that drops, refuses and repeats, all by
 * a seed; then peace, and a sync everywhere: all must hold the same, and nothing may be lost.
 */
export async function simulate(seed: number, steps = 120): Promise<Simulated> {
  const dice = new Dice(seed)
  const folder = await tempFolder()
  const sqld = await startSqld(folder.file('sqld'))
  let faults = 0
  let isStormy = true
  const badness = dice.pick([10, 20, 40])
  const proxy = await startProxy(sqld.url, {
    fault: () => {
      if (!isStormy || !dice.chance(badness)) return 'none'
      faults++
      return dice.pick<Fault>(['drop-before', 'drop-after', 'half', '429', '503'])
    },
  })
  const devices: Device[] = []
  for (const [at, offsetMs] of OFFSETS_MS.entries()) {
    const url = `file:${folder.file(`device-${at}.db`)}`
    devices.push({
      name: `device ${at}`,
      offsetMs,
      store: await openStore(databaseLocation(url, {}), {create: true}),
      raw: createClient({url, timeout: 5000}),
    })
  }

  const truth = new Truth()
  const counts = {syncs: 0, failedSyncs: 0, crashes: 0}
  const sync = async (device: Device, crashAfter = Infinity) => {
    counts.syncs++
    let remote: Store | undefined
    try {
      remote = await openStore(databaseLocation(proxy.url, {}), {
        create: true,
        // In peace nothing is given up, however busy this machine is.
        ...(isStormy && {retryPolicy: PATIENCE}),
      })
      const dying = crashAfter < Infinity
      const [local, team] = dying ? mortal(device.store, remote, crashAfter) : [device.store, remote]
      await synchronize(local, team, {
        device: device.name,
        pull: true,
        push: true,
        calls: true,
        acceptRemote: false,
        acceptDeletions: true,
      })
    } catch (error) {
      if (error instanceof Crash) counts.crashes++
      else if (error instanceof BenchError && error.code === 'DATABASE_UNREACHABLE') counts.failedSyncs++
      else throw error
    } finally {
      await remote?.close()
    }
  }

  try {
    for (let step = 0; step < steps; step++) {
      const device = dice.pick(devices)
      const act = dice.below(100)
      if (act < 20) await sync(device, dice.chance(30) ? dice.below(40) : undefined)
      else if (act < 24) await Promise.all(devices.slice(0, 2 + dice.below(3)).map((one) => sync(one)))
      else await work(dice, device, truth)
    }

    isStormy = false
    for (let round = 0; round < 2; round++) for (const device of devices) await sync(device)
    const remoteRaw = createClient({url: sqld.url})
    const rows = await compare([...devices.map(({raw}) => raw), remoteRaw], truth)
    await nothingMovesAgain(devices, proxy.url)
    remoteRaw.close()
    return {...counts, faults, rows}
  } finally {
    for (const {store, raw} of devices) {
      raw.close()
      await store.close()
    }

    await proxy.close()
    await sqld.close()
    await folder.remove()
  }
}

/** Both databases of a process that dies after so many steps, before or after the last one took effect. */
function mortal(local: Store, remote: Store, steps: number): [Store, Store] {
  let left = steps
  const dying = <Repository extends object>(repository: Repository): Repository =>
    new Proxy(repository, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name, target)
        if (typeof method !== 'function' || name === 'entries')
          return typeof method === 'function' ? (method.bind(target) as unknown) : method
        return async (...args: unknown[]) => {
          if (left <= 0) throw new Crash()
          left--
          const result: unknown = await (method as (...args: unknown[]) => Promise<unknown>).apply(
            target,
            args,
          )
          if (left <= 0 && steps % 2 === 0) throw new Crash()
          return result
        }
      },
    })
  return [
    {...local, sync: dying(local.sync), team: dying(local.team)},
    {...remote, sync: dying(remote.sync), team: dying(remote.team)},
  ]
}

/** One act of a person or a run on one device, whose clock is wrong. */
async function work(dice: Dice, device: Device, truth: Truth): Promise<void> {
  const before = await stamps(device)
  await act(dice, device, truth)
  for (const [key, {seq, kind, id}] of await stamps(device)) {
    const was = before.get(key)
    if (was?.seq === seq) continue
    // What the trigger does, by the device's clock.
    const stamp = Math.max(Date.now() + device.offsetMs, (was?.updated_at ?? -Infinity) + 1)
    await device.raw.execute({
      sql: 'UPDATE changes SET updated_at = ? WHERE kind = ? AND id = ?',
      args: [stamp, kind, id],
    })
    if (kind !== 'rating') continue
    const {rows} = await device.raw.execute({
      sql: 'SELECT rating, run_id FROM ratings JOIN results ON results.id = result_id WHERE ratings.id = ?',
      args: [id],
    })
    const [row] = rows
    if (row) truth.runOfRating.set(id, text(row, 'run_id'))
    truth.edit(id, {stamp, by: device.name, rating: row ? Number(row['rating']) : null})
  }
}

async function stamps({raw}: Device) {
  const {rows} = await raw.execute('SELECT kind, id, seq, updated_at FROM changes')
  return new Map(
    rows.map((row) => [
      `${text(row, 'kind')} ${text(row, 'id')}`,
      {
        kind: text(row, 'kind'),
        id: text(row, 'id'),
        seq: Number(row['seq']),
        updated_at: Number(row['updated_at']),
      },
    ]),
  )
}

async function act(dice: Dice, {name, store}: Device, truth: Truth): Promise<void> {
  const runs = (await store.runs.list({limit: 1000})).map(({id}) => id)
  const results = (await store.results.list({}, {limit: 1000, offset: 0, sort: 'oldest'})).results
  const what = dice.below(100)
  if (what < 8 || runs.length === 0) {
    const run = aRun({id: `run-${dice.below(1e9)}`, config: {cases: 5}})
    truth.runs.add(run.id)
    await store.runs.create(run)
  } else if (what < 45) await addResult(dice, name, store, truth, dice.pick(runs))
  else if (what < 50)
    await store.runs.setStatus(dice.pick(runs), dice.pick(['interrupted', 'completed', 'failed']), null)
  else if (what < 53) {
    const id = dice.pick(runs)
    truth.deleted.add(id)
    await store.runs.delete(id)
  } else if (results.length > 0) await say(dice, store, dice.pick(results).id)
}

/** Cases are few, so that devices make the same one now and then. */
async function addResult(
  dice: Dice,
  device: string,
  store: Store,
  truth: Truth,
  runId: string,
): Promise<void> {
  const trial = 1 + dice.below(6)
  const id = v5(`${runId} ${trial}`, NAMESPACE)
  const status = dice.chance(70) ? 'completed' : 'failed'
  await store.results.save(
    aResult(runId, {
      id,
      trial,
      status,
      cost_usd: 0.1 * dice.below(10) + 0.2,
      errors: [`by ${device} ${dice.below(1000)}`],
    }),
  )
  if (status === 'completed') truth.completed.set(id, runId)
  await store.calls.save(aCall(runId, id, {answer: `\u0000 said ${device} 🍟`, charged_usd: 0.1 + 0.2}))
}

async function say(dice: Dice, {ratings}: Store, resultId: string): Promise<void> {
  const user_id = dice.pick(USERS)
  const said = {result_id: resultId, user_id, created_at: 'then'}
  const rating = 1 + dice.below(5)
  const what = dice.below(10)
  if (what < 5) await ratings.save({...said, rating, blind: dice.pick([true, false, null])})
  else if (what < 7) await ratings.withdraw(resultId, user_id)
  else if (what < 8) await ratings.saveRepeat({...said, rating, blind: true})
  else await ratings.saveNote({...said, note: dice.chance(30) ? '' : `n${rating}`, flagged: dice.chance(20)})
}

async function dump(client: Client): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {}
  for (const table of TABLES) {
    const {rows} = await client.execute(`SELECT * FROM ${table} ORDER BY id`)
    tables[table] = rows.map((row) => JSON.stringify(row))
  }

  return tables
}

/** All hold the same, and what people did is in it. @returns how many rows. */
async function compare(clients: readonly Client[], truth: Truth): Promise<number> {
  const dumps = await Promise.all(clients.map(dump))
  for (const other of dumps.slice(1)) expect(other).to.deep.equal(dumps[0])
  const client = clients[0]!
  const ids = async (sql: string) => new Set((await client.execute(sql)).rows.map((row) => text(row, 'id')))
  const runs = await ids('SELECT id FROM runs')
  for (const run of truth.runs) expect(runs.has(run), `${run} is there`).to.equal(!truth.deleted.has(run))
  const completed = await ids(`SELECT id FROM results WHERE status = 'completed'`)
  for (const [id, run] of truth.completed)
    expect(completed.has(id), `${id} of ${run}`).to.equal(!truth.deleted.has(run))
  const there = new Map(
    (await client.execute('SELECT id, rating FROM ratings')).rows.map((row) => [
      text(row, 'id'),
      Number(row['rating']),
    ]),
  )
  for (const [id, edits] of truth.edits) {
    const last = edits.reduce((a, b) => (b.stamp > a.stamp || (b.stamp === a.stamp && b.by > a.by) ? b : a))
    if (!truth.deleted.has(truth.runOfRating.get(id)!))
      expect(there.get(id) ?? null, `rating ${id}`).to.equal(last.rating)
  }

  const totals =
    await client.execute(`SELECT count(*) AS wrong FROM results WHERE rating_count <> (SELECT count(*) FROM ratings WHERE result_id = results.id)
    OR rating_sum <> (SELECT total(rating) FROM ratings WHERE result_id = results.id)`)
  expect(totals.rows[0]?.['wrong']).to.equal(0)
  return Object.values(dumps[0]!).reduce((sum, rows) => sum + rows.length, 0)
}

async function nothingMovesAgain(devices: readonly Device[], url: string): Promise<void> {
  const remote = await openStore(databaseLocation(url, {}), {create: false})
  for (const {store, name} of devices) {
    const {tables} = await synchronize(store, remote, {
      device: name,
      pull: true,
      push: true,
      calls: true,
      acceptRemote: false,
    })
    for (const [kind, moved] of Object.entries(tables))
      expect(moved, `${name} ${kind}`).to.deep.equal({pulled: 0, pushed: 0, deletions: 0, conflicts: 0})
  }

  await remote.close()
}
