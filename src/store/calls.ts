import type {InValue, Row} from '@libsql/client'
import {CALL_TABLE, type CallRecord, type CallTotals} from '../records/call.js'
import {namesOf} from '../records/columns.js'
import {callTotals} from './call-totals.js'
import type {Database} from './database/database.js'
import {whereOf, type ResultFilter} from './results.js'
import {readRow, storedRow, text} from './database/rows.js'

const COLUMNS = namesOf(CALL_TABLE)

/** Small enough for a server's answer, with all texts that models wrote. */
const CALLS_A_PAGE = 200

const SAVE = `INSERT INTO calls (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})
  ON CONFLICT (id) DO UPDATE SET ${COLUMNS.slice(COLUMNS.indexOf('status'))
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')}`

export class CallRepository {
  constructor(private readonly database: Database) {}

  async save(call: CallRecord): Promise<void> {
    await this.database.write([{sql: SAVE, args: storedRow(call, CALL_TABLE)}])
  }

  /** The paid answers of a run, or of one of its cases, that no completed result uses yet, by result. */
  async completionsOfUnfinished(runId: string, resultId?: string): Promise<Map<string, CallRecord[]>> {
    const wanted = `run_id = ?1 AND status = 'answered' ${resultId === undefined ? '' : 'AND result_id = ?2'}
      AND result_id NOT IN (SELECT id FROM results WHERE run_id = ?1 AND status = 'completed')`
    const calls: CallRecord[] = []
    for await (const page of this.#inPages(wanted, resultId === undefined ? [runId] : [runId, resultId]))
      calls.push(...page)
    calls.sort((a, b) => compare(a.created_at, b.created_at) || compare(a.id, b.id))
    const byResult = new Map<string, CallRecord[]>()
    for (const call of calls) {
      const siblings = byResult.get(call.result_id)
      if (siblings) siblings.push(call)
      else byResult.set(call.result_id, [call])
    }

    return byResult
  }

  /** The sums over the calls of a run, or of some of its results. */
  totals(runId: string, resultIds?: readonly string[]): Promise<CallTotals> {
    return callTotals(this.database, 'calls', {runId, resultIds})
  }

  /**
   * The calls of all results within the filter, by id, a page at a time; by run alone, also calls of
   * unfinished cases.
   */
  pages(filter: ResultFilter): AsyncGenerator<CallRecord[]> {
    const {where, args} = whereOf(filter)
    const ofResults = `result_id IN (SELECT id FROM results ${where})`
    const isByRun = Object.entries(filter).every(([name, value]) => name === 'run_id' || value === undefined)
    return this.#inPages(isByRun ? (filter.run_id === undefined ? 'TRUE' : 'run_id = ?') : ofResults, args)
  }

  async *#inPages(wanted: string, args: InValue[]): AsyncGenerator<CallRecord[]> {
    for (let after = ''; ;) {
      const rows = await this.database.query(
        `SELECT * FROM calls WHERE ${wanted} AND id > ? ORDER BY id LIMIT ${CALLS_A_PAGE}`,
        [...args, after],
      )
      if (rows.length > 0) yield rows.map(toCall)
      const last = rows.at(-1)
      if (!last || rows.length < CALLS_A_PAGE) return
      after = text(last, 'id')
    }
  }

  /** The calls of one result in the order they were made. */
  async ofResult(resultId: string): Promise<CallRecord[]> {
    const rows = await this.database.query(
      'SELECT * FROM calls WHERE result_id = ? ORDER BY created_at, id',
      [resultId],
    )
    return rows.map(toCall)
  }
}

const toCall = (row: Row): CallRecord => readRow(row, CALL_TABLE)

/** The order in which SQLite sorts texts, not the order in a dictionary. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
