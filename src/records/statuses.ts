export const RUN_STATUSES = ['running', 'completed', 'failed', 'interrupted', 'dry_run'] as const
export type RunStatus = (typeof RUN_STATUSES)[number]

export const RESULT_STATUSES = ['completed', 'failed'] as const
export type ResultStatus = (typeof RESULT_STATUSES)[number]
