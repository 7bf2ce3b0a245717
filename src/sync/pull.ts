import type {ChangeKind} from '../store/changes.js'
import type {Entry, PendingChange, SyncState} from '../store/sync-repository.js'
import {SYNC_TABLES, KINDS} from '../store/sync-tables.js'
import {chunks, type Context} from './context.js'

/** Small enough for a server's answer with everything that models wrote. */
const ROWS_A_FETCH = 200
const DELETIONS_A_BATCH = 1000

/**
 * Brings in what changed in the team's database up to the change `upTo`, in its order: that is the order of
 * arrival there, so nothing is passed over that was made earlier and sent later.
 */
export async function pull(context: Context, from: SyncState, upTo: number): Promise<SyncState> {
  const {remote, local, remoteId, calls} = context
  let state = from
  const reached = async (seq: number) => {
    state = {
      ...state,
      pulled: Math.max(state.pulled, seq),
      ...(calls && {calls_pulled: Math.max(state.calls_pulled, seq)}),
    }
    await local.saveState(state)
  }

  const start = calls ? Math.min(from.pulled, from.calls_pulled) : from.pulled
  if (start >= upTo) return state
  for await (const page of remote.entries(remoteId, start, upTo, calls)) {
    await applyEntries(
      context,
      page.filter(({kind, seq}) => seq > (kind === 'call' ? from.calls_pulled : from.pulled)),
    )
    await reached(page.at(-1)!.seq)
  }

  await reached(upTo)
  return state
}

/** Brings in the rows these entries of the team's database speak of, where its word is the later one. */
export async function applyEntries(context: Context, entries: readonly Entry[]): Promise<void> {
  const wanted = new Map<ChangeKind, Entry[]>()
  for (const kind of KINDS)
    wanted.set(
      kind,
      await differing(
        context,
        kind,
        entries.filter((entry) => entry.kind === kind),
      ),
    )
  for (const kind of KINDS) {
    const present = wanted.get(kind)!.filter(({deleted}) => !deleted)
    for (const part of chunks(present, ROWS_A_FETCH))
      await fetchRows(
        context,
        kind,
        part.map(({id}) => id),
      )
  }

  for (const kind of [...KINDS].reverse()) {
    const deleted = wanted.get(kind)!.filter((entry) => entry.deleted)
    for (const part of chunks(deleted, DELETIONS_A_BATCH)) {
      const changes = part.map(({id, updated_at, updated_by, seq}) => ({
        kind,
        id,
        updated_at,
        updated_by,
        rev: seq,
        row: undefined,
      }))
      context.tally.add(kind, 'pulled', await context.local.merge(context.device, kind, changes), true)
    }
  }
}

/** The entries that say something else than this database. */
export async function differing(
  {local, device, tally}: Pick<Context, 'local' | 'device' | 'tally'>,
  kind: ChangeKind,
  entries: readonly Entry[],
): Promise<Entry[]> {
  if (entries.length === 0) return []
  const here = new Map(
    (
      await local.entriesOf(
        device,
        kind,
        entries.map(({id}) => id),
      )
    ).map((entry) => [entry.id, entry]),
  )
  return entries.filter((entry) => {
    const localEntry = here.get(entry.id)
    if (localEntry?.updated_at === entry.updated_at && localEntry.updated_by === entry.updated_by)
      return false
    if (localEntry?.rev === null && entry.updated_by !== device) tally.conflict(kind, entry.id)
    return true
  })
}

/** Fetches rows and brings them in; what they belong to first, where that is not here. */
async function fetchRows(context: Context, kind: ChangeKind, ids: readonly string[]): Promise<void> {
  const {local, device, tally} = context
  const changes = await rowsInParts(context, kind, ids)
  const missing = await local.missingParents(kind, changes)
  const {parent} = SYNC_TABLES[kind]
  if (parent && missing.length > 0) await fetchRows(context, parent.kind, missing)
  tally.add(kind, 'pulled', await local.merge(device, kind, changes))
}

/** A server gives no answer above a size that nobody can know beforehand: then half of it is asked for. */
async function rowsInParts(
  context: Context,
  kind: ChangeKind,
  ids: readonly string[],
): Promise<PendingChange[]> {
  try {
    return await context.remote.rows(context.remoteId, kind, ids)
  } catch (error) {
    if (ids.length === 1 || !isTooLarge(error)) throw error
    const half = Math.ceil(ids.length / 2)
    return [
      ...(await rowsInParts(context, kind, ids.slice(0, half))),
      ...(await rowsInParts(context, kind, ids.slice(half))),
    ]
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && /too large|RESPONSE_TOO_LARGE/i.test(error.message)
}
