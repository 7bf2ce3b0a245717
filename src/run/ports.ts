import type {CallRecord, CallTotals} from '../records/call.js'
import type {ResultRecord} from '../records/result.js'
import type {RunRecord, RunStatus} from '../records/run.js'
import type {DefinitionRecord} from '../records/version.js'
import type {Shard} from '../suite/model/shard.js'

/** The store as the engine uses it: a promise resolves when the row is durable. */
export interface RunStore {
  saveCall(call: CallRecord): Promise<void>
  saveResult(result: ResultRecord): Promise<void>
}

/** The further needs of a session: the run's row, its earlier work, and the claim to the run. */
export interface SessionStore {
  runs: {
    /** Makes the run's row, unless it is there, and the definitions of what it asks. */
    create(run: RunRecord, definitions: readonly DefinitionRecord[]): Promise<void>
    /** Keeps definitions that the database lacks: a run of an older schema has none. */
    define(definitions: readonly DefinitionRecord[]): Promise<void>
    setStatus(id: string, status: RunStatus, completedAt: string | null): Promise<void>
    finishShard(id: string, workerId: string, status: RunStatus, finishedAt: string): Promise<void>
  }
  results: {
    save(result: ResultRecord): Promise<void>
    completedIds(runId: string): Promise<Set<string>>
  }
  calls: {
    save(call: CallRecord): Promise<void>
    completionsOfUnfinished(runId: string, resultId?: string): Promise<Map<string, CallRecord[]>>
    totals(runId: string, resultIds?: readonly string[]): Promise<CallTotals>
  }
  leases: {
    claim(
      runId: string,
      workerId: string,
      shard: Shard,
    ): Promise<{host: string; pid: number; silent_ms: number} | undefined>
    renew(runId: string, workerId: string): Promise<boolean>
    release(runId: string, workerId: string): Promise<void>
  }
  /** So many commits are about to come: what the store needs for many, it begins now. */
  expectCommits?(count: number): void
  /**
   * For a store that keeps rows in an outbox first: resolves when all rows are in the team's database.
   * @throws BenchError that says where the remaining rows are kept.
   */
  drain?(): Promise<void>
}
