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

/** How many ratings a system has, on results of which days. */
export interface RatedModel {
  model: string
  ratings: number
  first_day: string
  last_day: string
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
    const unknown = filter.versions?.hasUnknown === true ? Object.values(UNKNOWN_RUNS) : []
    const by = ['model', ...columns, ...unknown].join(', ')
    const named = columns.map((column) => (isNumeric(column) ? `CAST(${column} AS INTEGER)` : column))
    const rows = await this.database.queryAll(
      `SELECT model, json_array(${[...named, ...unknown].join(', ')}) AS configuration, day,
         sum(rating_count) AS ratings, sum(rating_sum) AS sum
       FROM ${sql} WHERE rating_count > 0 GROUP BY ${by}, day
       ORDER BY ${by}, day`,
      args,
    )
    const days = rows.map((row) => ({
      model: text(row, 'model'),
      configuration: text(row, 'configuration'),
      day: text(row, 'day'),
      ratings: number(row, 'ratings'),
      sum: number(row, 'sum'),
    }))
    // The days of a configuration stand together.
    return days.filter((day, at) => isSame(day, days[at - 1]) || isSame(day, days[at + 1]))
  }

  /** The models with ratings, by name. */
  async ratedModels(filter: ResultFilter): Promise<RatedModel[]> {
    const {sql, args} = levelledResults({...filter, status: 'completed'})
    const rows = await this.database.query(
      `SELECT model, sum(rating_count) AS ratings, min(day) AS first_day, max(day) AS last_day
       FROM ${sql} WHERE rating_count > 0 GROUP BY model ORDER BY model`,
      args,
    )
    return rows.map((row) => ({
      model: text(row, 'model'),
      ratings: number(row, 'ratings'),
      first_day: text(row, 'first_day'),
      last_day: text(row, 'last_day'),
    }))
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

function isSame({model, configuration}: DayOfConfiguration, other: DayOfConfiguration | undefined): boolean {
  return other?.model === model && other.configuration === configuration
}
