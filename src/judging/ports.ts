import type {Provider} from '../providers/provider.js'
import type {CallTotals} from '../records/call.js'
import type {JudgementRecord, JudgementState} from '../records/judgement.js'
import type {Listener} from '../run/events.js'
import type {RunLease} from '../run/executor/run-lease.js'
import type {PassConfig} from './pass-config.js'
import type {JudgeRubric} from './rubric.js'
import type {Subject} from './subject.js'
import type {JudgeTask} from './tasks.js'

export interface JudgePlan {
  runId: string
  config: PassConfig
  rubric: JudgeRubric
  /** How many judgements the pass has in all, those that are settled included. */
  total: number
  /** What is left of them. */
  open: readonly JudgeTask[]
  states: ReadonlyMap<string, JudgementState>
  /** The totals of earlier sessions. */
  earlier: CallTotals
}

export interface JudgePorts {
  /** Resolves when the row is durable. */
  save: (judgement: JudgementRecord) => Promise<void>
  /** What a judge sees of a result; undefined where the result is gone. */
  subject: (resultId: string) => Promise<Subject | undefined>
  provider: (judge: string) => Provider
  emit: Listener
  lease?: Pick<RunLease, 'confirm'>
  backoffBaseMs?: number
  graceMs?: number
}
