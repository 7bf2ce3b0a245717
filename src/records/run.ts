import type {z} from 'zod'
import type {runConfigSchema} from './run-config.js'
import type {runRecordSchema, runSummarySchema} from './schemas.js'

export {RUN_STATUSES, type RunStatus} from './statuses.js'

/**
 * The configuration of a run; its schema stands in another file, so that readers of runs do not load the
 * schema library.
 */
export type RunConfig = z.infer<typeof runConfigSchema>

/** A run as it is stored and sent. */
export type RunRecord = z.infer<typeof runRecordSchema>

/** A run in a list: the known facts of its results, each counted once. Costs are of all calls. */
export type RunSummary = z.infer<typeof runSummarySchema>

/** How many rows belong to a run. */
export interface RunContents {
  results: number
  ratings: number
  /** Repeated ratings. */
  repeats: number
  notes: number
  calls: number
}

/** How far a run, or a shard of a run, is; `cases` is null when the suite of the run is not here. */
export interface ShardProgress {
  /** `2/4`; null for the whole run. */
  shard: string | null
  cases: number | null
  completed: number
  failed: number
  /** The worker that works on the shard right now. */
  worker: string | null
}

/** How the ids of runs begin that only try prompts: they are in no figure and no queue. */
export const TRY_PREFIX = 'try-'
