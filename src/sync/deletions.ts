import {manyDeletions, type DeletionCount} from '../errors/remote.js'
import type {ChangeKind} from '../store/changes.js'
import type {Entry, PendingChange} from '../store/sync/sync-entries.js'
import type {Identity, SyncState} from '../store/sync/sync-repository.js'
import {winner} from '../store/sync/sync-rules.js'
import {KINDS, SYNC_TABLES} from '../store/sync/sync-tables.js'
import type {Store} from '../store/store.js'
import {chunks} from './context.js'

/** So many rows of a table, and such a share of the table, may be deleted without a question. */
const FREE_ROWS = 20
const FREE_SHARE = 0.1
const IDS_A_QUESTION = 1000

interface Sides {
  local: Store
  remote: Store
  device: string
  identity: Identity
  state: SyncState
}

interface Directions {
  pull: boolean
  push: boolean
  calls: boolean
}

/**
 * What a sync would delete beyond the rows that need no question, on either side: more than 20 rows and more
 * than a tenth of a table.
 */
export async function largeDeletions(
  sides: Sides,
  {pull, push, calls}: Directions,
): Promise<DeletionCount[]> {
  const here = pull ? await deletedHere(sides, calls) : new Map<ChangeKind, number>()
  const there = push ? await deletedThere(sides, calls) : new Map<ChangeKind, number>()
  return [...(await large(here, sides.local, 'here')), ...(await large(there, sides.remote, 'there'))]
}

/** @throws BenchError before anything is changed. */
export async function refuseLargeDeletions(sides: Sides, directions: Directions): Promise<void> {
  const counts = await largeDeletions(sides, directions)
  if (counts.length > 0) throw manyDeletions(sides.remote.location.display, counts)
}

async function large(
  counts: ReadonlyMap<ChangeKind, number>,
  store: Store,
  place: DeletionCount['place'],
): Promise<DeletionCount[]> {
  const found: DeletionCount[] = []
  for (const [kind, deleted] of counts) {
    if (deleted <= FREE_ROWS) continue
    const of = await store.team.count(kind)
    if (deleted > of * FREE_SHARE) found.push({table: SYNC_TABLES[kind].table, deleted, of, place})
  }

  return found
}

async function deletedHere(
  {local, remote, device, identity, state}: Sides,
  calls: boolean,
): Promise<Map<ChangeKind, number>> {
  const counts = new Map<ChangeKind, number>()
  const from = (kind: ChangeKind) => (kind === 'call' ? state.calls_pulled : state.pulled)
  const start = calls ? Math.min(state.pulled, state.calls_pulled) : state.pulled
  const isEmpty = (await local.sync.identity()).latest === 0
  if (isEmpty || start >= identity.latest) return counts
  const pages = remote.sync.entries(identity.db_id, start, identity.latest, {calls, deletions: true})
  for await (const page of pages) {
    for (const kind of KINDS) {
      const deletions = page.filter((entry) => entry.kind === kind && entry.seq > from(kind))
      for (const part of chunks(deletions, IDS_A_QUESTION)) {
        const lost = countLost(kind, part, await entriesOf(local, device, kind, part))
        counts.set(kind, (counts.get(kind) ?? 0) + lost)
      }
    }
  }

  return counts
}

async function deletedThere(
  {local, remote, device, identity, state}: Sides,
  calls: boolean,
): Promise<Map<ChangeKind, number>> {
  const counts = new Map<ChangeKind, number>()
  for (const [kind, {deletions}] of await local.sync.pendingCounts(state)) {
    // The server is asked about every row only where the answer could matter.
    if (deletions <= FREE_ROWS || (kind === 'call' && !calls)) continue
    let after = kind === 'call' ? state.calls_pushed : state.pushed
    for (;;) {
      const part = await local.sync.pendingDeletions(device, kind, after, IDS_A_QUESTION)
      if (part.length === 0) break
      const lost = countLost(kind, part, await entriesOf(remote, identity.db_id, kind, part))
      counts.set(kind, (counts.get(kind) ?? 0) + lost)
      after = part.at(-1)!.seq
    }
  }

  return counts
}

function entriesOf(
  store: Store,
  localId: string,
  kind: ChangeKind,
  rows: readonly {id: string}[],
): Promise<Entry[]> {
  const ids = rows.map(({id}) => id)
  return store.sync.entriesOf(localId, kind, ids)
}

/** How many of these deletions would win over an existing row. */
function countLost(
  kind: ChangeKind,
  deletions: readonly (Entry | PendingChange)[],
  present: readonly Entry[],
): number {
  const theirs = new Map(deletions.map((entry) => [entry.id, entry]))
  const {law} = SYNC_TABLES[kind]
  return present.filter((entry) => {
    if (entry.deleted) return false
    const stamp = compareStamps(theirs.get(entry.id)!, entry)
    return winner({law, ours: 'open', theirs: 'deleted', stamp, content: undefined}, 'theirs') === 'theirs'
  }).length
}

type StampOf = Pick<Entry, 'updated_at' | 'updated_by'>

function compareStamps(theirs: StampOf, ours: StampOf): 'later' | 'equal' | 'earlier' {
  if (theirs.updated_at !== ours.updated_at) return theirs.updated_at > ours.updated_at ? 'later' : 'earlier'
  if (theirs.updated_by === ours.updated_by) return 'equal'
  return theirs.updated_by > ours.updated_by ? 'later' : 'earlier'
}
