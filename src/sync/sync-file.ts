import type {SyncAnswer, SyncedTables} from '../records/sync.js'
import type {ChangeKind} from '../store/changes.js'
import {KINDS, SYNC_TABLES} from '../store/sync/sync-tables.js'
import type {DatabaseLocation} from '../store/database/location.js'
import type {RetryPolicy} from '../store/database/remote-fetch.js'
import {SCHEMA_VERSION} from '../store/database/migrations.js'
import {upgradeTeam, type TeamUpgrade} from '../store/database/upgrades.js'
import {openStore, openUnchanged, type Store} from '../store/store.js'
import {deviceOf} from './device.js'
import {withLock} from './lock.js'
import {previewSync} from './preview.js'
import {synchronize, type SyncOptions, type SyncReport} from './sync.js'
import type {Moved} from './tally.js'

/** So many rows that did not move are named; the others are counted. */
const MOST_NAMED = 20
/** Clocks further apart than this, in milliseconds, let the wrong change of two changes count. */
export const MOST_SKEW_MS = 5 * 60_000

export interface SyncFileOptions extends Omit<SyncOptions, 'device' | 'progress'> {
  /** Where this machine keeps its id. */
  dataDir: string
  dryRun: boolean
  /** Upgrade a team's database of an older schema to this schema first. */
  upgradeTeam?: boolean
  retryPolicy?: RetryPolicy
  progress?: (table: string, pulled: number, pushed: number) => void
}

/**
 * Brings a local file in step with the team's database; a missing database is made, on either side.
 * @throws BenchError
 */
export async function syncFile(
  local: DatabaseLocation,
  remote: DatabaseLocation,
  options: SyncFileOptions,
): Promise<SyncAnswer> {
  const databases = {database: local.display, remote: remote.display}
  if (options.dryRun) return {...databases, ...(await preview(local, remote, options))}
  return withLock(local.path!, async () => {
    const {retryPolicy, progress} = options
    const upgraded = options.upgradeTeam
      ? await upgradeTeam(remote, {...(retryPolicy && {retryPolicy})})
      : undefined
    // The team's database first: when it cannot be reached, no empty file is left here.
    await using there = closing(await openStore(remote, {create: true, retryPolicy}))
    await using here = closing(await openStore(local, {create: true}))
    const report = await synchronize(here.store, there.store, {
      ...options,
      device: await deviceOf(local.path!, options.dataDir),
      progress: ({kind, pulled, pushed}) => progress?.(SYNC_TABLES[kind].table, pulled, pushed),
    })
    return {
      ...databases,
      dry_run: false,
      tables: byTable(report.tables),
      conflicts: report.conflicts,
      passed_over: report.passedOver,
      unsent: report.unsent,
      upgraded: upgraded ?? null,
      clock_ahead_ms: report.clock_ahead_ms,
      warnings: [
        // A new database has nothing that an older bench could not read.
        ...(upgraded && upgraded.from !== 'nothing' ? [upgradeWarning(upgraded)] : []),
        ...skewWarnings(report.clock_ahead_ms),
        ...passedOverWarnings(report),
        ...unsentWarnings(report.unsent),
        ...purgedWarnings(report.purged),
      ],
    }
  })
}

async function preview(
  local: DatabaseLocation,
  remote: DatabaseLocation,
  options: SyncFileOptions,
): Promise<Omit<SyncAnswer, 'database' | 'remote'>> {
  const there = await openUnchanged(remote)
  try {
    const here = await openUnchanged(local)
    try {
      const device = here ? await deviceOf(local.path!, options.dataDir) : ''
      const {tables, deletions} = await previewSync(here, there, {...options, device})
      return {
        dry_run: true,
        tables: byTable(tables),
        conflicts: [],
        passed_over: [],
        unsent: 0,
        upgraded: null,
        clock_ahead_ms: null,
        warnings: deletions.map(
          ({table, deleted, of, place}) =>
            `${deleted} of ${of} ${table} would be deleted ${place === 'here' ? 'here' : 'in the team database'}: the sync will stop and ask for --accept-deletions.`,
        ),
      }
    } finally {
      await here?.close()
    }
  } finally {
    await there?.close()
  }
}

function upgradeWarning({from, devices}: TeamUpgrade): string {
  const others =
    devices > 0
      ? `${devices} ${devices === 1 ? 'device has' : 'devices have'} written into it; each`
      : 'Everybody who syncs with it'
  return `The team database was brought from ${from} to schema ${SCHEMA_VERSION}. ${others} needs this bench, or a newer one, for the next sync.`
}

function passedOverWarnings({passedOver, dependents}: SyncReport): string[] {
  if (passedOver.length === 0) return []
  const named = passedOver.slice(0, MOST_NAMED).map(({row, why}) => `Not moved: ${row}: ${why}.`)
  const more = passedOver.length - named.length
  return [
    ...named,
    ...(more > 0 ? [`Not moved: ${more} more rows; --json names them all.`] : []),
    ...(dependents > 0
      ? [`${dependents} ${dependents === 1 ? 'row' : 'rows'} that belong to these wait here with them.`]
      : []),
    'Everything else was moved; each sync tries these again.',
  ]
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

function purgedWarnings(purged: number): string[] {
  return purged > 0
    ? [
        `${purged} ${purged === 1 ? 'rating or note' : 'ratings, repeats and notes'} of people who were removed from the team database ${purged === 1 ? 'was' : 'were'} deleted here too.`,
      ]
    : []
}

function closing(store: Store): {store: Store} & AsyncDisposable {
  return {store, [Symbol.asyncDispose]: () => store.close()}
}

function byTable(moved: Record<ChangeKind, Moved>): SyncedTables {
  return Object.fromEntries(KINDS.map((kind) => [SYNC_TABLES[kind].table, moved[kind]]))
}
