import {FACTOR_COLUMNS, isNumeric, type FactorFilter, type ListedResult} from '../records/result.js'
import type {Database} from './database/database.js'
import {listedRows, type ListedForUser} from './listed-rows.js'
import type {DirectoryFilter, ResultDirectory} from './result-directory.js'
import type {RatingRepository} from './ratings.js'
import type {ResultFilter, ResultRepository} from './results.js'
import type {RunRepository} from './runs.js'

/** Which results a list holds: all that agree with every given part. */
export interface ListFilter extends DirectoryFilter {
  rated_by?: string | undefined
  unrated_by?: string | undefined
}

export interface ListRequest {
  limit: number
  offset: number
  /** Whose ratings come with the results. */
  rater?: string | undefined
}

/** How many results a run has. */
export interface RunCounts {
  result_count: number
  failed_count: number
}

/** Lists of results, newest first, ties by id: one way for servers that stay, one for those that come and go. */
export interface ResultLists {
  page(filter: ListFilter, request: ListRequest): Promise<{results: ListedForUser[]; total: number}>
  /** By run id; runs without results have none. */
  counts(runIds: readonly string[]): Promise<Map<string, RunCounts>>
}

/** A list that changed under way is read again, but not for ever. */
const ATTEMPTS = 4

/** Lists from a directory in memory: each page costs the same, and totals cost nothing. */
export class DirectoryLists implements ResultLists {
  constructor(
    private readonly database: Database,
    private readonly directory: ResultDirectory,
    private readonly ratings: RatingRepository,
  ) {}

  async page(filter: ListFilter, request: ListRequest): Promise<{results: ListedForUser[]; total: number}> {
    if (this.directory.seq === undefined) await this.directory.follow()
    const isWanted = await this.#ratedAsWanted(filter)
    for (let attempt = 1; ; attempt++) {
      const {places, total} = this.directory.page(filter, request, isWanted)
      const {seq, results} = await listedRows(this.database, places, request.rater)
      // The rows tell by themselves whether anything happened since the directory last looked.
      const isFresh = this.directory.seq !== undefined && (seq === this.directory.seq || attempt > 1)
      const isRight = places.every(({id}, at) => results[at]?.id === id)
      if ((isFresh && isRight) || attempt === ATTEMPTS) return {results, total}
      if (isFresh) this.directory.forget()
      await this.directory.follow()
    }
  }

  async #ratedAsWanted({rated_by, unrated_by}: ListFilter): Promise<((id: string) => boolean) | undefined> {
    if (rated_by === undefined && unrated_by === undefined) return undefined
    const rated = rated_by === undefined ? undefined : await this.ratings.ratedBy(rated_by)
    const tooMany = unrated_by === undefined ? undefined : await this.ratings.ratedBy(unrated_by)
    return (id) => rated?.has(id) !== false && tooMany?.has(id) !== true
  }

  async counts(runIds: readonly string[]): Promise<Map<string, RunCounts>> {
    await this.directory.follow()
    return new Map(runIds.map((id) => [id, this.directory.counts(id)]))
  }
}

/** Lists by a query each: for processes that do not live long enough to read a directory. */
export class QueriedLists implements ResultLists {
  constructor(
    private readonly runs: RunRepository,
    private readonly results: ResultRepository,
    private readonly ratings: RatingRepository,
  ) {}

  async page(
    filter: ListFilter,
    {limit, offset, rater}: ListRequest,
  ): Promise<{results: ListedForUser[]; total: number}> {
    const {results, total} = await this.results.list(asResultFilter(filter), {limit, offset})
    if (rater === undefined) return {results: results.map(withoutChips), total}
    const scores = await this.ratings.scoresOf(
      rater,
      results.map(({id}) => id),
    )
    return {
      results: results.map((result) => ({...withoutChips(result), my_rating: scores.get(result.id) ?? null})),
      total,
    }
  }

  counts(runIds: readonly string[]): Promise<Map<string, RunCounts>> {
    return this.runs.counts(runIds)
  }
}

function withoutChips(result: ListedResult & {chips?: number}): ListedResult {
  const {...listed} = result
  delete listed.chips
  return listed
}

function asResultFilter(filter: ListFilter): ResultFilter {
  const levels = FACTOR_COLUMNS.map((column) => {
    const level = filter[column]
    if (level === undefined) return [column, undefined]
    return [column, [isNumeric(column) ? Number(level) : String(level)]]
  })
  return {...filter, ...(Object.fromEntries(levels) as Required<FactorFilter>)}
}
