import type {InValue} from '@libsql/client'
import {namesOf} from '../../records/columns.js'
import {RATING_TOTALS, RESULT_TABLE} from '../../records/result.js'
import {
  LOST_TEXT_PREFIX,
  UNKNOWN_RUNS,
  UNKNOWN_VERSION,
  VERSIONED,
  VERSIONED_FACTORS,
  type OlderVersion,
  type VersionChoice,
  type VersionedFactor,
} from '../../records/version.js'

/** A part of a statement with the values of its placeholders. */
export interface Sql {
  sql: string
  args: InValue[]
}

/**
 * The version of a factor's level in a row of `results`: its own, or the version that its run's configuration
 * tells. Older rows are looked up by run, so that no row has to be filled.
 */
export function versionSql(factor: VersionedFactor, older: readonly OlderVersion[]): Sql {
  const column = `results.${VERSIONED[factor].column}`
  const known = older.filter((entry) => entry.factor === factor && entry.version !== UNKNOWN_VERSION)
  if (known.length === 0) return {sql: `coalesce(${column}, '${UNKNOWN_VERSION}')`, args: []}
  const arm = `WHEN results.${factor} = ? AND results.run_id IN (SELECT value FROM json_each(?)) THEN ?`
  return {
    sql: `coalesce(${column}, CASE ${known.map(() => arm).join(' ')} ELSE '${UNKNOWN_VERSION}' END)`,
    args: known.flatMap(({name, run_ids, version}) => [name, JSON.stringify(run_ids), version]),
  }
}

/** The conditions that a choice of versions puts on rows of `results`. */
export function chosenSql({chosen, older}: VersionChoice): Sql[] {
  return chosen.map(({factor, name, versions}) => {
    const version = versionSql(
      factor,
      older.filter((entry) => entry.name === name),
    )
    return {
      sql: `NOT (results.${factor} = ? AND ${version.sql} NOT IN (${versions.map(() => '?').join(', ')}))`,
      args: [name, ...version.args, ...versions],
    }
  })
}

/** All that figures and lists read of a result. */
const COLUMNS = [...namesOf(RESULT_TABLE), ...RATING_TOTALS]

/**
 * The results within a condition, as a table of the name `results` in which a name with several versions is a
 * level for each of them (`guided@3f2a`). `day` is the day a result was made, in UTC. `counted`: the ratings
 * that count, as a condition; where not all do, the totals are counted from the ratings.
 */
export function levelledSql(condition: Sql, choice: VersionChoice | undefined, counted = 'TRUE'): Sql {
  const levels = new Map<string, Sql>(counted === 'TRUE' ? [] : recounted(counted))
  for (const factor of VERSIONED_FACTORS) {
    const names = (choice?.labelled ?? []).filter((entry) => entry.factor === factor).map(({name}) => name)
    if (choice && names.length > 0) levels.set(factor, labelSql(factor, names, choice))
  }

  const selected = COLUMNS.map((column): Sql => levels.get(column) ?? {sql: `results.${column}`, args: []})
  const unknown = VERSIONED_FACTORS.map((factor) => unknownRunSql(factor, choice))
  return {
    sql: `(SELECT ${selected.map(({sql}, at) => `${sql} AS ${COLUMNS[at]!}`).join(', ')},
      substr(results.created_at, 1, 10) AS day,
      ${unknown.map(({sql}, at) => `${sql} AS ${UNKNOWN_RUNS[VERSIONED_FACTORS[at]!]}`).join(', ')}
      FROM results ${condition.sql}) AS results`,
    args: [...selected.flatMap(({args}) => args), ...unknown.flatMap(({args}) => args), ...condition.args],
  }
}

function recounted(counted: string): [string, Sql][] {
  const of = (what: string, more = '') =>
    `(SELECT ${what} FROM ratings WHERE ratings.result_id = results.id AND ${counted}${more})`
  return RATING_TOTALS.map((column) => {
    const score = /^rated_([1-5])$/.exec(column)?.[1]
    if (score !== undefined) return [column, {sql: of('count(*)', ` AND rating = ${score}`), args: []}]
    return [column, {sql: of(column === 'rating_sum' ? 'coalesce(sum(rating), 0)' : 'count(*)'), args: []}]
  })
}

function labelSql(factor: VersionedFactor, names: readonly string[], {older, digits}: VersionChoice): Sql {
  const version = versionSql(
    factor,
    older.filter(({name}) => names.includes(name)),
  )
  // As `shortVersion` does it.
  const short = `(SELECT CASE WHEN version = '${UNKNOWN_VERSION}' THEN version
    WHEN version LIKE '${LOST_TEXT_PREFIX}%' THEN substr(version, 1, ${digits + LOST_TEXT_PREFIX.length})
    ELSE substr(version, 1, ${digits}) END FROM (SELECT ${version.sql} AS version))`
  return {
    sql: `CASE WHEN results.${factor} IN (${names.map(() => '?').join(', ')}) THEN results.${factor} || '@' || ${short} ELSE results.${factor} END`,
    args: [...names, ...version.args],
  }
}

function unknownRunSql(factor: VersionedFactor, choice: VersionChoice | undefined): Sql {
  if (!choice?.hasUnknown) return {sql: "''", args: []}
  const {sql, args} = versionSql(factor, choice.older)
  return {sql: `CASE WHEN ${sql} = '${UNKNOWN_VERSION}' THEN results.run_id ELSE '' END`, args}
}
