import type {ChangeKind} from '../store/changes.js'
import type {Entry, PendingChange} from '../store/sync/sync-entries.js'
import type {Sent, SyncState} from '../store/sync/sync-repository.js'
import {isFinal, isSameEverywhere, KINDS, SYNC_TABLES, valueOf} from '../store/sync/sync-tables.js'
import type {Context} from './context.js'
import {labelOf} from './labels.js'
import {halves, mergeEntries} from './pull.js'
import {rowProblem, sizeOf, withSize} from './row-problems.js'
import {keyOf} from './tally.js'

/** A batch is one transaction there: no other client writes meanwhile, so the batch is kept small. */
const ROWS_A_BATCH = 300
const BYTES_A_BATCH = 2_000_000
const ROWS_A_PAGE = 100

/**
 * Sends the changes that the team's database does not have; `latest` is this database's newest change. A
 * batch is safe to repeat: a change that is there already does not win a second time.
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

interface Outcome {
  state: SyncState
  /** Whether no change of the batch is left to be sent. */
  isComplete: boolean
}

/** Sends a batch; a row that the server does not take is passed over, and the other rows move. */
async function sendBatch(context: Context, batch: PendingChange[], state: SyncState): Promise<Outcome> {
  let sent: Sent
  try {
    sent = await context.remote.send(context.remoteId, batch)
  } catch (error) {
    const why = rowProblem(error)
    if (why === undefined) throw error
    const [first] = batch
    if (batch.length === 1 && first) {
      const {kind, id, row} = first
      context.tally.passOver(first, labelOf(kind, id, row), withSize(why, row))
      return {state, isComplete: false}
    }

    const [left, right] = halves(batch)
    const before = await sendBatch(context, left, state)
    const after = await sendBatch(context, right, before.state)
    return {state: after.state, isComplete: before.isComplete && after.isComplete}
  }

  return noteSent(context, batch, sent, state)
}

async function noteSent(
  context: Context,
  batch: readonly PendingChange[],
  sent: Sent,
  state: SyncState,
): Promise<Outcome> {
  const {local, tally} = context
  const {accepted, refused, fresh, waiting} = sort(batch, sent)
  await local.markSent(accepted, new Map(sent.entries.map((entry) => [keyOf(entry), entry.seq])))
  for (const {kind, row} of fresh) tally.add(kind, 'pushed', 1, row === undefined)
  // Also the rows that were there already: the answer to an earlier push may have been lost.
  for (const {kind, row} of accepted)
    if (kind === 'result' && row) tally.runs.add(valueOf(kind, row, 'run_id') as string)
  await countWaiting(context, waiting)
  for (const entry of refused) if (!isSameEverywhere(entry.kind)) tally.conflict(entry)
  // The team's database decided about these rows: its rows count here too, whatever the numbers say.
  await mergeEntries(context, refused)
  // No other device wrote since the last pull, so there is nothing to fetch up to here.
  const isAlone = sent.after - sent.before === fresh.length
  const next = (seq: number) => (isAlone && seq === sent.before ? sent.after : seq)
  const moved = {...state, pulled: next(state.pulled), calls_pulled: next(state.calls_pulled)}
  if (moved.pulled !== state.pulled || moved.calls_pulled !== state.calls_pulled) await local.saveState(moved)
  return {state: moved, isComplete: waiting.length === 0}
}

/**
 * A row that waits for a passed-over row moves with it later; the other waiting rows have lost their parent.
 */
async function countWaiting({remote, tally}: Context, waiting: readonly PendingChange[]): Promise<void> {
  for (const kind of KINDS) {
    const pending = waiting.filter((change) => change.kind === kind)
    if (pending.length === 0) continue
    for (const parent of SYNC_TABLES[kind].parents) {
      const missing = new Set(await remote.missingParents(kind, parent, pending))
      for (const change of pending) {
        const id = valueOf(kind, change.row ?? [], parent.column) as string
        if (!missing.has(id)) continue
        if (tally.isPassedOver({kind: parent.kind, id})) tally.dependent(change)
        else tally.orphan(change)
      }
    }
  }
}

interface Sorted {
  /** Changes that are there as they are here. */
  accepted: PendingChange[]
  /** Those of the accepted changes that are new there. */
  fresh: PendingChange[]
  /** The entries that are there instead. */
  refused: Entry[]
  /** Changes that must wait: their parent row is not there (yet, or any more). */
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
  const isDeletion = change.row === undefined
  const isGoneForGood = isDeletion && entry.deleted && isFinal(change.kind)
  const isSameStamp = change.updated_at === entry.updated_at && change.updated_by === entry.updated_by
  return isGoneForGood || (isSameStamp && entry.deleted === isDeletion)
}

/** All changes that must be sent, rows with parents first, then deletions with children first. */
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
      const size = sizeOf(change.row)
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
