import type {z} from 'zod'
import type {runConfigSchema} from './run-config.js'
import type {runRecordSchema, runSummarySchema} from './schemas.js'

export {RUN_STATUSES, type RunStatus} from './statuses.js'

/** The configuration of a run; its schema stands apart, so that who only reads runs does not load it. */
export type RunConfig = z.infer<typeof runConfigSchema>

/** A run as it is stored and sent. */
export type RunRecord = z.infer<typeof runRecordSchema>

/** A run in a list: what is known of its results, each counted once. Costs are of all calls. */
export type RunSummary = z.infer<typeof runSummarySchema>
