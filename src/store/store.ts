import {databaseMissing} from '../errors/catalogue.js'
import {CallRepository} from './calls.js'
import {ChangeRepository} from './changes.js'
import {Database} from './database.js'
import {LeaseRepository} from './leases.js'
import {databaseExists, type DatabaseLocation} from './location.js'
import {migrate} from './migrations.js'
import {RatingRepository} from './ratings.js'
import {ResultRepository} from './results.js'
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
  readonly stats: StatsRepository
  close(): Promise<void>
}

/**
 * Opens a database and brings its schema up to date. A local file that is not there is made only when
 * `create` says so.
 * @throws BenchError
 */
export async function openStore(location: DatabaseLocation, {create}: {create: boolean}): Promise<Store> {
  if (!create && !databaseExists(location)) throw databaseMissing(location.display)
  const database = await Database.open(location)
  try {
    await migrate(database)
  } catch (error) {
    await database.close()
    throw error
  }

  return {
    location,
    runs: new RunRepository(database),
    results: new ResultRepository(database),
    ratings: new RatingRepository(database),
    calls: new CallRepository(database),
    leases: new LeaseRepository(database),
    changes: new ChangeRepository(database),
    stats: new StatsRepository(database),
    close: () => database.close(),
  }
}
