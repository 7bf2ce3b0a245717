import type {Store} from '../../store/store.js'
import type {ChangeCache} from '../http/change-cache.js'

type Repository = Exclude<
  keyof Store,
  'location' | 'isReadOnly' | 'recountTotals' | 'expectCommits' | 'close'
>
type Reads = {readonly [Name in Repository]?: readonly (keyof Store[Name])[]}

/** A read of the store by name. */
export interface Read {
  repository: Repository
  name: string
  args: unknown[]
}

/** What a leaderboard, a decision and a comparison of the same results read, each of them for itself. */
const READS_OF_FIGURES = {
  stats: ['groups', 'ratedCells', 'measuredCells'],
  decisions: ['cells', 'scores'],
  drift: ['answeringModels', 'ratedModels', 'repeatedConfigurations', 'retired'],
  versions: ['uses', 'olderRuns', 'hasUnversioned'],
  definitions: ['heads'],
  ratings: ['blindness'],
} as const satisfies Reads

/** What takes longer the more results there are, beside figures. */
const LONG_READS = {
  versions: ['uses', 'olderRuns', 'hasUnversioned', 'rubricUses'],
  drift: ['retired'],
  results: ['allLevels', 'days', 'list'],
  lists: ['places'],
  runs: ['list'],
  reasons: ['tags'],
} as const satisfies Reads

/**
 * The same store, of which figures read each sum once until anything in the database changes, whichever
 * figure asks first.
 */
export function withKeptReads(store: Store, cache: ChangeCache): Store {
  return withReads(store, READS_OF_FIGURES, (read) =>
    cache.now(
      JSON.stringify(read),
      () => doRead(store, read),
      (rows) => JSON.stringify(rows).length,
    ),
  )
}

/** The same store, whose long reads are made by `make`, so that they delay no other request. */
export function withLongReads(store: Store, make: (read: Read) => Promise<unknown>): Store {
  return withReads(store, LONG_READS, make)
}

export function doRead(store: Store, {repository, name, args}: Read): Promise<unknown> {
  const of: object = store[repository]
  return (Reflect.get(of, name) as (...values: unknown[]) => Promise<unknown>).apply(of, args)
}

/** The same store, some of whose reads are made another way. */
function withReads(store: Store, reads: Reads, make: (read: Read) => Promise<unknown>): Store {
  const changed = Object.entries(reads).map(([key, names]) => {
    const repository = key as Repository
    const of: object = store[repository]
    const ways = new Map<string | symbol, unknown>(
      names.map((name) => [name, (...args: unknown[]) => make({repository, name, args})]),
    )
    const get = (_: object, name: string | symbol) => {
      const way = ways.get(name)
      const value: unknown = way ?? Reflect.get(of, name)
      // Methods with private fields work on the repository itself alone.
      return typeof value === 'function' && !way ? (value.bind(of) as unknown) : value
    }
    return [repository, new Proxy(of, {get})]
  })
  return {...store, ...(Object.fromEntries(changed) as Partial<Store>)}
}
