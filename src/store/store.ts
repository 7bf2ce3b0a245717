import {databaseMissing} from '../errors/catalogue.js'
import {olderSchema} from '../errors/remote.js'
import {CallRepository} from './calls.js'
import {ChangeRepository} from './changes.js'
import {Database} from './database/database.js'
import {SyncRepository} from './sync-repository.js'
import {LeaseRepository} from './leases.js'
import {databaseExists, type DatabaseLocation} from './database/location.js'
import {assertOneName} from './database/one-name.js'
import {migrate, SCHEMA_VERSION, schemaVersion} from './database/migrations.js'
import {RatingRepository} from './ratings.js'
import {ResultLists} from './result-lists.js'
import {ResultRepository} from './results.js'
import type {RetryPolicy} from './database/remote-fetch.js'
import {RunRepository} from './runs.js'
import {StatsRepository} from './stats.js'

/** The one way to the data: a repository for each kind of row, over one database. */
export interface Store {
  readonly location: DatabaseLocation
  readonly runs: RunRepository
  readonly results: ResultRepository
  readonly ratings: RatingRepository
  readonly calls: CallRepository
  readonly leases: LeaseRepository
  readonly changes: ChangeRepository
  readonly sync: SyncRepository
  readonly stats: StatsRepository
  readonly lists: ResultLists
  close(): Promise<void>
}

/**
 * Opens a database and brings its schema up to date. A local file that is not there is made only when
 * `create` says so.
 * @throws BenchError
 */
export async function openStore(
  location: DatabaseLocation,
  {create, retryPolicy}: {create: boolean; retryPolicy?: RetryPolicy | undefined},
): Promise<Store> {
  if (!create && !databaseExists(location)) throw databaseMissing(location.display)
  await assertOneName(location)
  const database = await Database.open(location, retryPolicy)
  try {
    await migrate(database)
  } catch (error) {
    await database.close()
    throw error
  }

  return storeOf(database)
}

/**
 * Opens a database only to look: nothing is made or changed.
 * @returns undefined when it is empty.
 * @throws BenchError, also when its schema is an older one.
 */
export async function openUnchanged(location: DatabaseLocation): Promise<Store | undefined> {
  if (!databaseExists(location)) return undefined
  const database = await Database.open(location)
  try {
    const version = await schemaVersion(database)
    if (version === SCHEMA_VERSION) return storeOf(database)
    if (version > 0) throw olderSchema(location.display)
    await database.close()
    return undefined
  } catch (error) {
    await database.close()
    throw error
  }
}

function storeOf(database: Database): Store {
  const ratings = new RatingRepository(database)
  return {
    location: database.location,
    runs: new RunRepository(database),
    results: new ResultRepository(database),
    ratings,
    calls: new CallRepository(database),
    leases: new LeaseRepository(database),
    changes: new ChangeRepository(database),
    sync: new SyncRepository(database),
    stats: new StatsRepository(database),
    lists: new ResultLists(database, ratings),
    close: () => database.close(),
  }
}
