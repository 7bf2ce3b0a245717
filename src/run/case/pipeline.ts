import type {Chip} from '../../chips/chip.js'
import {mergeChips, missingTypes} from '../../chips/chip-set.js'
import {readChips, type ReadChips} from '../../chips/read-answer.js'
import {readSelection} from '../../chips/read-selection.js'
import {messageOf} from '../../errors/bench-error.js'
import type {CompletionRequest} from '../../providers/provider.js'
import {STEP_NAMES, type Step} from '../../records/call.js'
import {MODEL_NOT_FOUND, type ResultRecord} from '../../records/result.js'
import {resultId, type Case} from '../../suite/model/case.js'
import {isEnriched} from '../../suite/model/factors.js'
import {answerEnd, type AnswerEnd} from './answer-end.js'
import {CallFailed, type CompletedCall, type CallExecutor} from '../executor/call-executor.js'
import {CaseRequests, type PipelineOptions} from './case-requests.js'
import {accountingOf, emptyResult} from './case-result.js'
import {monotonicMs} from '../executor/clock.js'

/** One case on its way: asks its requests in order and gathers the answers. */
export class CasePipeline {
  readonly #errors: string[] = []
  readonly #calls: CompletedCall[] = []
  #saved: Promise<void> = Promise.resolve()
  readonly #deadline: number
  readonly #id: string
  readonly #requests: CaseRequests
  #step1: Chip[] | null = null
  #selected: Chip[] | null = null
  #step2: Chip[] | null = null
  #fill: Chip[] | null = null
  /** Why the model refused to answer step 2: the model is not asked the same again. */
  #denied: AnswerEnd['denied']

  constructor(
    private readonly testCase: Case,
    private readonly options: PipelineOptions,
    private readonly executor: Pick<CallExecutor, 'ask'>,
  ) {
    this.#id = resultId(options.runId, testCase)
    this.#deadline = monotonicMs() + options.caseTimeoutMs
    this.#requests = new CaseRequests(testCase, options)
  }

  /**
   * Takes the case to its end. A call without an answer makes the case a failed result; every other error
   * (the run stops, the model is deferred) leaves the case undone. `saved` resolves when the last answer is
   * durable. Whatever an answer holds, the case goes on with what could be read.
   */
  async run(): Promise<{result: ResultRecord; failure: CallFailed | undefined; saved: Promise<void>}> {
    try {
      if (isEnriched(this.testCase)) await this.#letUserSelect()
      await this.#askForFinal()
      await this.#fillUp()
      return {result: this.#result('completed'), failure: undefined, saved: this.#saved}
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error
      // The selector is not the tested model, and an address that leads nowhere says nothing of any.
      const isGone = error.error.kind === 'not_found' && error.step !== 'selection' && !error.error.wrongUrl
      const why = isGone ? `${MODEL_NOT_FOUND} (${error.message})` : error.message
      this.#errors.push(`${STEP_NAMES[error.step]}: no answer: ${why}`)
      return {result: this.#result('failed'), failure: error, saved: this.#saved}
    }
  }

  async #letUserSelect(): Promise<void> {
    const offered = (await this.#ask(this.#requests.selectable(), readChips)).chips
    this.#step1 = offered
    if (offered.length === 0) {
      this.#selected = []
      this.#errors.push('Selection: skipped, as step 1 gave no usable chip')
      return
    }

    const selection = this.#requests.selection(offered)
    this.#selected = (await this.#ask(selection, (answer) => readSelection(answer, offered))).chips
  }

  async #askForFinal(): Promise<void> {
    const {chips, denied} = await this.#ask(this.#requests.final(this.#selected ?? []), readChips)
    this.#step2 = chips
    this.#denied = denied
  }

  async #fillUp(): Promise<void> {
    const merged = this.#merged()
    const missing = missingTypes(merged, this.options.suite.thresholds.min_per_type)
    if (missing.length === 0) return
    if (this.#denied) {
      const why = this.#denied === 'refusal' ? 'the model refused step 2' : 'a content filter stopped step 2'
      this.#errors.push(`Fill: skipped, as ${why}`)
      return
    }

    const {chips} = await this.#ask(this.#requests.fill(merged, missing), readChips)
    const known = new Set(merged.map(({key}) => key))
    this.#fill = chips.filter(({key}) => !known.has(key))
  }

  async #ask(
    request: CompletionRequest<Step>,
    read: (answer: string) => ReadChips,
  ): Promise<{chips: Chip[]; denied: AnswerEnd['denied']}> {
    const {step} = request.task
    const earlier = this.#saved
    // Also where the call fails: an answer before that cannot be kept is what ends the run then.
    const {call, saved} = await this.executor
      .ask({resultId: this.#id, step, request, deadline: this.#deadline, earlier})
      .finally(() => earlier)
    this.#saved = saved
    this.#calls.push(call)
    const end = answerEnd(call, request.max_output_tokens)
    const {chips, problems} = readSafely(call.answer, read)
    this.#warn(step, end.messages)
    if (chips.length > 0 || !end.explainsNothing) this.#warn(step, problems)
    return {chips, denied: end.denied}
  }

  #warn(step: Step, messages: readonly string[]): void {
    this.#errors.push(...messages.map((message) => `${STEP_NAMES[step]}: ${message}`))
  }

  #result(status: ResultRecord['status']): ResultRecord {
    return {
      ...emptyResult(this.options, this.testCase, this.#errors),
      status,
      final_chips: mergeChips(this.#merged(), this.#fill ?? []),
      step1_chips: this.#step1,
      selected_chips: this.#selected,
      step2_chips: this.#step2,
      fill_chips: this.#fill,
      ...accountingOf(this.#calls),
    }
  }

  #merged(): Chip[] {
    return mergeChips(this.#selected ?? [], this.#step2 ?? [])
  }
}

/**
 * An answer that the reader fails on is an answer without chips: the answer is paid for, and the run goes on.
 */
export function readSafely(answer: string, read: (answer: string) => ReadChips): ReadChips {
  try {
    return read(answer)
  } catch (error) {
    const problem = `the answer could not be read (${messageOf(error)}); it is kept with the call`
    return {chips: [], problems: [problem]}
  }
}
