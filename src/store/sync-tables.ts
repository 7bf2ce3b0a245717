import {STORED_CALL_COLUMNS} from '../records/call.js'
import {STORED_NOTE_COLUMNS, STORED_RATING_COLUMNS} from '../records/rating.js'
import {STORED_RESULT_COLUMNS} from '../records/result.js'
import type {ChangeKind} from './changes.js'
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
  /** The `status` of a row that is settled; for the law of that name. */
  settled?: string
  /** Columns whose values are unique, under any id: of two such rows the later stays. */
  unique?: readonly string[]
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
  result: {
    table: 'results',
    columns: STORED_RESULT_COLUMNS,
    parents: [OF_RUN],
    law: 'settled',
    settled: 'completed',
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
  note: {table: 'notes', columns: STORED_NOTE_COLUMNS, parents: [OF_RESULT], law: 'later', unique: A_PERSON},
  call: {table: 'calls', columns: STORED_CALL_COLUMNS, parents: [OF_RUN], law: 'final'},
}

export const KINDS = Object.keys(SYNC_TABLES) as ChangeKind[]

/** Whether a deletion of rows of a kind is final. */
export function isFinal(kind: ChangeKind): boolean {
  return SYNC_TABLES[kind].law !== 'later'
}

/** A value of a row as it is sent. */
export function valueOf<Value>(kind: ChangeKind, row: readonly Value[], column: string): Value | undefined {
  return row[SYNC_TABLES[kind].columns.indexOf(column)]
}
