import type {CallRecord, CallTotals} from '../records/call.js'
import type {ResultRecord} from '../records/result.js'
import type {RunRecord, RunStatus} from '../records/run.js'
import type {Shard} from '../suite/model/shard.js'

/** What the engine needs of a store: a promise resolves when the row is durable. */
export interface RunStore {
  saveCall(call: CallRecord): Promise<void>
  saveResult(result: ResultRecord): Promise<void>
}

/** What a session needs beside that: the run's row, its earlier work, and the claim to it. */
export interface SessionStore {
  runs: {
    create(run: RunRecord): Promise<void>
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
  /**
   * Where rows are durable before they are where they belong: resolves when all are there.
   * @throws BenchError that says where the rest is kept.
   */
  drain?(): Promise<void>
}
