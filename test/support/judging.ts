import type {Chip} from '../../src/chips/chip.js'
import {judgeDefinition} from '../../src/judging/judge-definition.js'
import type {PassConfig} from '../../src/judging/pass-config.js'
import {JudgePass} from '../../src/judging/pass.js'
import {judgeRubric, type JudgeRubric} from '../../src/judging/rubric.js'
import type {Subject} from '../../src/judging/subject.js'
import {ProviderError, type Completion, type CompletionRequest} from '../../src/providers/provider.js'
import {define} from '../../src/records/definitions.js'
import type {StopReason} from '../../src/run/events.js'
import type {Store} from '../../src/store/store.js'
import type {Rubric} from '../../src/suite/model/rubric.js'
import type {PricedModel} from '../../src/suite/model/suite.js'
import {aResult, aRun} from './records.js'

export const RUBRIC: Rubric = {
  question: 'Would this cook be well served?',
  guidelines: 'Look at the whole set.',
  anchors: {1: 'useless', 2: 'poor', 3: 'so-so', 4: 'good', 5: 'ship it'},
  examples: [
    {sector: 'Trains', desired_role: 'Driver', chips: {jargon: ['Block Signal']}, score: 2, why: 'Too few.'},
  ],
  tags: [],
}
const DEFINED = define('rubric', 'tiny', RUBRIC)
export const TINY_RUBRIC: JudgeRubric = judgeRubric(DEFINED)

/** A judgement costs one US dollar at most: 1000 tokens of output at $1000 a million, input is free. */
export const JUDGE: PricedModel = {id: 'lab/judge', name: 'Judge', input_price: 0, output_price: 1000}

export const JUDGED_CHIPS: Chip[] = [
  {key: 'burnt_sauce', display: 'Burnt Sauce', type: 'situation'},
  {key: 'mise_en_place', display: 'Mise en Place', type: 'jargon'},
  {key: 'roux', display: 'Roux', type: 'jargon'},
  {key: 'order_stock', display: 'Order Stock', type: 'role_task'},
]

export function aSubject(change: Partial<Subject> = {}): Subject {
  return {
    sector: 'Kitchen',
    desired_role: 'Cook',
    persona_id: 'cook',
    persona: 'somebody who cooks',
    asked: 'Asked for 15 chips; 4 in all',
    chip_count: 15,
    chips: JUDGED_CHIPS,
    ...change,
  }
}

export function passConfig(results: readonly string[], change: Partial<PassConfig> = {}): PassConfig {
  const settings = {temperature: 0, max_output_tokens: 1000, base_url: null, providers: []}
  const models = change.models ?? [JUDGE]
  return {
    kind: 'judge',
    tool_version: 'test',
    suite: {id: 'tiny', hash: 'hash'},
    models,
    judge_versions: Object.fromEntries(
      models.map((judge) => [judge.id, judgeDefinition(judge, settings, {lexicon: {}}).id]),
    ),
    rubric_version: TINY_RUBRIC.version,
    results: [...results],
    repeats: 1,
    concurrency: 4,
    budget_usd: null,
    max_retries: 2,
    timeout_s: 1,
    case_timeout_s: 60,
    seed: null,
    record: null,
    replay: null,
    ...settings,
    ...change,
  }
}

/** A run with so many results to judge. @returns their ids. */
export async function judgeableRun(store: Store, count: number): Promise<string[]> {
  const run = aRun()
  await store.runs.create(run)
  const results = Array.from({length: count}, () => aResult(run.id, {final_chips: JUDGED_CHIPS}))
  for (const result of results) await store.results.save(result)
  return results.map(({id}) => id)
}

export type JudgeAnswer = (
  request: CompletionRequest,
  index: number,
) => Completion | ProviderError | Promise<Completion | ProviderError>

/** An answer of a judge at so many US dollars; null: the provider does not say. */
export function judgedAs(text: string, cost_usd: number | null = 0.5): Completion {
  return {text, finish_reason: 'stop', input_tokens: 100, output_tokens: 50, cost_usd}
}

export const SCORE_4 = '{"reasons": "Fits.", "bad_chips": [2], "score": 4}'

/** A session of a pass over a scripted judge; the pass's row is made where it is missing. */
export async function passSession(
  store: Store,
  runId: string,
  config: PassConfig,
  answer: JudgeAnswer,
): Promise<{session: JudgePass; requests: CompletionRequest[]; stop: (reason: StopReason) => void}> {
  await store.runs.create(
    {id: runId, started_at: '2026-11-24T10:00:00.000Z', completed_at: null, status: 'running', config},
    [DEFINED],
  )
  const requests: CompletionRequest[] = []
  const session = new JudgePass(
    store,
    {runId, config, rubric: TINY_RUBRIC},
    {
      subject: () => Promise.resolve(aSubject()),
      provider: () => ({
        id: 'scripted',
        async complete(request) {
          const given = await answer(request, requests.push(request) - 1)
          if (given instanceof ProviderError) throw given
          return given
        },
      }),
      emit: () => {},
      backoffBaseMs: 1,
      graceMs: 0,
    },
  )
  return {session, requests, stop: (reason) => session.stop(reason)}
}
