import type {InValue} from '@libsql/client'
import {FACTOR_COLUMNS} from '../records/result.js'
import {
  VERSIONED,
  VERSIONED_FACTORS,
  type OlderVersion,
  type VersionedFactor,
  type VersionUse,
} from '../records/version.js'
import type {Database} from './database/database.js'
import {json, number, text} from './database/rows.js'
import {versionSql} from './figures/levels.js'
import {whereOf, type ResultFilter} from './results.js'

/** Where a version of a rubric was used; `ratings`: those of people. */
export type RubricUse = Omit<VersionUse, 'factor' | 'name'>

/** Which versions of prompts, personas and systems the results of this database have. */
export class VersionRepository {
  constructor(private readonly database: Database) {}

  /** Runs with results whose configuration names no versions; a config that is no JSON is null. */
  async olderRuns(): Promise<{id: string; config: unknown}[]> {
    const rows = await this.database.queryAll(
      `SELECT id, config FROM runs
       WHERE CASE WHEN json_valid(config) THEN json_extract(config, '$.versions') IS NULL ELSE 1 END
         AND EXISTS (SELECT 1 FROM results WHERE run_id = runs.id)
       ORDER BY id`,
    )
    return rows.map((row) => ({id: text(row, 'id'), config: json<unknown>(row, 'config', null)}))
  }

  /** Whether any result names no version of its own. */
  async hasUnversioned(): Promise<boolean> {
    const columns = VERSIONED_FACTORS.map((factor) => VERSIONED[factor].column)
    const rows = await this.database.query(
      `SELECT 1 FROM results WHERE ${columns.map((column) => `${column} IS NULL`).join(' OR ')} LIMIT 1`,
    )
    return rows.length > 0
  }

  /** The configurations of the runs that name their versions. */
  async definingConfigs(): Promise<unknown[]> {
    const rows = await this.database.queryAll(
      `SELECT config FROM runs
       WHERE CASE WHEN json_valid(config) THEN json_extract(config, '$.versions') IS NOT NULL END ORDER BY id`,
    )
    return rows.map((row) => json<unknown>(row, 'config', null))
  }

  /**
   * Every version of every level within the filter, first used first; without archived runs if `inFigures`.
   */
  async uses(
    filter: ResultFilter,
    older: readonly OlderVersion[],
    {inFigures = true}: {inFigures?: boolean} = {},
  ): Promise<VersionUse[]> {
    const {where, args} = whereOf(filter, {inFigures})
    const versions = VERSIONED_FACTORS.map((factor) => versionSql(factor, older))
    const columns = VERSIONED_FACTORS.map((factor) => VERSIONED[factor].column)
    // One scan for all kinds, in the order of the index; what it gives is small, and is summed up for each
    // kind.
    const by = [...LEADING, ...columns, 'run_id'].join(', ')
    const rows = await this.database.queryAll(
      `WITH cells AS MATERIALIZED (
         SELECT ${LEADING.join(', ')}, ${versions.map(({sql}, at) => `${sql} AS ${columns[at]!}`).join(', ')}, run_id,
           count(*) AS results, sum(rating_count) AS ratings, min(created_at) AS first_used, max(created_at) AS last_used
         FROM results ${where} GROUP BY ${by})
       ${VERSIONED_FACTORS.map(
         (factor) => `SELECT '${factor}' AS factor, ${factor} AS name, ${VERSIONED[factor].column} AS version,
         min(first_used) AS first_used, max(last_used) AS last_used, count(DISTINCT run_id) AS runs,
         sum(results) AS results, sum(ratings) AS ratings FROM cells GROUP BY name, version`,
       ).join(' UNION ALL ')}
       ORDER BY first_used, version, factor, name`,
      [...versions.flatMap(({args: of}): InValue[] => of), ...args],
    )
    return rows.map((row) => ({
      factor: text(row, 'factor') as VersionedFactor,
      name: text(row, 'name'),
      version: text(row, 'version'),
      first_used: text(row, 'first_used'),
      last_used: text(row, 'last_used'),
      runs: number(row, 'runs'),
      results: number(row, 'results'),
      ratings: number(row, 'ratings'),
    }))
  }

  /** Every rubric that people or judges went by: what they rated, by version. */
  async rubricUses(): Promise<RubricUse[]> {
    const rows = await this.database.queryAll(
      `SELECT used.rubric_version, min(used.created_at) AS first_used, max(used.created_at) AS last_used,
         count(DISTINCT results.run_id) AS runs, count(DISTINCT used.result_id) AS results, sum(used.is_rating) AS ratings
       FROM (SELECT result_id, rubric_version, created_at, 1 AS is_rating FROM ratings WHERE rubric_version IS NOT NULL
         UNION ALL SELECT result_id, rubric_version, created_at, 0 FROM judgements WHERE status = 'answered') AS used
         JOIN results ON results.id = used.result_id
       GROUP BY used.rubric_version ORDER BY used.rubric_version`,
    )
    return rows.map((row) => ({
      version: text(row, 'rubric_version'),
      first_used: text(row, 'first_used'),
      last_used: text(row, 'last_used'),
      runs: number(row, 'runs'),
      results: number(row, 'results'),
      ratings: number(row, 'ratings'),
    }))
  }
}

/** The versioned factors as they lead the index `results_figures`. */
const LEADING = FACTOR_COLUMNS.filter((column) => (VERSIONED_FACTORS as readonly string[]).includes(column))
