import type {ChangeKind} from '../store/changes.js'
import type {Entry, PendingChange} from '../store/sync/sync-entries.js'
import type {SyncState} from '../store/sync/sync-repository.js'
import {isSameEverywhere, KINDS, SYNC_TABLES} from '../store/sync/sync-tables.js'
import {disputesAbout, nameConflicts, nameLost, type Dispute} from './conflicts.js'
import {chunks, type Context} from './context.js'
import {labelOf} from './labels.js'
import {rowProblem, withSize} from './row-problems.js'
import {keyOf} from './tally.js'

/** Small enough for a server's answer with all texts that models wrote. */
const ROWS_A_FETCH = 200
const DELETIONS_A_BATCH = 1000

/**
 * Merges the changes of the team's database up to the change `upTo`, in their order: that is the order of
 * arrival there, so no change is missed that was made earlier and sent later. The number stays before the
 * first row that cannot be merged, so that the row is tried, and named, again at the next sync.
 */
export async function pull(context: Context, from: SyncState, upTo: number): Promise<SyncState> {
  const {remote, local, remoteId, calls, tally} = context
  let state = from
  const before = tally.failures
  const reached = async (seq: number) => {
    if (tally.failures > before) return
    state = {
      ...state,
      pulled: Math.max(state.pulled, seq),
      ...(calls && {calls_pulled: Math.max(state.calls_pulled, seq)}),
    }
    await local.saveState(state)
  }

  const start = calls ? Math.min(from.pulled, from.calls_pulled) : from.pulled
  if (start >= upTo) return state
  for await (const page of remote.entries(remoteId, start, upTo, {calls})) {
    await mergeEntries(
      context,
      page.filter(({kind, seq}) => seq > (kind === 'call' ? from.calls_pulled : from.pulled)),
    )
    await reached(page.at(-1)!.seq)
  }

  await reached(upTo)
  return state
}

/** Merges the rows that these entries of the team's database name. */
export async function mergeEntries(context: Context, entries: readonly Entry[]): Promise<void> {
  const wanted = new Map<ChangeKind, Entry[]>()
  const disputes: Dispute[] = []
  const fetched = new Map<string, PendingChange>()
  for (const kind of KINDS) {
    const found = await differing(
      context,
      kind,
      entries.filter((entry) => entry.kind === kind),
    )
    wanted.set(kind, found.differing)
    for (const entry of found.conflicts) context.tally.conflict(entry)
    disputes.push(...(await disputesAbout(context, kind, found.conflicts)))
  }

  const disputed = new Set(disputes.map(({entry}) => keyOf(entry)))
  for (const kind of KINDS) {
    const present = wanted.get(kind)!.filter(({deleted}) => !deleted)
    for (const part of chunks(present, ROWS_A_FETCH)) {
      const ids = part.map(({id}) => id)
      for (const change of await fetchRows(context, kind, ids))
        if (disputed.has(keyOf(change))) fetched.set(keyOf(change), change)
    }
  }

  for (const kind of [...KINDS].reverse()) {
    const deleted = wanted.get(kind)!.filter((entry) => entry.deleted)
    for (const part of chunks(deleted, DELETIONS_A_BATCH)) await mergeDeletions(context, kind, part)
  }

  await nameConflicts(context, disputes, fetched)
}

async function mergeDeletions(context: Context, kind: ChangeKind, entries: readonly Entry[]): Promise<void> {
  const {local, localTeam, device, tally} = context
  const ids = entries.map(({id}) => id)
  nameLost(tally, await localTeam.unsentBelow(kind, ids))
  const changes = entries.map(({id, updated_at, updated_by, seq}) => ({
    kind,
    id,
    updated_at,
    updated_by,
    rev: seq,
    row: undefined,
  }))
  tally.add(kind, 'pulled', await local.merge(device, kind, changes), true)
}

/** The entries that differ from this database, and those of them that were changed here too. */
export async function differing(
  {local, device}: Pick<Context, 'local' | 'device'>,
  kind: ChangeKind,
  entries: readonly Entry[],
): Promise<{differing: Entry[]; conflicts: Entry[]}> {
  if (entries.length === 0) return {differing: [], conflicts: []}
  const ids = entries.map(({id}) => id)
  const here = new Map((await local.entriesOf(device, kind, ids)).map((entry) => [entry.id, entry]))
  const differing = entries.filter((entry) => !isKnown(here.get(entry.id), entry))
  if (isSameEverywhere(kind)) return {differing, conflicts: []}
  const conflicts = differing.filter((entry) => {
    const localEntry = here.get(entry.id)
    return localEntry?.rev === null && entry.updated_by !== device && !(localEntry.deleted && entry.deleted)
  })
  return {differing, conflicts}
}

/** Whether this database has the change. A number that moved under the same stamp hides another content. */
function isKnown(local: Entry | undefined, entry: Entry): boolean {
  return (
    local?.updated_at === entry.updated_at &&
    local.updated_by === entry.updated_by &&
    local.deleted === entry.deleted &&
    (local.rev === null || local.rev === entry.seq)
  )
}

/** Fetches rows and merges them; first their parent rows, where those are not here. */
async function fetchRows(
  context: Context,
  kind: ChangeKind,
  ids: readonly string[],
): Promise<PendingChange[]> {
  const changes = await rowsInParts(context, kind, ids)
  for (const parent of SYNC_TABLES[kind].parents) {
    const missing = await context.local.missingParents(kind, parent, changes)
    if (missing.length > 0) await fetchRows(context, parent.kind, missing)
  }

  await mergeRows(context, kind, changes)
  return changes
}

/** Merges rows; a row that this database does not take is passed over. */
async function mergeRows(
  context: Context,
  kind: ChangeKind,
  changes: readonly PendingChange[],
): Promise<void> {
  const {local, device, tally} = context
  try {
    tally.add(kind, 'pulled', await local.merge(device, kind, changes))
  } catch (error) {
    const why = rowProblem(error)
    if (why === undefined) throw error
    const [first] = changes
    if (changes.length === 1 && first) {
      const reason = withSize(why, first.row).replaceAll(' there ', ' here ')
      tally.passOver(first, labelOf(kind, first.id, first.row), reason)
      return
    }

    for (const half of halves(changes)) await mergeRows(context, kind, half)
  }
}

/**
 * A server refuses answers above a size that is not known beforehand: then half of the rows are asked for.
 */
async function rowsInParts(
  context: Context,
  kind: ChangeKind,
  ids: readonly string[],
): Promise<PendingChange[]> {
  try {
    return await context.remote.rows(context.remoteId, kind, ids)
  } catch (error) {
    const why = rowProblem(error)
    if (why === undefined) throw error
    const [first] = ids
    if (ids.length === 1 && first !== undefined) {
      context.tally.passOver({kind, id: first}, labelOf(kind, first, undefined), why)
      return []
    }

    const [left, right] = halves(ids)
    return [...(await rowsInParts(context, kind, left)), ...(await rowsInParts(context, kind, right))]
  }
}

export function halves<T>(list: readonly T[]): [T[], T[]] {
  const half = Math.ceil(list.length / 2)
  return [list.slice(0, half), list.slice(half)]
}
