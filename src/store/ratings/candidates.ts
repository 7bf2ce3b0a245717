import type {InValue, Row} from '@libsql/client'
import type {Candidate} from '../../records/rating.js'
import {CASE_COLUMNS} from '../../records/result.js'
import {UNKNOWN_RUNS} from '../../records/version.js'
import {NOT_ARCHIVED} from '../archive.js'
import type {Database} from '../database/database.js'
import {factors, json, number, text} from '../database/rows.js'
import {levelledResults, whereOf, type ResultFilter} from '../results.js'

/** The completed results within the filter that are not archived, newest first, rated or not. */
export function candidates(database: Database, filter: ResultFilter, limit: number): Promise<Candidate[]> {
  const {sql, args} = levelledResults({...filter, status: 'completed'})
  return read(database, `${sql} WHERE ${NOT_ARCHIVED} ORDER BY created_at DESC, id LIMIT ${limit}`, args)
}

/** Of those, what the user rated and was not yet asked about again, oldest rating first. */
export function repeatable(
  database: Database,
  filter: ResultFilter,
  userId: string,
  limit: number,
): Promise<Candidate[]> {
  const {sql, args} = levelledResults({...filter, status: 'completed'})
  return read(
    database,
    `${sql} JOIN ratings AS own ON own.result_id = results.id AND own.user_id = ?
     WHERE ${NOT_ARCHIVED} AND NOT EXISTS (
       SELECT 1 FROM rating_repeats AS again WHERE again.result_id = results.id AND again.user_id = own.user_id)
     ORDER BY own.created_at, results.id LIMIT ${limit}`,
    [...args, userId],
  )
}

/** Whether a choice of runs holds results of one system alone; baselines are no systems here. */
export async function isOfOneSystem(database: Database, filter: ResultFilter): Promise<boolean> {
  const {run_id, runs, since, until} = filter
  if ([run_id, runs, since, until].every((chosen) => chosen === undefined)) return false
  const {where, args} = whereOf({run_id, runs, since, until, status: 'completed'})
  const [row] = await database.query(
    `SELECT count(*) AS systems FROM (
       SELECT DISTINCT model FROM results ${where} ${where === '' ? 'WHERE' : 'AND'} model NOT LIKE 'builtin/%' LIMIT 2)`,
    args,
  )
  return row !== undefined && number(row, 'systems') === 1
}

async function read(database: Database, from: string, args: InValue[]): Promise<Candidate[]> {
  const levels = CASE_COLUMNS.map((column) => `results.${column}`).join(', ')
  const rows = await database.queryAll(
    `SELECT * FROM (SELECT results.id, ${levels}, results.created_at, ${Object.values(UNKNOWN_RUNS).join(', ')},
       CASE WHEN rating_count > 0 THEN
         (SELECT json_group_array(user_id) FROM ratings WHERE ratings.result_id = results.id) END AS raters
       FROM ${from})`,
    args,
  )
  return rows.map(toCandidate)
}

const ALL_KNOWN: Candidate['unknown_in'] = {style: '', persona_id: '', model: ''}
const NOBODY: readonly string[] = []

function toCandidate(row: Row): Candidate {
  const unknown = Object.entries(UNKNOWN_RUNS).map(([factor, column]) => [factor, text(row, column)] as const)
  return {
    ...factors(row),
    id: text(row, 'id'),
    created_at: text(row, 'created_at'),
    raters: row['raters'] === null ? NOBODY : json<string[]>(row, 'raters', []),
    unknown_in: unknown.every(([, run]) => run === '')
      ? ALL_KNOWN
      : (Object.fromEntries(unknown) as Candidate['unknown_in']),
  }
}
