import {CONFIGURATION_COLUMNS, isNumeric} from '../../records/result.js'
import {UNKNOWN_RUNS} from '../../records/version.js'
import type {Database} from '../database/database.js'
import {number, text, textOrNull} from '../database/rows.js'
import {levelledResults, whereOf, type ResultFilter} from '../results.js'

/** Who answered under a model's name, as the provider said, from the first to the last answer. */
export interface AnsweringModel {
  model: string
  answered_by: string
  system_fingerprint: string | null
  first: string
  last: string
}

/** The ratings of one system on one configuration on one day. */
export interface DayOfConfiguration {
  model: string
  configuration: string
  day: string
  ratings: number
  sum: number
}

/** What tells that a system changed under its name. */
export class DriftRepository {
  constructor(private readonly database: Database) {}

  /** The models that answered, by model and first answer; reads an index alone. */
  async answeringModels(filter: ResultFilter): Promise<AnsweringModel[]> {
    const {run_id, runs, not_runs, model, not_models, since, until} = filter
    // Calls have these columns under the same names as results: the conditions are those of results.
    const {where, args} = whereOf(
      {run_id, runs, not_runs, model, not_models, since, until},
      {inFigures: true},
    )
    const rows = await this.database.query(
      `SELECT model, answered_by, system_fingerprint, min(created_at) AS first, max(created_at) AS last
       FROM calls AS results ${where === '' ? 'WHERE' : `${where} AND`} answered_by IS NOT NULL
       GROUP BY model, answered_by, system_fingerprint ORDER BY model, first, last`,
      args,
    )
    return rows.map((row) => ({
      model: text(row, 'model'),
      answered_by: text(row, 'answered_by'),
      system_fingerprint: textOrNull(row, 'system_fingerprint'),
      first: text(row, 'first'),
      last: text(row, 'last'),
    }))
  }

  /**
   * The ratings of configurations that one system answered on several days, by day; `model` is the level that
   * tells versions apart.
   */
  async repeatedConfigurations(filter: ResultFilter): Promise<DayOfConfiguration[]> {
    const {sql, args} = levelledResults({...filter, status: 'completed'})
    const columns = CONFIGURATION_COLUMNS.filter((column) => column !== 'trial')
    const by = [...columns, ...Object.values(UNKNOWN_RUNS)].join(', ')
    const named = columns.map((column) => (isNumeric(column) ? `CAST(${column} AS INTEGER)` : column))
    const rows = await this.database.queryAll(
      `SELECT model, json_array(${[...named, ...Object.values(UNKNOWN_RUNS)].join(', ')}) AS configuration, day,
         sum(rating_count) AS ratings, sum(rating_sum) AS sum,
         count(*) OVER (PARTITION BY model, ${by}) AS days
       FROM ${sql} WHERE rating_count > 0 GROUP BY model, ${by}, day
       ORDER BY model, ${by}, day`,
      args,
    )
    return rows
      .filter((row) => number(row, 'days') > 1)
      .map((row) => ({
        model: text(row, 'model'),
        configuration: text(row, 'configuration'),
        day: text(row, 'day'),
        ratings: number(row, 'ratings'),
        sum: number(row, 'sum'),
      }))
  }

  /** Models with rated results of several days: only these can have drifted in their ratings. */
  async ratedOnSeveralDays(filter: ResultFilter): Promise<string[]> {
    const {sql, args} = levelledResults({...filter, status: 'completed'})
    const rows = await this.database.query(
      `SELECT model FROM ${sql} WHERE rating_count > 0 GROUP BY model HAVING min(day) < max(day) ORDER BY model`,
      args,
    )
    return rows.map((row) => text(row, 'model'))
  }

  /**
   * Models whose latest result failed because the provider does not have them any more, with the moment.
   * `message` is what such a failure says.
   */
  async retired(message: string): Promise<{model: string; since: string}[]> {
    const rows = await this.database.query(
      `SELECT model, max(created_at) AS last FROM results
       WHERE status = 'failed' AND instr(errors, ?) > 0 GROUP BY model ORDER BY model`,
      [message],
    )
    const retired: {model: string; since: string}[] = []
    for (const row of rows) {
      const [model, since] = [text(row, 'model'), text(row, 'last')]
      const [later] = await this.database.query(
        `SELECT 1 FROM results WHERE model = ? AND +status = 'completed' AND created_at > ? LIMIT 1`,
        [model, since],
      )
      if (!later) retired.push({model, since})
    }

    return retired
  }
}
