import {remoteChanged, remoteReplaced, remoteSetBack} from '../errors/remote.js'
import type {Conflict, PassedOver} from '../records/sync.js'
import type {ChangeKind} from '../store/changes.js'
import type {Identity, SyncState} from '../store/sync/sync-repository.js'
import type {Store} from '../store/store.js'
import type {Context} from './context.js'
import {refuseLargeDeletions} from './deletions.js'
import {pull} from './pull.js'
import {push} from './push.js'
import {Tally, type Moved, type Progress} from './tally.js'

export interface SyncOptions {
  /** The name of the local database among all that sync with the team's. */
  device: string
  pull: boolean
  push: boolean
  calls: boolean
  /** Take the team's database as it is, although it differs from the database of the last sync. */
  acceptRemote: boolean
  /** Allow any number of deletions. */
  acceptDeletions?: boolean
  progress?: Progress
}

export interface SyncReport {
  tables: Record<ChangeKind, Moved>
  conflicts: Conflict[]
  passedOver: PassedOver[]
  /** Rows that wait for a row that was passed over. */
  dependents: number
  /** Rows that were not sent, as their parent row is deleted there. */
  unsent: number
  /**
   * Ratings, repeats and notes that were deleted here, as their person was removed from the team's database.
   */
  purged: number
  /** Milliseconds the team's clock is ahead of this machine's. */
  clock_ahead_ms: number
}

/**
 * Brings two databases in step: pull, push, pull. A sync may be cut off anywhere and begun again: every step
 * is safe to repeat, and no step loses the remaining work of another step.
 * @throws BenchError when the team's database is another database than before, or was set back.
 */
export async function synchronize(local: Store, remote: Store, options: SyncOptions): Promise<SyncReport> {
  const asked = Date.now()
  let identity = await remote.sync.identity()
  const clockAhead = Math.round(identity.now - (asked + Date.now()) / 2)
  // Checks first whether the file can be written, so that a refusal leaves the file as it was.
  if (options.push && (await local.sync.pendingCounts({pushed: 0, calls_pushed: 0})).size > 0)
    await remote.team.assertWritable()
  if (options.acceptRemote) identity = await acceptRemote(local, remote, identity, options)
  let state = await agreedState(local, remote, identity)
  const tally = new Tally(options.progress)
  if (!options.acceptDeletions)
    await refuseLargeDeletions({local, remote, device: options.device, identity, state}, options)
  const context: Context = {
    local: local.sync,
    localTeam: local.team,
    remote: remote.sync,
    device: options.device,
    remoteId: identity.db_id,
    calls: options.calls,
    tally,
  }
  let purged = 0
  if (options.pull) {
    state = await pull(context, state, identity.latest)
    purged += await local.raters.purgeRemoved()
  }

  if (options.push) {
    state = await push(context, state, (await local.sync.identity()).latest)
    await completeRuns(local, remote, tally)
  }

  if (options.pull) {
    const now = await remote.sync.identity()
    if (now.db_id !== identity.db_id) throw remoteChanged(remote.location.display)
    state = await pull(context, state, now.latest)
    const late = await local.raters.purgeRemoved()
    if (late > 0 && options.push) state = await push(context, state, (await local.sync.identity()).latest)
    purged += late
  }

  await rememberNewest(context, state)
  return {
    tables: tally.moved,
    conflicts: tally.conflicts,
    passedOver: tally.passedOver,
    dependents: tally.dependents,
    unsent: tally.orphans,
    purged,
    clock_ahead_ms: clockAhead,
  }
}

/**
 * Several machines may each have done a part of a run: a run that has all its results is completed. That
 * follows from the rows, so a lost answer, or a sync that was cut off, changes nothing about it.
 */
async function completeRuns(local: Store, remote: Store, tally: Tally): Promise<void> {
  const runs = new Set([...tally.runs, ...(await local.team.runsWithAllResults())])
  if (runs.size > 0) await remote.team.completeRuns([...runs], new Date().toISOString())
}

/**
 * Forgets how far this file was in step. A team's database that was set back gets a new `db_id`: the other
 * devices have rows that are gone there, and must stop and accept the database too.
 */
async function acceptRemote(
  local: Store,
  remote: Store,
  identity: Identity,
  {push: isPushing}: SyncOptions,
): Promise<Identity> {
  const state = await local.sync.state()
  const isSameTeam = state?.remote_id === identity.db_id
  // A sync that only pulls changes nothing there.
  const isRenewed = isPushing && isSameTeam && (await isSetBack(remote, state, identity))
  if (isRenewed) await remote.team.renewId(identity.db_id)
  await local.sync.forgetRemote()
  return isRenewed ? remote.sync.identity() : identity
}

/** How far the two databases are in step; refuses a team's database other than that of the last sync. */
export async function agreedState(local: Store, remote: Store, identity: Identity): Promise<SyncState> {
  const {db_id} = identity
  const state = await local.sync.state()
  const {display} = remote.location
  if (!state) {
    return {
      remote_id: db_id,
      pulled: 0,
      pushed: 0,
      calls_pulled: 0,
      calls_pushed: 0,
      seen_kind: null,
      seen_id: null,
      seen_seq: null,
    }
  }

  if (state.remote_id !== db_id) throw remoteReplaced(display)
  if (await isSetBack(remote, state, identity)) throw remoteSetBack(display)
  return state
}

/** Whether the team's database lacks what it had at the last sync. */
async function isSetBack(remote: Store, state: SyncState, {db_id, latest}: Identity): Promise<boolean> {
  if (latest < state.pulled || latest < (state.seen_seq ?? 0)) return true
  if (state.seen_kind === null || state.seen_id === null || state.seen_seq === null) return false
  const [seen] = await remote.sync.entriesOf(db_id, state.seen_kind, [state.seen_id])
  // The number of a row only ever grows.
  return !seen || seen.seq < state.seen_seq
}

async function rememberNewest({local, remote, remoteId}: Context, state: SyncState): Promise<void> {
  const newest = await remote.newest(remoteId)
  if (!newest || newest.seq === state.seen_seq) return
  await local.saveState({...state, seen_kind: newest.kind, seen_id: newest.id, seen_seq: newest.seq})
}
