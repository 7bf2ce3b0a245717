import {monotonicMs} from '../../src/run/executor/clock.js'
import {ProviderError, type Completion, type CompletionRequest} from '../../src/providers/provider.js'
import type {CallRecord, Step} from '../../src/records/call.js'
import {CallExecutor, type CallRequest} from '../../src/run/executor/call-executor.js'
import type {CallExecutorOptions} from '../../src/run/executor/options.js'

/** A call to this model costs one US dollar at most: 1000 tokens of output at $1000 a million, input is free. */
export const DOLLAR_MODEL = {id: 'lab/dollar', name: 'Dollar', input_price: 0, output_price: 1000}

export type Answer = (
  request: CompletionRequest,
  index: number,
  signal: AbortSignal,
) => Completion | ProviderError | Promise<Completion | ProviderError>

/** An answer at so many US dollars; null: the provider does not say. */
export function answerAt(cost_usd: number | null): Completion {
  return {text: 'hello', finish_reason: 'stop', input_tokens: null, output_tokens: null, cost_usd}
}

export function callRequest(resultId = 'result', change: Partial<CallRequest> = {}): CallRequest {
  const request: CompletionRequest<Step> = {
    model: DOLLAR_MODEL.id,
    messages: [{role: 'user', content: resultId}],
    temperature: 0,
    max_output_tokens: 1000,
    seed: null,
    task: {
      step: 'step2',
      case: resultId,
      persona_id: 'cook',
      count: 15,
      chips: [],
      missing_types: [],
      min_per_type: 0,
    },
  }
  return {resultId, step: 'step2', request, deadline: monotonicMs() + 60_000, ...change}
}

/** The database of these tests: what is in `rows` is durable. */
export class Rows {
  readonly rows = new Map<string, CallRecord>()

  saveCall(call: CallRecord): Promise<void> {
    this.rows.set(call.id, structuredClone(call))
    return Promise.resolve()
  }

  get all(): CallRecord[] {
    return [...this.rows.values()]
  }

  get charged(): number {
    return this.all.reduce((sum, {charged_usd}) => sum + (charged_usd ?? 0), 0)
  }
}

/** An executor over a scripted provider. `ask` takes a seat and gives it back, as a case does. */
export function executorHarness(
  answer: Answer,
  {
    budgetUsd = null,
    concurrency = 4,
    maxRetries = 2,
    store = new Rows(),
    ...options
  }: {budgetUsd?: number | null; concurrency?: number; maxRetries?: number} & Partial<
    Omit<CallExecutorOptions, 'config' | 'provider'>
  > = {},
) {
  const requests: CompletionRequest[] = []
  const executor = new CallExecutor({
    runId: 'run',
    config: {
      models: [DOLLAR_MODEL],
      selector: DOLLAR_MODEL,
      concurrency,
      budget_usd: budgetUsd,
      max_retries: maxRetries,
      timeout_s: 1,
    },
    provider: () => ({
      id: 'scripted',
      async complete(request, signal) {
        const given = await answer(request, requests.push(request) - 1, signal)
        if (given instanceof ProviderError) throw given
        return given
      },
    }),
    store,
    storedCompletions: new Map(),
    emit: () => {},
    backoffBaseMs: 1,
    ...options,
  })
  return {
    executor,
    requests,
    ask: async (request: CallRequest = callRequest()) => {
      await executor.semaphore.retake()
      try {
        const {call, saved} = await executor.ask(request)
        await saved
        return call
      } finally {
        executor.semaphore.release()
      }
    },
  }
}
