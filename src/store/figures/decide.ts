import type {ResultStatus} from '../../records/result.js'
import type {CellFactors} from '../../records/stats.js'
import {cellShape} from './cells.js'
import type {Database} from '../database/database.js'
import {number, numbers, text, textOrNull} from '../database/rows.js'
import {levelledResults, ratingsOf, type ResultFilter} from '../results.js'

/** The results of one system on one configuration that ended alike; trials and runs are folded in. */
export interface AskedCell {
  factors: CellFactors
  status: ResultStatus
  results: number
  /** Completed with at least one chip. */
  usable: number
  /** Known costs in US dollars, and how many of the results have one. */
  cost_usd: number
  known_costs: number
  /** Milliseconds; results whose latency is unknown are missing. */
  latencies_ms: number[]
}

/** What one rater gave one system on one configuration. */
export interface RaterScore {
  factors: CellFactors
  rater: string
  /** Mean of the rater's ratings of the cell's results. */
  score: number
  ratings: number
  /** When the first of them was given, ISO 8601 in UTC. */
  at: string
}

/** What a decision reads: one row a cell, and one row a cell and rater. */
export class DecisionRepository {
  constructor(private readonly database: Database) {}

  /**
   * Completed and failed cases, with the cost of both. Counts come from an index; the few completed results
   * without a chip have an index of their own, so that no answer is read.
   */
  async cells(filter: ResultFilter): Promise<AskedCell[]> {
    const {sql, args} = levelledResults(filter)
    const {by, packed, factorsOf} = cellShape(filter)
    const rows = await this.database.queryAll(
      `SELECT ${packed}, status, count(*) AS results, coalesce(sum(cost_usd), 0) AS cost, count(cost_usd) AS known,
         group_concat(latency_ms) AS latencies
       FROM ${sql} GROUP BY ${by}, status ORDER BY ${by}, status`,
      args,
    )
    const empty = await this.#emptyAnswers(filter)
    return rows.map((row) => {
      const factors = factorsOf(row)
      const status = text(row, 'status') as ResultStatus
      const results = number(row, 'results')
      return {
        factors,
        status,
        results,
        usable: status === 'completed' ? results - (empty.get(JSON.stringify(factors)) ?? 0) : 0,
        cost_usd: number(row, 'cost'),
        known_costs: number(row, 'known'),
        latencies_ms: numbers(textOrNull(row, 'latencies')),
      }
    })
  }

  /** Completed results without a chip, by cell. */
  async #emptyAnswers(filter: ResultFilter): Promise<Map<string, number>> {
    const {sql, args} = levelledResults({...filter, status: 'completed', without_chips: true})
    const {by, packed, factorsOf} = cellShape(filter)
    const rows = await this.database.queryAll(
      `SELECT ${packed}, count(*) AS results FROM ${sql} GROUP BY ${by}`,
      args,
    )
    return new Map(rows.map((row) => [JSON.stringify(factorsOf(row)), number(row, 'results')]))
  }

  /** The ratings of completed results, by cell and rater. */
  async scores(filter: ResultFilter): Promise<RaterScore[]> {
    const {sql, args} = levelledResults({...filter, status: 'completed'})
    const {by, packed, factorsOf} = cellShape(filter)
    const rows = await this.database.queryAll(
      `SELECT ${packed}, user_id, sum(rating) AS total, count(*) AS ratings, min(ratings.created_at) AS at
       FROM ${sql} JOIN ratings ON ratings.result_id = results.id AND ${ratingsOf(filter)}
       GROUP BY ${by}, user_id ORDER BY ${by}, user_id`,
      args,
    )
    return rows.map((row) => ({
      factors: factorsOf(row),
      rater: text(row, 'user_id'),
      score: number(row, 'total') / number(row, 'ratings'),
      ratings: number(row, 'ratings'),
      at: text(row, 'at'),
    }))
  }
}
