import type {SyncRepository} from '../store/sync-repository.js'
import type {TeamRepository} from '../store/team-repository.js'
import type {Tally} from './tally.js'

/** Two databases and who they are. */
export interface Context {
  local: SyncRepository
  /** What is asked of the local database as a whole. */
  localTeam: TeamRepository
  /** The team's. */
  remote: SyncRepository
  /** The name of this database among all that sync with the team's. */
  device: string
  remoteId: string
  /** Whether calls move too. */
  calls: boolean
  tally: Tally
}

/** Pieces of a list. */
export function* chunks<T>(list: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size)
}
