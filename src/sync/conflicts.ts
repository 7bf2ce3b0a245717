import type {ChangeKind} from '../store/changes.js'
import type {Entry, PendingChange} from '../store/sync/sync-entries.js'
import {chunks, type Context} from './context.js'
import {contentOf, labelOf} from './labels.js'
import type {Tally} from './tally.js'

const ROWS_A_QUESTION = 200

/** A row that was changed on both sides, as it is here before anything is merged. */
export interface Dispute {
  entry: Entry
  here: PendingChange | undefined
}

/** Reads the rows of these conflicts while they are still here; texts of calls are not worth a read. */
export async function disputesAbout(
  {local, device}: Context,
  kind: ChangeKind,
  conflicts: readonly Entry[],
): Promise<Dispute[]> {
  const disputes: Dispute[] = []
  for (const part of chunks(conflicts, ROWS_A_QUESTION)) {
    const ids = part.map(({id}) => id)
    const rows = kind === 'call' ? [] : await local.rows(device, kind, ids)
    const here = new Map(rows.map((row) => [row.id, row]))
    disputes.push(...part.map((entry) => ({entry, here: here.get(entry.id)})))
  }

  return disputes
}

/**
 * Names for each conflict what both sides had and which of the two rows stayed. `fetched`: the team's rows.
 */
export async function nameConflicts(
  {local, device, tally}: Context,
  disputes: readonly Dispute[],
  fetched: ReadonlyMap<string, PendingChange>,
): Promise<void> {
  for (const kind of new Set(disputes.map(({entry}) => entry.kind))) {
    const ofKind = disputes.filter(({entry}) => entry.kind === kind)
    for (const part of chunks(ofKind, ROWS_A_QUESTION)) {
      const ids = part.map(({entry}) => entry.id)
      const now = new Map((await local.entriesOf(device, kind, ids)).map((entry) => [entry.id, entry]))
      for (const {entry, here} of part) {
        const there = fetched.get(`${kind} ${entry.id}`)
        const stamp = now.get(entry.id)
        const isTheirs = stamp?.updated_at === entry.updated_at && stamp.updated_by === entry.updated_by
        tally.nameConflict(kind, {
          id: entry.id,
          row: labelOf(kind, entry.id, here?.row ?? there?.row),
          here: contentOf(kind, here?.row),
          there: contentOf(kind, there?.row),
          kept: isTheirs ? 'there' : 'here',
        })
      }
    }
  }
}

/** A row that the team's database lacks is deleted with its run or result: the row is named as well. */
export function nameLost(tally: Tally, lost: readonly PendingChange[]): void {
  for (const {kind, id, row} of lost)
    tally.nameConflict(kind, {
      id,
      row: labelOf(kind, id, row),
      here: contentOf(kind, row),
      there: null,
      kept: 'there',
    })
}
