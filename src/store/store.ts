import {databaseMissing} from '../errors/catalogue.js'
import {olderSchema, olderTeam} from '../errors/remote.js'
import {CallRepository} from './calls.js'
import {ChangeRepository} from './changes.js'
import {Database} from './database/database.js'
import {SyncRepository} from './sync-repository.js'
import {LeaseRepository} from './leases.js'
import {databaseExists, type DatabaseLocation} from './database/location.js'
import {migrate, SCHEMA_VERSION, schemaVersion} from './database/migrations.js'
import {RatingRepository} from './ratings.js'
import {ResultDirectory} from './result-directory.js'
import {DirectoryLists, QueriedLists, type ResultLists} from './result-lists.js'
import {ResultRepository} from './results.js'
import type {RetryPolicy} from './database/remote-fetch.js'
import {RunRepository} from './runs.js'
import {StatsRepository} from './stats.js'
import {TeamRepository} from './team-repository.js'

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
  readonly team: TeamRepository
  readonly stats: StatsRepository
  /** Lists of results for a process that comes and goes. */
  readonly lists: ResultLists
  /**
   * Lists of results for a process that stays: it reads a directory of all results into memory first, and
   * follows the database from then on. `seen` is told how far it is.
   */
  directoryLists(seen?: (results: number) => void): Promise<ResultLists>
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
  const database = await Database.open(location, retryPolicy)
  try {
    if (location.kind === 'remote') await assertCurrent(database)
    await migrate(database)
  } catch (error) {
    await database.close()
    throw error
  }

  return storeOf(database)
}

/** A team's database is brought forward only by `bench sync --upgrade-team`. @throws BenchError */
async function assertCurrent(database: Database): Promise<void> {
  const [row] = await database.query('SELECT user_version FROM pragma_user_version')
  const version = Number(row?.['user_version'] ?? 0)
  // Another program's database is refused as such.
  if (version > 0 && version < SCHEMA_VERSION && (await schemaVersion(database)) === version)
    throw olderTeam(database.location.display, `schema ${version}`)
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
    if (version > 0)
      throw location.kind === 'remote'
        ? olderTeam(location.display, `schema ${version}`)
        : olderSchema(location.display)
    await database.close()
    return undefined
  } catch (error) {
    await database.close()
    throw error
  }
}

function storeOf(database: Database): Store {
  const [runs, results, ratings, changes] = [
    new RunRepository(database),
    new ResultRepository(database),
    new RatingRepository(database),
    new ChangeRepository(database),
  ]
  return {
    location: database.location,
    runs,
    results,
    ratings,
    calls: new CallRepository(database),
    leases: new LeaseRepository(database),
    changes,
    sync: new SyncRepository(database),
    team: new TeamRepository(database),
    stats: new StatsRepository(database),
    lists: new QueriedLists(runs, results, ratings),
    async directoryLists(seen) {
      const directory = new ResultDirectory(database, changes, seen)
      await directory.follow()
      return new DirectoryLists(database, directory, ratings)
    },
    close: () => database.close(),
  }
}
