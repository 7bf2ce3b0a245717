import type {DeletionCount} from '../errors/remote.js'
import type {ChangeKind} from '../store/changes.js'
import type {Entry} from '../store/sync/sync-entries.js'
import type {Identity, SyncState} from '../store/sync/sync-repository.js'
import {KINDS} from '../store/sync/sync-tables.js'
import type {Store} from '../store/store.js'
import {largeDeletions} from './deletions.js'
import {differing} from './pull.js'
import {agreedState, type SyncOptions} from './sync.js'
import {Tally, type Moved} from './tally.js'

type PreviewOptions = Pick<SyncOptions, 'device' | 'pull' | 'push' | 'calls'>

const NOTHING_YET = {pulled: 0, calls_pulled: 0, pushed: 0, calls_pushed: 0}

/**
 * The changes that a sync would move, and its question before that; nothing is changed. Either database may
 * be missing.
 * @throws BenchError as `synchronize`.
 */
export async function previewSync(
  local: Store | undefined,
  remote: Store | undefined,
  options: PreviewOptions,
): Promise<{tables: Record<ChangeKind, Moved>; deletions: DeletionCount[]}> {
  const tally = new Tally()
  const identity = await remote?.sync.identity()
  const agreed = local && remote && identity ? await agreedState(local, remote, identity) : undefined
  const state = agreed ?? NOTHING_YET
  if (options.push && local) await countPushed(local, state, {calls: options.calls, tally})
  if (options.pull && remote && identity) await countPulled(local, remote, identity, {state, options, tally})
  const deletions =
    local && remote && identity && agreed
      ? await largeDeletions({local, remote, device: options.device, identity, state: agreed}, options)
      : []
  return {tables: tally.moved, deletions}
}

async function countPushed(
  local: Store,
  state: Pick<SyncState, 'pushed' | 'calls_pushed'>,
  {calls, tally}: {calls: boolean; tally: Tally},
): Promise<void> {
  for (const [kind, {changes, deletions}] of await local.sync.pendingCounts(state)) {
    if (kind === 'call' && !calls) continue
    tally.add(kind, 'pushed', changes - deletions)
    tally.add(kind, 'pushed', deletions, true)
  }
}

async function countPulled(
  local: Store | undefined,
  remote: Store,
  identity: Identity,
  {
    state,
    options,
    tally,
  }: {state: Pick<SyncState, 'pulled' | 'calls_pulled'>; options: PreviewOptions; tally: Tally},
): Promise<void> {
  const {device, calls} = options
  const from = (kind: ChangeKind) => (kind === 'call' ? state.calls_pulled : state.pulled)
  const wanted = async (kind: ChangeKind, entries: Entry[]) =>
    local
      ? await differing({local: local.sync, device}, kind, entries)
      : {differing: entries.filter(({deleted}) => !deleted), conflicts: []}
  const start = calls ? Math.min(state.pulled, state.calls_pulled) : state.pulled
  for await (const page of remote.sync.entries(identity.db_id, start, identity.latest, {calls})) {
    for (const kind of KINDS) {
      const {differing: entries, conflicts} = await wanted(
        kind,
        page.filter((entry) => entry.kind === kind && entry.seq > from(kind)),
      )
      for (const entry of conflicts) tally.conflict(entry)
      const deletions = entries.filter(({deleted}) => deleted).length
      tally.add(kind, 'pulled', entries.length - deletions)
      tally.add(kind, 'pulled', deletions, true)
    }
  }
}
