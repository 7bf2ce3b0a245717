import {remoteReplaced, remoteSetBack} from '../errors/remote.js'
import type {ChangeKind} from '../store/changes.js'
import type {Identity, SyncState} from '../store/sync-repository.js'
import {LEASE_MS} from '../store/leases.js'
import type {Store} from '../store/store.js'
import type {Context} from './context.js'
import {pull} from './pull.js'
import {push} from './push.js'
import {Tally, type Moved, type Progress} from './tally.js'

export interface SyncOptions {
  /** The name of the local database among all that sync with the team's. */
  device: string
  pull: boolean
  push: boolean
  calls: boolean
  /** Take the team's database as it is, although it is not the one of before. */
  acceptRemote: boolean
  progress?: Progress
}

export interface SyncReport {
  tables: Record<ChangeKind, Moved>
  /** Rows that were not sent, as what they belong to is deleted there. */
  unsent: number
  /** Milliseconds the team's clock is ahead of this machine's. */
  clock_ahead_ms: number
}

/**
 * Brings two databases in step: pull, push, pull. It may be cut off anywhere and begun again: every step is
 * safe to repeat, and none forgets what another has still to do.
 * @throws BenchError when the team's database is another one than before, or was set back.
 */
export async function synchronize(local: Store, remote: Store, options: SyncOptions): Promise<SyncReport> {
  const asked = Date.now()
  const identity = await remote.sync.identity()
  const clockAhead = Math.round(identity.now - (asked + Date.now()) / 2)
  // First of all what may be refused, so that a refusal leaves the file as it was.
  if (options.push && (await local.sync.pendingCounts({pushed: 0, calls_pushed: 0})).size > 0)
    await remote.sync.assertWritable()
  if (options.acceptRemote) await local.sync.forgetRemote()
  let state = await agreedState(local, remote, identity)
  const tally = new Tally(options.progress)
  const context: Context = {
    local: local.sync,
    remote: remote.sync,
    device: options.device,
    remoteId: identity.db_id,
    calls: options.calls,
    tally,
  }
  if (options.pull) state = await pull(context, state, identity.latest)
  if (options.push) {
    state = await push(context, state, (await local.sync.identity()).latest)
    // Several machines may each have done a part of a run: whoever brings the last part home ends it.
    if (tally.runs.size > 0)
      await remote.sync.completeRuns([...tally.runs], new Date().toISOString(), LEASE_MS)
  }

  if (options.pull) state = await pull(context, state, (await remote.sync.identity()).latest)
  await rememberNewest(context, state)
  return {tables: tally.moved, unsent: tally.orphans, clock_ahead_ms: clockAhead}
}

/** How far the two are; refuses a team's database that is not the one of before. */
export async function agreedState(
  local: Store,
  remote: Store,
  {db_id, latest}: Identity,
): Promise<SyncState> {
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
  if (latest < state.pulled || latest < (state.seen_seq ?? 0)) throw remoteSetBack(display)
  if (state.seen_kind !== null && state.seen_id !== null && state.seen_seq !== null) {
    const [seen] = await remote.sync.entriesOf(db_id, state.seen_kind, [state.seen_id])
    // A row's number only ever grows.
    if (!seen || seen.seq < state.seen_seq) throw remoteSetBack(display)
  }

  return state
}

async function rememberNewest({local, remote, remoteId}: Context, state: SyncState): Promise<void> {
  const newest = await remote.newest(remoteId)
  if (!newest || newest.seq === state.seen_seq) return
  await local.saveState({...state, seen_kind: newest.kind, seen_id: newest.id, seen_seq: newest.seq})
}
