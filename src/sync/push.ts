import type {ChangeKind} from '../store/changes.js'
import type {Entry, PendingChange, Sent, SyncState} from '../store/sync-repository.js'
import {SYNC_TABLES, KINDS} from '../store/sync-tables.js'
import type {Context} from './context.js'
import {applyEntries} from './pull.js'

/** A batch is one transaction there: nobody else writes meanwhile, so it is kept small. */
const ROWS_A_BATCH = 300
const BYTES_A_BATCH = 2_000_000
const ROWS_A_PAGE = 100

/**
 * Sends what the team's database does not have, `latest` being this database's newest change. A batch is
 * safe to repeat: what is there already does not win a second time.
 */
export async function push(context: Context, from: SyncState, latest: number): Promise<SyncState> {
  const {local, calls} = context
  let state = from
  let isComplete = true
  for await (const batch of batches(context, from)) {
    const outcome = await sendBatch(context, batch, state)
    state = outcome.state
    isComplete &&= outcome.isComplete
  }

  if (!isComplete) return state
  state = {
    ...state,
    pushed: Math.max(state.pushed, latest),
    ...(calls && {calls_pushed: Math.max(state.calls_pushed, latest)}),
  }
  if (state.pushed !== from.pushed || state.calls_pushed !== from.calls_pushed) await local.saveState(state)
  return state
}

async function sendBatch(
  context: Context,
  batch: PendingChange[],
  state: SyncState,
): Promise<{state: SyncState; isComplete: boolean}> {
  const {local, remote, remoteId, tally} = context
  const sent = await remote.send(remoteId, batch)
  const {accepted, refused, fresh, waiting} = sort(batch, sent)
  await local.markSent(accepted, new Map(sent.entries.map((entry) => [keyOf(entry), entry.seq])))
  for (const {kind, row} of fresh) {
    tally.add(kind, 'pushed', 1, row === undefined)
    if (kind === 'result' && row) tally.runs.add(row[SYNC_TABLES.result.columns.indexOf('run_id')] as string)
  }

  await countOrphans(context, waiting)
  for (const {kind, id} of refused) tally.conflict(kind, id)
  // The team's database had the last word on these: it counts here too, whatever the numbers say.
  await applyEntries(context, refused)
  // Nobody else wrote since the last pull, so there is nothing to fetch up to here.
  const isAlone = sent.after - sent.before === fresh.length
  const next = (seq: number) => (isAlone && seq === sent.before ? sent.after : seq)
  const moved = {...state, pulled: next(state.pulled), calls_pulled: next(state.calls_pulled)}
  if (moved.pulled !== state.pulled || moved.calls_pulled !== state.calls_pulled) await local.saveState(moved)
  return {state: moved, isComplete: waiting.length === 0}
}

async function countOrphans({remote, tally}: Context, waiting: readonly PendingChange[]): Promise<void> {
  for (const kind of new Set(waiting.map((change) => change.kind))) {
    const {parent, columns} = SYNC_TABLES[kind]
    const pending = waiting.filter((change) => change.kind === kind)
    const missing = new Set(await remote.missingParents(kind, pending))
    for (const {id, row} of pending)
      if (parent && missing.has(row?.[columns.indexOf(parent.column)] as string)) tally.orphan(kind, id)
  }
}

interface Sorted {
  /** There as they are here. */
  accepted: PendingChange[]
  /** Those of them that are new there. */
  fresh: PendingChange[]
  /** What is there instead. */
  refused: Entry[]
  /** What has to wait: what it belongs to is not there (yet, or any more). */
  waiting: PendingChange[]
}

function sort(batch: readonly PendingChange[], {before, entries}: Sent): Sorted {
  const there = new Map(entries.map((entry) => [keyOf(entry), entry]))
  const sorted: Sorted = {accepted: [], fresh: [], refused: [], waiting: []}
  for (const change of batch) {
    const entry = there.get(keyOf(change))
    if (!entry) sorted.waiting.push(change)
    else if (isSame(change, entry)) {
      sorted.accepted.push(change)
      if (entry.seq > before) sorted.fresh.push(change)
    } else sorted.refused.push(entry)
  }

  return sorted
}

function isSame(change: PendingChange, entry: Entry): boolean {
  const isGoneForGood = change.row === undefined && entry.deleted && SYNC_TABLES[change.kind].isFinal
  return isGoneForGood || (change.updated_at === entry.updated_at && change.updated_by === entry.updated_by)
}

function keyOf({kind, id}: {kind: ChangeKind; id: string}): string {
  return `${kind} ${id}`
}

/** All that is to be sent, rows with parents first, then deletions with children first. */
async function* batches({local, device, calls}: Context, state: SyncState): AsyncGenerator<PendingChange[]> {
  const kinds = KINDS.filter((kind) => calls || kind !== 'call')
  const start = (kind: ChangeKind) => (kind === 'call' ? state.calls_pushed : state.pushed)
  let batch: PendingChange[] = []
  let bytes = 0
  for (const kind of kinds) {
    for await (const change of inPages(
      (after) => local.pendingRows(device, kind, after, ROWS_A_PAGE),
      start(kind),
    )) {
      const size = sizeOf(change)
      if (batch.length >= ROWS_A_BATCH || (batch.length > 0 && bytes + size > BYTES_A_BATCH)) {
        yield batch
        batch = []
        bytes = 0
      }

      batch.push(change)
      bytes += size
    }
  }

  if (batch.length > 0) yield batch
  let deletions: PendingChange[] = []
  for (const kind of [...kinds].reverse()) {
    for await (const change of inPages(
      (after) => local.pendingDeletions(device, kind, after, ROWS_A_PAGE),
      start(kind),
    )) {
      if (deletions.push(change) < ROWS_A_BATCH) continue
      yield deletions
      deletions = []
    }
  }

  if (deletions.length > 0) yield deletions
}

async function* inPages(
  load: (after: number) => Promise<PendingChange[]>,
  start: number,
): AsyncGenerator<PendingChange> {
  for (let after = start; ;) {
    const page = await load(after)
    yield* page
    const last = page.at(-1)
    if (!last || page.length < ROWS_A_PAGE) return
    after = last.seq
  }
}

function sizeOf({row}: PendingChange): number {
  return (row ?? []).reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 8), 0)
}
