import type {SyncAnswer, SyncedTables} from '../records/sync.js'
import type {ChangeKind} from '../store/changes.js'
import {SYNC_TABLES} from '../store/sync-tables.js'
import type {DatabaseLocation} from '../store/database/location.js'
import type {RetryPolicy} from '../store/database/remote-fetch.js'
import {openStore, openUnchanged, type Store} from '../store/store.js'
import {deviceOf} from './device.js'
import {withLock} from './lock.js'
import {previewSync} from './preview.js'
import {synchronize, type SyncOptions} from './sync.js'
import type {Moved} from './tally.js'

/** Clocks further apart than this let the wrong one of two changes count, in milliseconds. */
export const MOST_SKEW_MS = 5 * 60_000

export interface SyncFileOptions extends Omit<SyncOptions, 'device' | 'progress'> {
  /** Where this machine keeps its id. */
  dataDir: string
  dryRun: boolean
  retryPolicy?: RetryPolicy
  progress?: (table: string, pulled: number, pushed: number) => void
}

/**
 * Brings a local file in step with the team's database; either is made where it is missing.
 * @throws BenchError
 */
export async function syncFile(
  local: DatabaseLocation,
  remote: DatabaseLocation,
  options: SyncFileOptions,
): Promise<SyncAnswer> {
  const answer = {database: local.display, remote: remote.display, dry_run: options.dryRun}
  if (options.dryRun)
    return {
      ...answer,
      tables: await preview(local, remote, options),
      unsent: 0,
      clock_ahead_ms: null,
      warnings: [],
    }
  return withLock(local.path!, async () => {
    // The team's first: when it cannot be reached, no empty file is left here.
    await using there = closing(await openStore(remote, {create: true, retryPolicy: options.retryPolicy}))
    await using here = closing(await openStore(local, {create: true}))
    const {progress} = options
    const {tables, unsent, clock_ahead_ms} = await synchronize(here.store, there.store, {
      ...options,
      device: await deviceOf(local.path!, options.dataDir),
      progress: ({kind, pulled, pushed}) => progress?.(SYNC_TABLES[kind].table, pulled, pushed),
    })
    return {
      ...answer,
      tables: byTable(tables),
      unsent,
      clock_ahead_ms,
      warnings: [...skewWarnings(clock_ahead_ms), ...unsentWarnings(unsent)],
    }
  })
}

async function preview(
  local: DatabaseLocation,
  remote: DatabaseLocation,
  options: SyncFileOptions,
): Promise<SyncedTables> {
  const there = await openUnchanged(remote)
  try {
    const here = await openUnchanged(local)
    try {
      const device = here ? await deviceOf(local.path!, options.dataDir) : ''
      return byTable(await previewSync(here, there, {...options, device}))
    } finally {
      await here?.close()
    }
  } finally {
    await there?.close()
  }
}

export function skewWarnings(aheadMs: number): string[] {
  if (Math.abs(aheadMs) <= MOST_SKEW_MS) return []
  const minutes = Math.round(Math.abs(aheadMs) / 60_000)
  return [
    `The clocks of this machine and of the team database are ${minutes} minutes apart. Where two people change the same rating, the wrong change may count as the later one: set the clock of this machine.`,
  ]
}

function unsentWarnings(unsent: number): string[] {
  return unsent > 0
    ? [
        `${unsent} ${unsent === 1 ? 'row belongs' : 'rows belong'} to a run that is deleted there; ${unsent === 1 ? 'it was' : 'they were'} not sent.`,
      ]
    : []
}

function closing(store: Store): {store: Store} & AsyncDisposable {
  return {store, [Symbol.asyncDispose]: () => store.close()}
}

function byTable(moved: Record<ChangeKind, Moved>): SyncedTables {
  return Object.fromEntries(
    Object.entries(moved).map(([kind, counts]) => [SYNC_TABLES[kind as ChangeKind].table, counts]),
  ) as SyncedTables
}
