import {databaseMissing} from '../errors/databases.js'
import {olderFile, olderTeam} from '../errors/remote.js'
import {ArchiveRepository} from './archive.js'
import {CallRepository} from './calls.js'
import {ChangeRepository} from './changes.js'
import {CostRepository} from './figures/costs.js'
import {Database} from './database/database.js'
import {SyncRepository} from './sync/sync-repository.js'
import {LeaseRepository} from './leases.js'
import {databaseExists, type DatabaseLocation} from './database/location.js'
import {assertOneName} from './database/one-name.js'
import {schemaState} from './database/migrations.js'
import {MarkRepository} from './ratings/marks.js'
import {ReasonRepository} from './ratings/reasons.js'
import {RaterRepository} from './ratings/raters.js'
import {JudgementRepository} from './ratings/judgements.js'
import {RatingRepository} from './ratings/ratings.js'
import {ResultLists} from './result-lists.js'
import {ResultRepository} from './results.js'
import type {RetryPolicy} from './database/remote-fetch.js'
import {RunRepository} from './runs.js'
import {DefinitionRepository} from './definitions.js'
import {StatsRepository} from './figures/stats.js'
import {DecisionRepository} from './figures/decide.js'
import {DriftRepository} from './figures/drift.js'
import {VersionRepository} from './versions.js'
import {recountTotals} from './database/totals.js'
import {assertOurs, bringUpToDate, type Notice} from './database/upgrades.js'
import {TeamRepository} from './sync/team-repository.js'

/** The only way to the data: a repository for each kind of row, over one database. */
export interface Store {
  readonly location: DatabaseLocation
  /** Nothing can be saved: the database is in a read-only place. */
  readonly isReadOnly: boolean
  readonly runs: RunRepository
  readonly results: ResultRepository
  readonly ratings: RatingRepository
  readonly raters: RaterRepository
  readonly marks: MarkRepository
  readonly reasons: ReasonRepository
  readonly archive: ArchiveRepository
  readonly costs: CostRepository
  readonly calls: CallRepository
  readonly judgements: JudgementRepository
  readonly leases: LeaseRepository
  readonly changes: ChangeRepository
  readonly sync: SyncRepository
  readonly team: TeamRepository
  readonly stats: StatsRepository
  readonly definitions: DefinitionRepository
  readonly versions: VersionRepository
  readonly drift: DriftRepository
  readonly decisions: DecisionRepository
  readonly lists: ResultLists
  /** Computes again the totals of ratings that results carry. @returns how many results had wrong totals. */
  recountTotals(): Promise<number>
  /** So many commits are about to come; a local file is made ready for them. */
  expectCommits(count: number): void
  close(): Promise<void>
}

/**
 * Opens a database and brings its schema up to date: an empty database gets the schema, an older local file
 * is migrated, with a copy beside it that `notice` names. A missing local file is made only with `create`.
 * @throws BenchError
 */
export async function openStore(
  location: DatabaseLocation,
  {create, retryPolicy, notice}: {create: boolean; retryPolicy?: RetryPolicy | undefined; notice?: Notice},
): Promise<Store> {
  if (!create && !databaseExists(location)) throw databaseMissing(location.display)
  await assertOneName(location)
  await assertOurs(location)
  const database = await Database.open(location, retryPolicy)
  try {
    await bringUpToDate(database, notice ?? onStderr)
  } catch (error) {
    await database.close()
    throw error
  }

  return storeOf(database)
}

const onStderr: Notice = (message) => process.stderr.write(`${message}\n`)

/**
 * Opens a database only to look: nothing is made or changed.
 * @returns undefined when the database is empty.
 * @throws BenchError, also for an older schema.
 */
export async function openUnchanged(location: DatabaseLocation): Promise<Store | undefined> {
  if (!databaseExists(location)) return undefined
  const database = await (location.kind === 'local' ? Database.peek(location) : Database.open(location))
  try {
    const state = await schemaState(database)
    if (state.kind === 'current') return storeOf(database)
    if (state.kind !== 'empty')
      throw location.kind === 'remote'
        ? olderTeam(location.display, 'an older schema')
        : olderFile(location.display, 'only looked at')
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
    isReadOnly: database.isReadOnly,
    runs: new RunRepository(database),
    results: new ResultRepository(database),
    ratings,
    raters: new RaterRepository(database),
    marks: new MarkRepository(database),
    reasons: new ReasonRepository(database),
    archive: new ArchiveRepository(database),
    costs: new CostRepository(database),
    calls: new CallRepository(database),
    judgements: new JudgementRepository(database),
    leases: new LeaseRepository(database),
    changes: new ChangeRepository(database),
    sync: new SyncRepository(database),
    team: new TeamRepository(database),
    stats: new StatsRepository(database),
    definitions: new DefinitionRepository(database),
    versions: new VersionRepository(database),
    drift: new DriftRepository(database),
    decisions: new DecisionRepository(database),
    lists: new ResultLists(database, ratings),
    recountTotals: () => recountTotals(database),
    expectCommits: (count) => database.expectCommits(count),
    close: () => database.close(),
  }
}
