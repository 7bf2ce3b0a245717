import type {ExchangeRepository} from '../store/sync-repository.js'
import type {Tally} from './tally.js'

/** Two databases and who they are. */
export interface Context {
  local: ExchangeRepository
  /** The team's. */
  remote: ExchangeRepository
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
