import {STORED_CALL_COLUMNS} from '../records/call.js'
import {STORED_NOTE_COLUMNS, STORED_RATING_COLUMNS} from '../records/rating.js'
import {STORED_RESULT_COLUMNS} from '../records/result.js'
import type {ChangeKind} from './changes.js'

/** How rows of one kind go from database to database. */
export interface SyncTable {
  table: string
  /** All that is sent: without the totals of ratings, which triggers keep in each database. */
  columns: readonly string[]
  /** The row it belongs to, without which it cannot be. */
  parent: {kind: ChangeKind; table: string; column: string} | undefined
  /** What is deleted stays deleted, whatever happens to it elsewhere; else the later of two acts counts. */
  isFinal: boolean
  /** The column that is unique together with the parent: one row a person and result. */
  person: string | undefined
}

const OF_RUN = {kind: 'run', table: 'runs', column: 'run_id'} as const
const OF_RESULT = {kind: 'result', table: 'results', column: 'result_id'} as const

export const SYNC_TABLES: Record<ChangeKind, SyncTable> = {
  run: {
    table: 'runs',
    columns: ['id', 'started_at', 'completed_at', 'status', 'config'],
    parent: undefined,
    isFinal: true,
    person: undefined,
  },
  result: {
    table: 'results',
    columns: STORED_RESULT_COLUMNS,
    parent: OF_RUN,
    isFinal: true,
    person: undefined,
  },
  call: {
    table: 'calls',
    columns: STORED_CALL_COLUMNS,
    parent: OF_RUN,
    isFinal: true,
    person: undefined,
  },
  rating: {
    table: 'ratings',
    columns: STORED_RATING_COLUMNS,
    parent: OF_RESULT,
    isFinal: false,
    person: 'user_id',
  },
  repeat: {
    table: 'rating_repeats',
    columns: ['id', 'result_id', 'user_id', 'rating', 'created_at'],
    parent: OF_RESULT,
    isFinal: false,
    person: 'user_id',
  },
  note: {
    table: 'notes',
    columns: STORED_NOTE_COLUMNS,
    parent: OF_RESULT,
    isFinal: false,
    person: 'user_id',
  },
}

/** Parents before children; calls after results, whose costs people wait for. */
export const KINDS = [
  'run',
  'result',
  'rating',
  'repeat',
  'note',
  'call',
] as const satisfies readonly ChangeKind[]
