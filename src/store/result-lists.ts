import {
  FACTOR_COLUMNS,
  isNumeric,
  type FactorColumn,
  type ListedResult,
  type ResultStatus,
} from '../records/result.js'
import type {VersionChoice} from '../records/version.js'
import type {Database} from './database/database.js'
import {number, text} from './database/rows.js'
import type {RatingRepository} from './ratings/ratings.js'
import {LISTED_COLUMNS, toListed, whereOf, type ResultFilter} from './results.js'

/** The results of a list: all that match every field of the filter. */
export interface ListFilter extends Partial<Record<FactorColumn, string | number | undefined>> {
  run_id?: string | undefined
  status?: ResultStatus | undefined
  rated_by?: string | undefined
  unrated_by?: string | undefined
  since?: string | undefined
  until?: string | undefined
  /** Which versions of the levels; without it, every version of a name. */
  versions?: VersionChoice | undefined
}

export interface ListRequest {
  limit: number
  offset: number
  /** The user whose ratings come with the results. */
  rater?: string | undefined
}

/** A listed result, with the user's score when the list was asked for by a user. */
export type ListedForUser = ListedResult & {my_rating?: number | null}

/** What tells which of several results of a case stands for its system. */
export type ResultPlace = Pick<ListedResult, 'id' | 'model' | 'run_id' | 'trial' | 'status' | 'created_at'>

/** Lists of results, newest first, ties by id. */
export class ResultLists {
  constructor(
    private readonly database: Database,
    private readonly ratings: RatingRepository,
  ) {}

  /** A page of a list. */
  async page(filter: ListFilter, {limit, offset, rater}: ListRequest): Promise<ListedForUser[]> {
    // The results of a run or of a rater are found by that column, and sorted: they are few beside all
    // results.
    const inListOrder = filter.run_id === undefined && filter.rated_by === undefined
    const {where, args} = whereOf(asResultFilter(filter), {inListOrder})
    // The index gives the ids before any row is read: the rows before the page are never read.
    const rows = await this.database.query(
      `SELECT ${LISTED_COLUMNS} FROM results
       WHERE rowid IN (SELECT rowid FROM results ${where} ORDER BY created_at DESC, id LIMIT ? OFFSET ?)
       ORDER BY created_at DESC, id`,
      [...args, limit, offset],
    )
    const results = rows.map(toListed)
    if (rater === undefined) return results
    const ids = results.map(({id}) => id)
    const scores = await this.ratings.scoresOf(rater, ids)
    return results.map((result) => ({...result, my_rating: scores.get(result.id) ?? null}))
  }

  /** Where the results within a filter stand, newest first, from an index alone. */
  async places(filter: ResultFilter): Promise<ResultPlace[]> {
    const {where, args} = whereOf(filter)
    const rows = await this.database.queryAll(
      `SELECT id, model, run_id, trial, status, created_at FROM results ${where} ORDER BY created_at DESC, id`,
      args,
    )
    return rows.map((row) => ({
      id: text(row, 'id'),
      model: text(row, 'model'),
      run_id: text(row, 'run_id'),
      trial: number(row, 'trial'),
      status: text(row, 'status') as ResultStatus,
      created_at: text(row, 'created_at'),
    }))
  }

  /** How many results the whole list has. */
  async total(filter: ListFilter): Promise<number> {
    const {where, args} = whereOf(asResultFilter(filter))
    const [row] = await this.database.query(`SELECT count(*) AS total FROM results ${where}`, args)
    return row ? number(row, 'total') : 0
  }
}

/**
 * Single levels as the lists of a result filter; numbers are compared as numbers, also when they came as
 * text.
 */
function asResultFilter(filter: ListFilter): ResultFilter {
  const {run_id, status, rated_by, unrated_by, since, until, versions, ...factors} = filter
  const levels = FACTOR_COLUMNS.flatMap((column) => {
    const level = factors[column]
    return level === undefined ? [] : [[column, [isNumeric(column) ? Number(level) : String(level)]]]
  })
  return {
    run_id,
    status,
    rated_by,
    unrated_by,
    since,
    until,
    versions,
    ...(Object.fromEntries(levels) as Partial<ResultFilter>),
  }
}
