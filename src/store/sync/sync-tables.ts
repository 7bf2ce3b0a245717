import {STORED_CALL_COLUMNS} from '../../records/call.js'
import {STORED_JUDGEMENT_COLUMNS} from '../../records/judgement.js'
import {STORED_NOTE_COLUMNS, STORED_RATING_COLUMNS} from '../../records/rating.js'
import {STORED_RATER_COLUMNS} from '../../records/rater.js'
import {STORED_RESULT_COLUMNS} from '../../records/result.js'
import {REMOVED} from '../../text/person-name.js'
import type {ChangeKind} from '../changes.js'
import type {Law} from './sync-rules.js'

export interface Parent {
  kind: ChangeKind
  table: string
  column: string
}

/** How rows of one kind go from database to database. */
export interface SyncTable {
  table: string
  /**
   * All columns that are sent, the id first: without the totals of ratings, which triggers keep in each
   * database.
   */
  columns: readonly string[]
  /** The parent rows, without which a row cannot exist. */
  parents: readonly Parent[]
  /** The rule when two databases have the row. */
  law: Law
  /** What a settled row has: a column that begins with a text. For the laws that know settled rows. */
  settled?: {column: string; begins: string}
  /** Columns whose values are unique, under any id: of two such rows the later stays. */
  unique?: readonly string[]
  /** Columns that are merged apart from the row, as both sides are right: which of two values stays. */
  merged?: Readonly<Record<string, 'least' | 'greatest' | 'null'>>
}

const OF_RUN: Parent = {kind: 'run', table: 'runs', column: 'run_id'}
const OF_RESULT: Parent = {kind: 'result', table: 'results', column: 'result_id'}
const A_PERSON = ['result_id', 'user_id']

/** Parents before children; calls after results, whose costs people wait for. */
export const SYNC_TABLES: Readonly<Record<ChangeKind, SyncTable>> = {
  definition: {
    table: 'definitions',
    columns: ['id', 'kind', 'name', 'definition'],
    parents: [],
    law: 'union',
  },
  run: {
    table: 'runs',
    columns: ['id', 'started_at', 'completed_at', 'status', 'config'],
    parents: [],
    law: 'final',
  },
  archive: {
    table: 'run_archive',
    columns: ['id', 'archived_at'],
    parents: [{...OF_RUN, column: 'id'}],
    law: 'later',
  },
  rater: {
    table: 'raters',
    columns: STORED_RATER_COLUMNS,
    parents: [],
    law: 'forever',
    settled: {column: 'user_id', begins: REMOVED},
    unique: ['user_id'],
    merged: {figures_seen_at: 'greatest'},
  },
  result: {
    table: 'results',
    columns: STORED_RESULT_COLUMNS,
    parents: [OF_RUN],
    law: 'settled',
    settled: {column: 'status', begins: 'completed'},
  },
  rating: {
    table: 'ratings',
    columns: STORED_RATING_COLUMNS,
    parents: [OF_RESULT],
    law: 'later',
    unique: A_PERSON,
  },
  repeat: {
    table: 'rating_repeats',
    columns: ['id', 'result_id', 'user_id', 'rating', 'created_at'],
    parents: [OF_RESULT],
    law: 'later',
    unique: A_PERSON,
  },
  note: {
    table: 'notes',
    columns: STORED_NOTE_COLUMNS,
    parents: [OF_RESULT],
    law: 'later',
    unique: A_PERSON,
    // What was seen stays seen.
    merged: {seen_at: 'least'},
  },
  judgement: {
    table: 'judgements',
    columns: STORED_JUDGEMENT_COLUMNS,
    parents: [OF_RUN, OF_RESULT],
    law: 'settled',
    settled: {column: 'status', begins: 'answered'},
    unique: ['result_id', 'judge_version', 'rubric_version', 'repeat'],
  },
  call: {table: 'calls', columns: STORED_CALL_COLUMNS, parents: [OF_RUN], law: 'final'},
  deleted_run: {
    table: 'deleted_runs',
    columns: ['id', 'started_at', 'made_by'],
    parents: [],
    law: 'union',
    // A person who was removed is named nowhere.
    merged: {made_by: 'null'},
  },
  deleted_cost: {
    table: 'deleted_costs',
    columns: ['id', 'run_id', 'result_id', 'model', 'day', 'cost_usd', 'charged_usd'],
    parents: [],
    law: 'union',
    // A device may have deleted a call before it knew the cost.
    merged: {cost_usd: 'greatest', charged_usd: 'greatest'},
  },
}

export const KINDS = Object.keys(SYNC_TABLES) as ChangeKind[]

/** Whether a deletion of rows of a kind is final. */
export function isFinal(kind: ChangeKind): boolean {
  return ['final', 'settled'].includes(SYNC_TABLES[kind].law)
}

/** Whether rows of a kind are the same wherever they are: two databases cannot differ about them. */
export function isSameEverywhere(kind: ChangeKind): boolean {
  return SYNC_TABLES[kind].law === 'union'
}

/** A value of a row as it is sent. */
export function valueOf<Value>(kind: ChangeKind, row: readonly Value[], column: string): Value | undefined {
  return row[SYNC_TABLES[kind].columns.indexOf(column)]
}
