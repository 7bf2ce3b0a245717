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
    columns: [
      ...[
        'id',
        'run_id',
        'model',
        'persona_id',
        'sector',
        'desired_role',
        'style',
        'input_type',
        'constraint_type',
        'chip_count',
        'trial',
      ],
      ...['status', 'latency_ms', 'input_tokens', 'output_tokens', 'cost_usd', 'created_at'],
      ...['final_chips', 'step1_chips', 'selected_chips', 'step2_chips', 'fill_chips', 'errors'],
      ...['style_version', 'persona_version', 'system_version', 'reasoning_tokens', 'cached_tokens'],
    ],
    parent: OF_RUN,
    isFinal: true,
    person: undefined,
  },
  call: {
    table: 'calls',
    columns: [
      ...[
        'id',
        'run_id',
        'result_id',
        'step',
        'model',
        'request_hash',
        'status',
        'attempts',
        'latency_ms',
        'input_tokens',
      ],
      ...['output_tokens', 'cost_usd', 'charged_usd', 'finish_reason', 'error', 'answer', 'created_at'],
      ...['reasoning_tokens', 'cached_tokens', 'answered_by', 'system_fingerprint'],
    ],
    parent: OF_RUN,
    isFinal: true,
    person: undefined,
  },
  rating: {
    table: 'ratings',
    columns: [
      ...['id', 'result_id', 'user_id', 'rating', 'created_at', 'blind', 'seconds', 'rubric_version'],
    ],
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
    columns: [
      ...['id', 'result_id', 'user_id', 'note', 'flagged', 'created_at', 'tags', 'bad_chips', 'seen_at'],
    ],
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
