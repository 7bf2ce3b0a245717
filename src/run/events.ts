import type {Chip} from '../chips/chip.js'
import type {ResultStatus} from '../records/result.js'
import type {RefusedSystem} from './refused-system.js'

/** Signals that end a run in good order; SIGHUP comes when a terminal or an ssh connection is gone. */
export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

/** Why a run ends before all its cases have ended. */
export type StopReason =
  | {kind: 'signal'; signal: StopSignal}
  | {kind: 'budget'; message: string}
  | {kind: 'auth' | 'credit'; message: string}
  /** The selector was not found, or its server refuses a field of its requests. */
  | {kind: 'selector'; message: string; refused?: Pick<RefusedSystem, 'parameter' | 'mend'>}
  | {kind: 'storage' | 'undelivered'; error: unknown}
  /** `isWrongUrl`: the run would ask the same wrong address again. */
  | {kind: 'hopeless'; message: string; isWrongUrl?: boolean}

/** What a run reports to its listeners. */
export type RunEvent =
  | {type: 'started'; run_id: string; models: {model: string; total: number; done: number}[]}
  | {
      type: 'case-finished'
      model: string
      status: ResultStatus
      /** Left out where no chips are made: by a judge. */
      chips?: Chip[]
      errors: string[]
      cost_usd: number | null
      /** US dollars of all calls so far, the selector's and earlier sessions' included. */
      total_cost_usd: number
    }
  | {type: 'retry-waiting'; model: string; reason: string; wait_ms: number}
  | {type: 'retry-over'; model: string}
  | {type: 'attempt'; model: string; step: string; attempt: number; outcome: string; latency_ms: number}
  | {type: 'model-deferred'; model: string; wait_ms: number; left: number}
  | {type: 'model-ended'; model: string; reason: string}
  | {type: 'stopping'; reason: StopReason; in_flight: number}

export type Listener = (event: RunEvent) => void
