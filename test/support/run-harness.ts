import type {Chip} from '../../src/chips/chip.js'
import {
  ProviderError,
  type Completion,
  type CompletionRequest,
  type Provider,
  type ProviderErrorKind,
} from '../../src/providers/provider.js'
import type {CallRecord} from '../../src/records/call.js'
import type {ResultRecord} from '../../src/records/result.js'
import {NOTHING_SPENT} from '../../src/run/executor/spending.js'
import {RunEngine, type RunPlan} from '../../src/run/engine.js'
import type {RunEvent} from '../../src/run/events.js'
import type {RunStore} from '../../src/run/ports.js'
import {tinyRun} from './tiny-suite.js'

export const CHIPS: Chip[] = (['situation', 'jargon', 'role_task', 'environment'] as const).flatMap((type) =>
  [1, 2, 3].map((i) => ({key: `${type}_${i}`, display: `${type} ${i}`, type})),
)

/** An answer with tokens but no reported cost. */
export function completion(text: string, change: Partial<Completion> = {}): Completion {
  return {text, finish_reason: 'stop', input_tokens: 100, output_tokens: 200, cost_usd: null, ...change}
}

/** What a good model answers at each step. */
export function goodAnswer({task}: CompletionRequest): Completion {
  if (task.step === 'selection') return completion(JSON.stringify(task.chips.slice(0, 3).map(({key}) => key)))
  return completion(JSON.stringify(CHIPS))
}

export function refusal(kind: ProviderErrorKind, status?: number, retryAfterMs?: number): ProviderError {
  return new ProviderError(`${status ?? kind} refused`, {kind, status, retryAfterMs})
}

/** Keeps everything in memory, and how often each row was written. */
export class MemoryStore implements RunStore {
  readonly calls = new Map<string, CallRecord>()
  readonly results = new Map<string, ResultRecord>()
  resultWrites = 0

  saveCall(call: CallRecord): Promise<void> {
    this.calls.set(call.id, structuredClone(call))
    return Promise.resolve()
  }

  saveResult(result: ResultRecord): Promise<void> {
    this.resultWrites++
    this.results.set(result.id, structuredClone(result))
    return Promise.resolve()
  }

  answered(): CallRecord[] {
    return [...this.calls.values()].filter(({status}) => status === 'answered')
  }
}

type Answer = (
  request: CompletionRequest,
  index: number,
  signal: AbortSignal,
) => Completion | ProviderError | Promise<Completion>

/** An engine over a scripted provider and a store in memory; nothing outside the process. */
export function harness(
  answer: Answer,
  run: ReturnType<typeof tinyRun> = tinyRun(),
  plan: Partial<RunPlan> = {},
  store = new MemoryStore(),
  graceMs = 50,
) {
  const requests: CompletionRequest[] = []
  const events: RunEvent[] = []
  const provider: Provider = {
    id: 'scripted',
    async complete(request, signal) {
      const index = requests.push(request) - 1
      const given = await answer(request, index, signal)
      if (given instanceof ProviderError) throw given
      return given
    },
  }
  const engine = new RunEngine(
    {
      runId: 'run',
      ...run,
      completed: new Set(),
      storedCompletions: new Map(),
      earlier: NOTHING_SPENT,
      ...plan,
    },
    {store, provider: () => provider, emit: (event) => events.push(event), backoffBaseMs: 1, graceMs},
  )
  return {engine, store, requests, events}
}
