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
  /** All that is sent, the id first: without the totals of ratings, which triggers keep in each database. */
  columns: readonly string[]
  /** The rows it belongs to, without which it cannot be. */
  parents: readonly Parent[]
  /** What counts when two databases have the row. */
  law: Law
  /** The `status` of a row that is settled; for the law of that name. */
  settled?: string
  /** Columns whose values stand only once, under whatever id: of two such rows the later stays. */
  unique?: readonly string[]
}

const OF_RUN: Parent = {kind: 'run', table: 'runs', column: 'run_id'}
const OF_RESULT: Parent = {kind: 'result', table: 'results', column: 'result_id'}
const A_PERSON = ['result_id', 'user_id']

/** The one list of what moves: a new column or table is an entry here. */
const COLUMNS: Record<ChangeKind, string> = {
  run: 'id started_at completed_at status config',
  result: `id run_id model persona_id sector desired_role style input_type constraint_type chip_count trial
    status latency_ms input_tokens output_tokens cost_usd created_at
    final_chips step1_chips selected_chips step2_chips fill_chips errors`,
  rating: 'id result_id user_id rating created_at blind',
  repeat: 'id result_id user_id rating created_at',
  note: 'id result_id user_id note flagged created_at',
  call: `id run_id result_id step model request_hash status attempts latency_ms input_tokens output_tokens
    cost_usd charged_usd finish_reason error answer created_at`,
}

const columnsOf = (kind: ChangeKind) => COLUMNS[kind].split(/\s+/)

/** Parents before children; calls after results, whose costs people wait for. */
export const SYNC_TABLES: Readonly<Record<ChangeKind, SyncTable>> = {
  run: {table: 'runs', columns: columnsOf('run'), parents: [], law: 'final'},
  result: {
    table: 'results',
    columns: columnsOf('result'),
    parents: [OF_RUN],
    law: 'settled',
    settled: 'completed',
  },
  rating: {
    table: 'ratings',
    columns: columnsOf('rating'),
    parents: [OF_RESULT],
    law: 'later',
    unique: A_PERSON,
  },
  repeat: {
    table: 'rating_repeats',
    columns: columnsOf('repeat'),
    parents: [OF_RESULT],
    law: 'later',
    unique: A_PERSON,
  },
  note: {table: 'notes', columns: columnsOf('note'), parents: [OF_RESULT], law: 'later', unique: A_PERSON},
  call: {table: 'calls', columns: columnsOf('call'), parents: [OF_RUN], law: 'final'},
}

export const KINDS = Object.keys(SYNC_TABLES) as ChangeKind[]

/** Whether rows of a kind can be deleted only once. */
export function isFinal(kind: ChangeKind): boolean {
  return SYNC_TABLES[kind].law !== 'later'
}

/** A value of a row as it is sent. */
export function valueOf<Value>(kind: ChangeKind, row: readonly Value[], column: string): Value | undefined {
  return row[SYNC_TABLES[kind].columns.indexOf(column)]
}
