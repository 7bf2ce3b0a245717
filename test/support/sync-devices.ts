import {createClient, type Client} from '@libsql/client'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore, type Store} from '../../src/store/store.js'
import {SYNC_TABLES} from '../../src/store/sync/sync-tables.js'
import {synchronize, type SyncOptions, type SyncReport} from '../../src/sync/sync.js'
import {startSqld, tempFolder} from './processes.js'
import {aResult, aRun} from './records.js'
import {newDatabase} from './stores.js'

export interface Device {
  name: string
  store: Store
  raw: Client
}

/** A team's database, a real server or a file, and files that sync with it. */
export class Team {
  team!: Device
  sqld: Awaited<ReturnType<typeof startSqld>> | undefined
  readonly #open: Device[] = []

  private constructor(readonly folder: Awaited<ReturnType<typeof tempFolder>>) {}

  static async make(place: 'file' | 'server'): Promise<Team> {
    const made = new Team(await tempFolder())
    if (place === 'server') made.sqld = await startSqld(made.folder.file('sqld'))
    made.team = await made.device('team', made.sqld?.url)
    return made
  }

  async device(name: string, url = `file:${this.folder.file(`${name}.db`)}`): Promise<Device> {
    if (url.startsWith('file:')) await newDatabase(url.slice('file:'.length))
    const store = await openStore(databaseLocation(url, {}), {create: true})
    const device = {name, store, raw: createClient({url, timeout: 5000})}
    this.#open.push(device)
    return device
  }

  async close(device: Device): Promise<void> {
    this.#open.splice(this.#open.indexOf(device), 1)
    device.raw.close()
    await device.store.close()
  }

  async remove(): Promise<void> {
    for (const device of [...this.#open]) await this.close(device)
    await this.sqld?.close()
    await this.folder.remove()
  }

  sync(
    {name, store}: Device,
    more: Partial<SyncOptions> = {},
    remote: Store = this.team.store,
  ): Promise<SyncReport> {
    return synchronize(store, remote, {
      device: name,
      pull: true,
      push: true,
      calls: true,
      acceptRemote: false,
      ...more,
    })
  }

  /** Twice around, so that everybody has what everybody had. */
  async syncAll(devices: readonly Device[], more: Partial<SyncOptions> = {}): Promise<void> {
    for (let round = 0; round < 2; round++) for (const device of devices) await this.sync(device, more)
  }
}

/** A run with completed results. */
export async function aRunOf({store}: Device, results: number) {
  const run = aRun({config: {cases: 1000}})
  await store.runs.create(run)
  const made = Array.from({length: results}, () => aResult(run.id))
  for (const result of made) await store.results.save(result)
  return {run, results: made}
}

/** All rows of all tables that move, as text. */
export async function contents({raw}: Device): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {}
  for (const {table, columns} of Object.values(SYNC_TABLES)) {
    const {rows} = await raw.execute(`SELECT ${columns.join(', ')} FROM ${table} ORDER BY id`)
    tables[table] = rows.map((row) => JSON.stringify(row))
  }

  return tables
}

export async function column({raw}: Device, sql: string): Promise<unknown[]> {
  return (await raw.execute(sql)).rows.map((row) => row[0])
}

export function movedNothing({tables}: SyncReport): boolean {
  return Object.values(tables).every(({pulled, pushed}) => pulled + pushed === 0)
}
