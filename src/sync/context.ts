import type {SyncRepository} from '../store/sync/sync-repository.js'
import type {TeamRepository} from '../store/sync/team-repository.js'
import type {Tally} from './tally.js'

/** The two databases of a sync and their names. */
export interface Context {
  local: SyncRepository
  /** Questions to the local database as a whole. */
  localTeam: TeamRepository
  /** The team's database. */
  remote: SyncRepository
  /** The name of this database among all that sync with the team's. */
  device: string
  remoteId: string
  /** Whether calls are synced too. */
  calls: boolean
  tally: Tally
}

/** Pieces of a list. */
export function* chunks<T>(list: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size)
}
