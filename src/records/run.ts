import type {z} from 'zod'
import type {runConfigSchema} from './run-config.js'

export const RUN_STATUSES = ['running', 'completed', 'failed', 'interrupted', 'dry_run'] as const
export type RunStatus = (typeof RUN_STATUSES)[number]

/** The configuration of a run; its schema stands apart, so that who only reads runs does not load it. */
export type RunConfig = z.infer<typeof runConfigSchema>

/** A run as it is stored and sent. Times are ISO 8601 in UTC. */
export interface RunRecord {
  id: string
  started_at: string
  completed_at: string | null
  status: RunStatus
  config: unknown
}

/** A run in a list: what is known of its results, each counted once. Costs are US dollars of all calls. */
export interface RunSummary {
  id: string
  started_at: string
  completed_at: string | null
  status: RunStatus
  cases: number | null
  result_count: number
  failed_count: number
  total_cost_usd: number | null
}
