import {createHash} from 'node:crypto'
import type {Chip} from '../chips/chip.js'
import {mergeChips, missingTypes} from '../chips/chip-set.js'
import {readChips} from '../chips/read-answer.js'
import {readSelection} from '../chips/read-selection.js'
import type {CompletionRequest, Task} from '../providers/provider.js'
import {STEP_NAMES, type Step} from '../records/call.js'
import {pick} from '../records/columns.js'
import type {ResultRecord} from '../records/result.js'
import type {RunConfig} from '../records/run.js'
import {caseKey, resultId, type Case} from '../suite/model/case.js'
import {isConstrained, isEnriched, SETTING_COLUMNS} from '../suite/model/factors.js'
import {fillPrompt, fillTemplate, type Message} from '../suite/model/prompt.js'
import type {Suite} from '../suite/model/suite.js'
import {CallFailed, type CompletedCall, type CallExecutor} from './executor/call-executor.js'
import {offlineModels} from './offline.js'

export interface PipelineOptions {
  runId: string
  suite: Suite
  selector: string
  temperature: number
  maxOutputTokens: number
  /** Base of the seeds of all calls; null asks the providers for none. */
  seed: number | null
  caseTimeoutMs: number
  /** Models that need no network. */
  offline: ReadonlySet<string>
}

type ConfiguredRun = Pick<PipelineOptions, 'runId' | 'suite'> & {config: RunConfig}

/** What every case of a run has in common. */
export function pipelineOptions({runId, config, suite}: ConfiguredRun): PipelineOptions {
  return {
    runId,
    suite,
    selector: config.selector.id,
    temperature: config.temperature,
    maxOutputTokens: config.max_output_tokens,
    seed: config.seed,
    caseTimeoutMs: config.case_timeout_s * 1000,
    offline: offlineModels(config),
  }
}

type Asked = Pick<Task, 'step' | 'count'> & Partial<Pick<Task, 'chips' | 'missing_types'>>

/** One case on its way: asks its questions in order and gathers what comes back. */
export class CasePipeline {
  readonly #errors: string[] = []
  readonly #calls: CompletedCall[] = []
  #saved: Promise<void> = Promise.resolve()
  readonly #deadline: number
  readonly #id: string
  #step1: Chip[] | null = null
  #selected: Chip[] | null = null
  #step2: Chip[] | null = null
  #fill: Chip[] | null = null

  constructor(
    private readonly testCase: Case,
    private readonly options: PipelineOptions,
    private readonly executor: Pick<CallExecutor, 'ask'>,
  ) {
    this.#id = resultId(options.runId, testCase)
    this.#deadline = Date.now() + options.caseTimeoutMs
  }

  /**
   * Takes the case to its end. A call without an answer makes it a failed result; everything else that
   * is thrown (the run stops, the model is parked) leaves the case undone. `saved` resolves when the last
   * answer is durable.
   */
  async run(): Promise<{result: ResultRecord; failure: CallFailed | undefined; saved: Promise<void>}> {
    try {
      if (isEnriched(this.testCase)) await this.#letUserSelect()
      await this.#askForFinal()
      await this.#fillUp()
      return {result: this.#result('completed'), failure: undefined, saved: this.#saved}
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error
      this.#errors.push(`${STEP_NAMES[error.step]}: no answer: ${error.message}`)
      return {result: this.#result('failed'), failure: error, saved: this.#saved}
    }
  }

  async #letUserSelect(): Promise<void> {
    const {selectable, selected} = this.options.suite.thresholds
    const offer = await this.#ask(
      {step: 'step1', count: selectable.max},
      fillPrompt(this.#style.selectable, {
        ...this.#about,
        selectable_min: selectable.min,
        selectable_max: selectable.max,
        constraint: this.#constraint,
      }),
    )
    this.#step1 = this.#read('step1', readChips(offer))
    if (this.#step1.length === 0) {
      this.#selected = []
      this.#errors.push('Selection: skipped, as step 1 gave no usable chip')
      return
    }

    const picked = await this.#ask(
      {step: 'selection', count: selected.max, chips: this.#step1},
      fillPrompt(this.#style.select, {
        ...this.#about,
        persona: this.testCase.persona.persona,
        options: JSON.stringify(this.#step1),
        selected_min: selected.min,
        selected_max: selected.max,
      }),
    )
    this.#selected = this.#read('selection', readSelection(picked, this.#step1))
  }

  async #askForFinal(): Promise<void> {
    const variables = {...this.#about, constraint: this.#constraint}
    const messages =
      this.#selected && this.#selected.length > 0
        ? fillPrompt(this.#style.final_with_selections, {
            ...variables,
            selections: JSON.stringify(this.#selected),
          })
        : fillPrompt(this.#style.final, variables)
    const answer = await this.#ask(
      {step: 'step2', count: this.testCase.chip_count, chips: this.#selected ?? []},
      messages,
    )
    this.#step2 = this.#read('step2', readChips(answer))
  }

  async #fillUp(): Promise<void> {
    const {min_per_type} = this.options.suite.thresholds
    const merged = this.#merged()
    const missing = missingTypes(merged, min_per_type)
    if (missing.length === 0) return
    const answer = await this.#ask(
      {step: 'fill', count: min_per_type, chips: merged, missing_types: missing},
      fillPrompt(this.#style.fill, {
        ...this.#about,
        missing_types: missing.join(', '),
        min_per_type,
        existing_keys: merged.map(({key}) => key).join(', ') || 'none',
      }),
    )
    const known = new Set(merged.map(({key}) => key))
    this.#fill = this.#read('fill', readChips(answer)).filter(({key}) => !known.has(key))
  }

  async #ask(asked: Asked, messages: Message[]): Promise<string> {
    const {options, testCase} = this
    const {step} = asked
    const request: CompletionRequest = {
      model: step === 'selection' ? this.#selector : testCase.model,
      messages,
      temperature: options.temperature,
      max_output_tokens: options.maxOutputTokens,
      seed: this.#isOffline
        ? seedOf(options.seed ?? 1, testCase, step)
        : options.seed === null
          ? null
          : seedOf(options.seed, testCase, step),
      task: {
        chips: [],
        missing_types: [],
        ...asked,
        case: caseKey(testCase),
        persona_id: testCase.persona.id,
        min_per_type: isConstrained(testCase) ? options.suite.thresholds.min_per_type : 0,
      },
    }
    // What was bought is durable before anything more is.
    await this.#saved
    const {call, saved} = await this.executor.ask({
      resultId: this.#id,
      step,
      request,
      deadline: this.#deadline,
    })
    this.#saved = saved
    this.#calls.push(call)
    if (call.finish_reason === 'length') {
      this.#errors.push(`${STEP_NAMES[step]}: the model was cut off at ${request.max_output_tokens} tokens`)
    }

    return call.answer
  }

  #read(step: Step, {chips, problems}: {chips: Chip[]; problems: string[]}): Chip[] {
    this.#errors.push(...problems.map((problem) => `${STEP_NAMES[step]}: ${problem}`))
    return chips
  }

  #result(status: ResultRecord['status']): ResultRecord {
    const {testCase, options} = this
    const modelCalls = this.#calls.filter(({step}) => step !== 'selection')
    return {
      ...emptyResult(options.runId, testCase, this.#errors),
      status,
      final_chips: mergeChips(this.#merged(), this.#fill ?? []),
      step1_chips: this.#step1,
      selected_chips: this.#selected,
      step2_chips: this.#step2,
      fill_chips: this.#fill,
      latency_ms: total(modelCalls, 'latency_ms'),
      input_tokens: total(modelCalls, 'input_tokens'),
      output_tokens: total(modelCalls, 'output_tokens'),
      cost_usd: total(modelCalls, 'cost_usd'),
    }
  }

  #merged(): Chip[] {
    return mergeChips(this.#selected ?? [], this.#step2 ?? [])
  }

  get #isOffline(): boolean {
    return this.options.offline.has(this.testCase.model)
  }

  /** An offline model plays the user itself, so that its cases need no network. */
  get #selector(): string {
    return this.#isOffline ? this.testCase.model : this.options.selector
  }

  get #style() {
    const style = this.options.suite.styles[this.testCase.style]
    if (!style) throw new Error(`the suite has no style ${this.testCase.style}`)
    return style
  }

  get #about() {
    const {sector, desired_role} = this.testCase.persona
    return {sector, desired_role, ...pick(this.testCase, SETTING_COLUMNS)}
  }

  get #constraint(): string {
    if (!isConstrained(this.testCase)) return ''
    return fillTemplate(this.#style.constraint, {min_per_type: this.options.suite.thresholds.min_per_type})
  }
}

/** The sum over calls; null when one of them is unknown, as a part would pass for the whole. */
function total(
  calls: readonly CompletedCall[],
  column: 'latency_ms' | 'input_tokens' | 'output_tokens' | 'cost_usd',
): number | null {
  let sum = 0
  for (const call of calls) {
    const value = call[column]
    if (value === null) return null
    sum += value
  }

  return calls.length === 0 ? null : sum
}

/** A seed in 0..2^31 - 1 of its own for each call, the same in every run with the same base. */
function seedOf(base: number, testCase: Case, step: Step): number {
  return (
    createHash('sha256')
      .update(`${base}|${caseKey(testCase)}|${step}`)
      .digest()
      .readUInt32BE(0) >>> 1
  )
}

/** The failed result of a case that was never sent, as it would have failed like the others. */
export function unsentResult(runId: string, testCase: Case, reason: string): ResultRecord {
  const first: Step = isEnriched(testCase) ? 'step1' : 'step2'
  return emptyResult(runId, testCase, [`${STEP_NAMES[first]}: not sent: ${reason}`])
}

function emptyResult(runId: string, testCase: Case, errors: string[]): ResultRecord {
  return {
    id: resultId(runId, testCase),
    run_id: runId,
    model: testCase.model,
    persona_id: testCase.persona.id,
    ...pick(testCase.persona, ['sector', 'desired_role']),
    ...pick(testCase, SETTING_COLUMNS),
    trial: testCase.trial,
    status: 'failed',
    final_chips: [],
    step1_chips: null,
    selected_chips: null,
    step2_chips: null,
    fill_chips: null,
    errors,
    latency_ms: null,
    input_tokens: null,
    output_tokens: null,
    cost_usd: null,
    created_at: new Date().toISOString(),
  }
}
