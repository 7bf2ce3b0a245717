import type {Row} from '@libsql/client'
import type {CallTotals} from '../../records/call.js'
import {
  JUDGEMENT_TABLE,
  STORED_JUDGEMENT_COLUMNS,
  UNREADABLE_TWICE,
  type JudgementRecord,
  type JudgementState,
  type JudgeUse,
} from '../../records/judgement.js'
import type {CellFactors} from '../../records/stats.js'
import {cellShape} from '../figures/cells.js'
import type {CellOptions} from '../figures/stats.js'
import {callTotals} from '../call-totals.js'
import type {Database} from '../database/database.js'
import {listLength, number, numberOrNull, readRow, storedRow, text, textOrNull} from '../database/rows.js'
import {levelledResults, whereOf, type ResultFilter} from '../results.js'

const COLUMNS = STORED_JUDGEMENT_COLUMNS
const IDENTITY = ['id', 'result_id', 'judge_version', 'rubric_version', 'repeat']

// A score never changes again: figures may have used it.
const SAVE = `INSERT INTO judgements (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})
  ON CONFLICT (id) DO UPDATE SET ${COLUMNS.filter((column) => !IDENTITY.includes(column))
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')}
  WHERE judgements.status <> 'answered'`

/** One judge by one rubric; only the first of its repeats is in figures. */
export interface JudgeChoice {
  judge_version: string
  rubric_version: string
}

/** A score of the judge beside a score of a person, of one result. */
export interface ScorePair {
  result_id: string
  /** The level of the system in figures. */
  model: string
  rater: string
  person: number
  judge: number
}

/** A score of the judge with what may sway it. */
export interface JudgedResult {
  result_id: string
  model: string
  repeat: number
  score: number
  chips: number
  reasons: string | null
}

/** The mean score of a judge in one cell. */
export interface JudgedCell {
  factors: CellFactors
  score: number
  results: number
}

/** A judgement with the factors of its result, for exports and lists. */
export interface JudgementFilter {
  result_id?: string | undefined
  judge_version?: string | undefined
  results?: ResultFilter | undefined
}

const PAGE = 200

/** What judges say of results. Nothing here enters a mean of people's ratings. */
export class JudgementRepository {
  constructor(private readonly database: Database) {}

  async save(judgement: JudgementRecord): Promise<void> {
    await this.database.write([{sql: SAVE, args: storedRow(judgement, JUDGEMENT_TABLE)}])
  }

  /** Those of the ids that exist, with what they have cost. */
  async states(ids: readonly string[]): Promise<Map<string, JudgementState>> {
    const found = new Map<string, JudgementState>()
    for (let at = 0; at < ids.length; at += 5000) {
      const rows = await this.database.queryAll(
        `SELECT id, status, error, attempts, input_tokens, output_tokens, cost_usd, charged_usd FROM judgements
         WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
        [JSON.stringify(ids.slice(at, at + 5000))],
      )
      for (const row of rows) found.set(text(row, 'id'), readRow(row, STATE))
    }

    return found
  }

  /** Ids of the completed results within a filter, archived runs left out: all that a judge may be asked. */
  async judgeable(filter: ResultFilter): Promise<string[]> {
    const {where, args} = whereOf({...filter, status: 'completed'}, {inFigures: true})
    const rows = await this.database.queryAll(`SELECT id FROM results ${where} ORDER BY id`, args)
    return rows.map((row) => text(row, 'id'))
  }

  /**
   * The sums over the judgements of a pass, or of those of some results; `highest` by judge.
   * @param judges the systems that judge, by version.
   */
  totals(
    runId: string,
    judges: ReadonlyMap<string, string>,
    resultIds?: readonly string[],
  ): Promise<CallTotals> {
    const nameOf = (version: string) => judges.get(version) ?? version
    return callTotals(this.database, 'judgements', {runId, resultIds}, nameOf)
  }

  /** Every judge by every rubric that it judged by, the latest first. */
  async judges(): Promise<JudgeUse[]> {
    const rows = await this.database.query(
      `SELECT coalesce((SELECT name FROM definitions WHERE definitions.id = judge_version), judge_version) AS judge,
         judge_version, rubric_version, count(DISTINCT result_id) FILTER (WHERE status = 'answered') AS judged,
         count(*) FILTER (WHERE error LIKE '${UNREADABLE_TWICE}%') AS unreadable,
         count(*) FILTER (WHERE status <> 'answered' AND error IS NOT NULL AND error NOT LIKE '${UNREADABLE_TWICE}%') AS unanswered,
         sum(cost_usd) AS cost_usd, count(*) FILTER (WHERE status = 'answered' AND cost_usd IS NULL) AS unknown_costs,
         max(created_at) AS last_at
       FROM judgements GROUP BY judge_version, rubric_version ORDER BY last_at DESC, judge_version, rubric_version`,
    )
    return rows.map((row) => ({
      judge: text(row, 'judge'),
      judge_version: text(row, 'judge_version'),
      rubric_version: text(row, 'rubric_version'),
      judged: number(row, 'judged'),
      unreadable: number(row, 'unreadable'),
      unanswered: number(row, 'unanswered'),
      cost_usd: numberOrNull(row, 'cost_usd'),
      unknown_costs: number(row, 'unknown_costs'),
      last_at: text(row, 'last_at'),
    }))
  }

  /** Mean scores within the filter, by model and configuration. Trials and runs of one cell are folded in. */
  async cells(
    {judge_version, rubric_version}: JudgeChoice,
    filter: ResultFilter,
    options: CellOptions = {},
  ): Promise<JudgedCell[]> {
    const {sql, args} = levelledResults({...filter, status: 'completed'})
    const {by, packed, factorsOf} = cellShape(filter, options.occasions)
    const rows = await this.database.queryAll(
      `SELECT ${packed}, avg(score) AS score, count(*) AS results
       FROM (SELECT ${by}, score FROM ${sql} CROSS JOIN judgements ON judgements.result_id = results.id
         WHERE judgements.judge_version = ? AND judgements.rubric_version = ? AND repeat = 1 AND judgements.status = 'answered')
       GROUP BY ${by} ORDER BY ${by}`,
      [...args, judge_version, rubric_version],
    )
    return rows.map((row) => ({
      factors: factorsOf(row),
      score: number(row, 'score'),
      results: number(row, 'results'),
    }))
  }

  /** Each rating of a person beside the judge's score of the result, within the filter. */
  async pairs({judge_version, rubric_version}: JudgeChoice, filter: ResultFilter): Promise<ScorePair[]> {
    const {sql, args} = levelledResults({...filter, status: 'completed'})
    const rows = await this.database.queryAll(
      `SELECT results.id AS result_id, results.model AS model, user_id, rating, score
       FROM ${sql} CROSS JOIN ratings ON ratings.result_id = results.id
         CROSS JOIN judgements ON judgements.result_id = results.id
       WHERE rating_count > 0 AND judgements.judge_version = ? AND judgements.rubric_version = ? AND repeat = 1
         AND judgements.status = 'answered'
       ORDER BY results.id, user_id`,
      [...args, judge_version, rubric_version],
    )
    return rows.map((row) => ({
      result_id: text(row, 'result_id'),
      model: text(row, 'model'),
      rater: text(row, 'user_id'),
      person: number(row, 'rating'),
      judge: number(row, 'score'),
    }))
  }

  /** Every score of a judge within the filter, repeats too. */
  async scores({judge_version, rubric_version}: JudgeChoice, filter: ResultFilter): Promise<JudgedResult[]> {
    const {sql, args} = levelledResults({...filter, status: 'completed'})
    const rows = await this.database.queryAll(
      `SELECT results.id AS result_id, results.model AS model, repeat, score, reasons,
         (SELECT ${listLength('final_chips')} FROM results AS whole WHERE whole.id = results.id) AS chips
       FROM ${sql} CROSS JOIN judgements ON judgements.result_id = results.id
       WHERE judgements.judge_version = ? AND judgements.rubric_version = ? AND judgements.status = 'answered'
       ORDER BY results.id, repeat`,
      [...args, judge_version, rubric_version],
    )
    return rows.map((row) => ({
      result_id: text(row, 'result_id'),
      model: text(row, 'model'),
      repeat: number(row, 'repeat'),
      score: number(row, 'score'),
      chips: number(row, 'chips'),
      reasons: textOrNull(row, 'reasons'),
    }))
  }

  /** A page of judgements, newest first, ties by id. */
  async list(
    filter: JudgementFilter,
    {limit, offset}: {limit: number; offset: number},
  ): Promise<{judgements: JudgementRecord[]; total: number}> {
    const {where, args} = conditionsOf(filter)
    const rows = await this.database.query(
      `SELECT * FROM judgements ${where} ORDER BY created_at DESC, id LIMIT ? OFFSET ?`,
      [...args, limit, offset],
    )
    const [counted] = await this.database.query(`SELECT count(*) AS total FROM judgements ${where}`, args)
    return {judgements: rows.map(toJudgement), total: counted ? number(counted, 'total') : 0}
  }

  /** All judgements of the results within a filter, by id, a page at a time. */
  async *pages(filter: ResultFilter): AsyncGenerator<JudgementRecord[]> {
    const {where, args} = conditionsOf({results: filter})
    for (let after = ''; ;) {
      const rows = await this.database.query(
        `SELECT * FROM judgements ${where} AND judgements.id > ? ORDER BY id LIMIT ${PAGE}`,
        [...args, after],
      )
      if (rows.length > 0) yield rows.map(toJudgement)
      const last = rows.at(-1)
      if (!last || rows.length < PAGE) return
      after = text(last, 'id')
    }
  }
}

const STATE = {
  id: JUDGEMENT_TABLE.id,
  status: JUDGEMENT_TABLE.status,
  error: JUDGEMENT_TABLE.error,
  attempts: JUDGEMENT_TABLE.attempts,
  input_tokens: JUDGEMENT_TABLE.input_tokens,
  output_tokens: JUDGEMENT_TABLE.output_tokens,
  cost_usd: JUDGEMENT_TABLE.cost_usd,
  charged_usd: JUDGEMENT_TABLE.charged_usd,
} as const

const toJudgement = (row: Row): JudgementRecord => readRow(row, JUDGEMENT_TABLE)

function conditionsOf({result_id, judge_version, results}: JudgementFilter) {
  const ofResults = results === undefined ? undefined : whereOf(results)
  const terms = [
    ...(result_id === undefined ? [] : [{sql: 'judgements.result_id = ?', args: [result_id]}]),
    ...(judge_version === undefined ? [] : [{sql: 'judgements.judge_version = ?', args: [judge_version]}]),
    ...(ofResults === undefined
      ? []
      : [
          {
            sql: `judgements.result_id IN (SELECT results.id FROM results ${ofResults.where})`,
            args: ofResults.args,
          },
        ]),
  ]
  return {
    where: terms.length > 0 ? `WHERE ${terms.map(({sql}) => sql).join(' AND ')}` : '',
    args: terms.flatMap(({args}) => args),
  }
}
