import type {InValue, Row} from '@libsql/client'
import {namesOf} from '../records/columns.js'
import {
  ANSWER_PART,
  CASE_COLUMNS,
  FACTOR_COLUMNS,
  ASKED_PART,
  OUTCOME_PART,
  RESULT_HEAD,
  RESULT_TABLE,
  TOKEN_PART,
  VERSION_PART,
  type FactorColumn,
  type FactorFilter,
  type ListedResult,
  type RatedResult,
  type ResultRecord,
  type ResultSort,
  type ResultStatus,
  type ResultSummary,
} from '../records/result.js'
import {TRY_PREFIX} from '../records/run.js'
import type {VersionChoice} from '../records/version.js'
import {ARCHIVED} from './archive.js'
import type {Database} from './database/database.js'
import {allLevels, daysOf, levelsOf} from './result-levels.js'
import {condition, isOneOf, listed} from './figures/conditions.js'
import {chosenSql, levelledSql, type Sql} from './figures/levels.js'
import {listLength, number, readLazily, readRow, storedRow, text} from './database/rows.js'

/** A choice of results: all that match every field of the filter. */
export interface ResultFilter extends FactorFilter {
  run_id?: string | undefined
  /** Only results of these runs. */
  runs?: readonly string[] | undefined
  /** No results of these runs. */
  not_runs?: readonly string[] | undefined
  /** No results of these models. */
  not_models?: readonly string[] | undefined
  /** No results of these styles. */
  not_styles?: readonly string[] | undefined
  /** Made at this moment or later, ISO 8601 in UTC. */
  since?: string | undefined
  /** Made before this moment. */
  until?: string | undefined
  /** Which versions; without it, every version under its name. */
  versions?: VersionChoice | undefined
  status?: ResultStatus | undefined
  rated_by?: string | undefined
  unrated_by?: string | undefined
  /** Only completed results without a chip. */
  without_chips?: boolean | undefined
  /** Only flagged results. */
  flagged?: boolean | undefined
  /** Only results that somebody gave this tag. */
  tag?: string | undefined
  /** No ratings but those that are known to be blind; all results stay. */
  blind_only?: boolean | undefined
}

/** Every order ends in the id, so that pages never overlap. */
const ORDER_BY: Record<ResultSort, string> = {
  newest: 'created_at DESC, id',
  oldest: 'created_at, id',
  cost: 'cost_usd DESC, id',
  latency: 'latency_ms DESC, id',
  rating: 'rating_sum * 1.0 / nullif(rating_count, 0) DESC NULLS LAST, rating_count DESC, id',
  worst: 'rating_sum * 1.0 / nullif(rating_count, 0) ASC NULLS LAST, rating_count DESC, id',
  model: [...CASE_COLUMNS, 'id'].join(', '),
}

const COLUMNS = namesOf(RESULT_TABLE)
const CHANGEABLE = namesOf({...OUTCOME_PART, ...ANSWER_PART, ...TOKEN_PART})
/** The columns that a list needs of a result: none of the long texts. */
export const LISTED_COLUMNS = [...namesOf(RESULT_HEAD), 'rating_count', 'rating_sum'].join(', ')

/** Small enough for a server's answer, with all its chips. */
const RESULTS_A_PAGE = 200
/** Of a file, few at a time are as fast and take less memory. */
const RESULTS_A_LOCAL_PAGE = 40

// A completed result never changes again: people may have rated it.
const SAVE = `INSERT INTO results (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})
  ON CONFLICT (id) DO UPDATE SET ${CHANGEABLE.map((column) => `${column} = excluded.${column}`).join(', ')}
  WHERE results.status = 'failed'`

export class ResultRepository {
  constructor(private readonly database: Database) {}

  async save(result: ResultRecord): Promise<void> {
    await this.database.write([{sql: SAVE, args: storedRow(result, RESULT_TABLE)}])
  }

  /** Ids of the results of a run that are complete. */
  async completedIds(runId: string): Promise<Set<string>> {
    const rows = await this.database.query(
      `SELECT id FROM results WHERE run_id = ? AND status = 'completed'`,
      [runId],
    )
    return new Set(rows.map((row) => text(row, 'id')))
  }

  async get(id: string): Promise<RatedResult | undefined> {
    const [row] = await this.database.query('SELECT * FROM results WHERE id = ?', [id])
    return row && toResult(row)
  }

  /** Ids that begin with a prefix; for ids that users shorten. */
  async idsLike(prefix: string): Promise<string[]> {
    const rows = await this.database.query(
      'SELECT id FROM results WHERE id >= ?1 AND id < ?1 || char(1114111) LIMIT 3',
      [prefix],
    )
    return rows.map((row) => text(row, 'id'))
  }

  /** The statuses of those of the ids that exist. */
  async statuses(ids: readonly string[]): Promise<Map<string, ResultStatus>> {
    const rows = await this.database.queryAll(
      'SELECT id, status FROM results WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id',
      [JSON.stringify([...new Set(ids)])],
    )
    return new Map(rows.map((row) => [text(row, 'id'), text(row, 'status') as ResultStatus]))
  }

  /** The versions that those of the ids that exist name; null: they name none. */
  async versions(
    ids: readonly string[],
  ): Promise<Map<string, Pick<ResultRecord, keyof typeof VERSION_PART>>> {
    const rows = await this.database.queryAll(
      `SELECT id, ${namesOf(VERSION_PART).join(', ')} FROM results
       WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
      [JSON.stringify([...new Set(ids)])],
    )
    return new Map(rows.map((row) => [text(row, 'id'), readRow(row, VERSION_PART)]))
  }

  /** The values a factor has in this database, as text. */
  levels(column: FactorColumn): Promise<string[]> {
    return levelsOf(this.database, column)
  }

  /** The values that every factor has. */
  allLevels(): Promise<Record<FactorColumn, string[]>> {
    return allLevels(this.database)
  }

  /** The days on which results were made, in UTC. */
  days(): Promise<string[]> {
    return daysOf(this.database)
  }

  /** All results within the filter with their chips, by id, a page at a time, so that memory stays small. */
  async *pages(filter: ResultFilter): AsyncGenerator<RatedResult[]> {
    const {where, args} = whereOf(filter)
    const size = this.database.location.kind === 'remote' ? RESULTS_A_PAGE : RESULTS_A_LOCAL_PAGE
    const from = `results ${where === '' ? 'WHERE' : `${where} AND`}`
    yield* this.#byId({sql: from, args}, size, toExported)
  }

  /** As `pages`, with levels that tell versions apart, as figures need them. */
  async *levelledPages(filter: ResultFilter): AsyncGenerator<RatedResult[]> {
    const {sql, args} = levelledResults(filter)
    yield* this.#byId({sql: `${sql} WHERE`, args}, RESULTS_A_PAGE, toResult)
  }

  /** `from`: tables and conditions, up to the one on the id. */
  async *#byId<T>(from: Sql, size: number, read: (row: Row) => T): AsyncGenerator<T[]> {
    const sql = `SELECT * FROM ${from.sql} id > ? ORDER BY id LIMIT ${size}`
    for (let after = ''; ;) {
      const rows = await this.database.query(sql, [...from.args, after])
      if (rows.length > 0) yield rows.map(read)
      const last = rows.at(-1)
      if (!last || rows.length < size) return
      after = text(last, 'id')
    }
  }

  /** `inFigures`: without archived runs, unless the filter names its runs. */
  async list(
    filter: ResultFilter,
    page: {limit: number; offset: number; sort?: ResultSort; inFigures?: boolean},
  ): Promise<{results: ResultSummary[]; total: number}> {
    const {where, args} = whereOf(filter, {inFigures: page.inFigures ?? false})
    const order = ORDER_BY[page.sort ?? 'newest']
    // The rows with their chips are read for the page alone, not for all that are sorted.
    const rows = await this.database.query(
      `SELECT ${LISTED_COLUMNS}, ${listLength('final_chips')} AS chips FROM results
       WHERE rowid IN (SELECT rowid FROM results ${where} ORDER BY ${order} LIMIT ? OFFSET ?) ORDER BY ${order}`,
      [...args, page.limit, page.offset],
    )
    const [counted] = await this.database.query(`SELECT count(*) AS total FROM results ${where}`, args)
    return {results: rows.map(toSummary), total: counted ? number(counted, 'total') : 0}
  }
}

/**
 * What was only tried is shown where its run is named, and nowhere else. Figures leave out archived runs too.
 * Few runs are either: they are listed once, which is cheaper than to look at the id of every result.
 */
const TRIES = `SELECT id FROM runs WHERE id GLOB '${TRY_PREFIX}*'`
const NO_TRIES: Sql = {sql: `results.run_id NOT IN (${TRIES})`, args: []}
const LEFT_OUT = `${ARCHIVED} UNION ALL ${TRIES}`
// Nearly always there is none, which is then asked once and not for each result.
const IN_FIGURES: Sql = {
  sql: `(NOT EXISTS (${LEFT_OUT}) OR results.run_id NOT IN (${LEFT_OUT}))`,
  args: [],
}

/**
 * The WHERE clause of a filter. Column names come from here alone, values are bound.
 *
 * SQLite expects that few rows match a condition on an indexed column. Nearly all rows match a status, so the
 * status is hidden from the choice of an index (`+status`), except `inListOrder`: lists are read from that
 * index.
 *
 * `inFigures`: without archived runs, unless the filter names its runs.
 */
export function whereOf(
  filter: ResultFilter,
  {inListOrder = false, inFigures = false}: {inListOrder?: boolean; inFigures?: boolean} = {},
): {where: string; args: InValue[]} {
  const byUser = '(SELECT result_id FROM ratings WHERE user_id = ?)'
  const possible: (Sql | undefined)[] = [
    ...FACTOR_COLUMNS.map((column) => isOneOf(column, filter[column])),
    condition('results.run_id = ?', filter.run_id),
    condition(inListOrder ? 'results.status = ?' : '+results.status = ?', filter.status),
    isOfNamedRuns(filter) ? undefined : inFigures ? IN_FIGURES : NO_TRIES,
    condition('results.run_id IN (SELECT value FROM json_each(?))', listed(filter.runs)),
    condition('results.run_id NOT IN (SELECT value FROM json_each(?))', listed(filter.not_runs)),
    condition('results.model NOT IN (SELECT value FROM json_each(?))', listed(filter.not_models)),
    condition('results.style NOT IN (SELECT value FROM json_each(?))', listed(filter.not_styles)),
    condition('results.created_at >= ?', filter.since),
    condition('results.created_at < ?', filter.until),
    ...(filter.versions ? chosenSql(filter.versions) : []),
    condition(`results.id IN ${byUser}`, filter.rated_by),
    condition(`results.id NOT IN ${byUser}`, filter.unrated_by),
    filter.without_chips === true ? {sql: EMPTY, args: []} : undefined,
    filter.flagged === true
      ? {sql: 'EXISTS (SELECT 1 FROM notes WHERE result_id = results.id AND flagged = 1)', args: []}
      : undefined,
    condition(`results.id IN (${TAGGED})`, filter.tag),
  ]
  const conditions = possible.filter((part) => part !== undefined)
  return {
    where: conditions.length > 0 ? `WHERE ${conditions.map(({sql}) => sql).join(' AND ')}` : '',
    args: conditions.flatMap(({args}) => args),
  }
}

const TAGGED = `SELECT notes.result_id FROM notes, json_each(CASE WHEN json_valid(notes.tags) THEN notes.tags ELSE '[]' END) AS tag
  WHERE notes.tags <> '[]' AND tag.value = ?`

/** Word for word the condition of the index `results_empty`, so that the index is used. */
const EMPTY = "results.status = 'completed' AND results.final_chips = '[]'"

/** Who names a run wants to see it, archived or not. */
function isOfNamedRuns({run_id, runs}: ResultFilter): boolean {
  return run_id !== undefined || (runs !== undefined && runs.length > 0)
}

/**
 * The results within a filter as a table of the name `results`, for figures: its levels tell versions apart,
 * and archived runs are left out. A query may add conditions and joins of its own; the values of the filter
 * come first.
 */
export function levelledResults(filter: ResultFilter, {isRare = false}: {isRare?: boolean} = {}): Sql {
  const {where, args} = whereOf(filter, {inFigures: true, inListOrder: isRare})
  return levelledSql({sql: where, args}, filter.versions, ratingsOf(filter))
}

/** The condition that a filter puts on rows of `ratings`, or of an alias of it. */
export function ratingsOf({blind_only}: ResultFilter, alias = 'ratings'): string {
  return blind_only === true ? `${alias}.blind = 1` : 'TRUE'
}

function toRatings(row: Row): Pick<ResultSummary, 'avg_rating' | 'rating_count'> {
  const count = number(row, 'rating_count')
  return {rating_count: count, avg_rating: count > 0 ? number(row, 'rating_sum') / count : null}
}

const LISTED = {...ASKED_PART, ...OUTCOME_PART} as const

/** A row of `LISTED_COLUMNS`, with its parts in the order of the columns. */
export function toListed(row: Row): ListedResult {
  const {avg_rating, rating_count} = toRatings(row)
  return {...readRow(row, LISTED), avg_rating, rating_count}
}

function toSummary(row: Row): ResultSummary {
  return {...readRow(row, RESULT_HEAD), chips: number(row, 'chips'), ...toRatings(row)}
}

function toExported(row: Row): RatedResult {
  return Object.assign(readLazily(row, RESULT_TABLE), toRatings(row))
}

function toResult(row: Row): RatedResult {
  return {...readRow(row, RESULT_TABLE), ...toRatings(row)}
}
