import {createHash} from 'node:crypto'
import type {Chip, ChipType} from '../../chips/chip.js'
import type {CompletionRequest, Task} from '../../providers/provider.js'
import type {Step} from '../../records/call.js'
import type {RunConfig} from '../../records/run.js'
import {pick} from '../../records/columns.js'
import type {RunVersions} from '../../records/version.js'
import {caseKey, type Case} from '../../suite/model/case.js'
import {isConstrained, SETTING_COLUMNS} from '../../suite/model/factors.js'
import {fillPrompt, fillTemplate, type Message} from '../../suite/model/prompt.js'
import type {Suite} from '../../suite/model/suite.js'
import {resolveSystem, type ResolvedSystem} from '../../suite/model/system.js'
import {offlineModels} from '../offline.js'

export interface PipelineOptions {
  runId: string
  versions: RunVersions
  suite: Suite
  selector: string
  /** A system of the run with the run's settings, by its id. */
  system: (id: string) => ResolvedSystem
  temperature: number
  maxOutputTokens: number
  /** Base of the seeds of all calls; null asks the providers for none. */
  seed: number | null
  caseTimeoutMs: number
  /** Models that need no network. */
  offline: ReadonlySet<string>
}

/** The common settings of all cases of a run. */
export function pipelineOptions({
  runId,
  config,
  suite,
}: {
  runId: string
  config: RunConfig
  suite: Suite
}): PipelineOptions {
  return {
    runId,
    versions: config.versions ?? {style: {}, persona: {}, system: {}},
    suite,
    selector: config.selector.id,
    system: (id) => {
      const system = [...config.models, config.selector].find((known) => known.id === id)
      if (!system) throw new Error(`the run has no system ${id}`)
      return resolveSystem(system, config)
    },
    temperature: config.temperature,
    maxOutputTokens: config.max_output_tokens,
    seed: config.seed,
    caseTimeoutMs: config.case_timeout_s * 1000,
    offline: offlineModels(config),
  }
}

type Asked = Pick<Task<Step>, 'step' | 'count'> & Partial<Pick<Task, 'chips' | 'missing_types'>>

/** The requests of a case: what each step asks, from the suite's prompts and from earlier answers. */
export class CaseRequests {
  constructor(
    private readonly testCase: Case,
    private readonly options: PipelineOptions,
  ) {}

  /** Step 1: chips for the user to select from. */
  selectable(): CompletionRequest<Step> {
    const {selectable} = this.options.suite.thresholds
    return this.#request(
      {step: 'step1', count: selectable.max},
      fillPrompt(this.#style.selectable, {
        ...this.#about,
        selectable_min: selectable.min,
        selectable_max: selectable.max,
        constraint: this.#constraint,
      }),
    )
  }

  /** The simulated user selects from the chips of step 1. */
  selection(offered: readonly Chip[]): CompletionRequest<Step> {
    const {selected} = this.options.suite.thresholds
    return this.#request(
      {step: 'selection', count: selected.max, chips: offered},
      fillPrompt(this.#style.select, {
        ...this.#about,
        persona: this.testCase.persona.persona,
        options: JSON.stringify(offered),
        selected_min: selected.min,
        selected_max: selected.max,
      }),
    )
  }

  /** Step 2: the chips themselves, with the selections as context where there are any. */
  final(selected: readonly Chip[]): CompletionRequest<Step> {
    const variables = {...this.#about, constraint: this.#constraint}
    const messages =
      selected.length > 0
        ? fillPrompt(this.#style.final_with_selections, {...variables, selections: JSON.stringify(selected)})
        : fillPrompt(this.#style.final, variables)
    return this.#request({step: 'step2', count: this.testCase.chip_count, chips: selected}, messages)
  }

  /** More chips of the types that are missing. */
  fill(chips: readonly Chip[], missing: readonly ChipType[]): CompletionRequest<Step> {
    const {min_per_type} = this.options.suite.thresholds
    return this.#request(
      {step: 'fill', count: min_per_type, chips, missing_types: missing},
      fillPrompt(this.#style.fill, {
        ...this.#about,
        missing_types: missing.join(', '),
        min_per_type,
        existing_keys: chips.map(({key}) => key).join(', ') || 'none',
      }),
    )
  }

  #request(asked: Asked, messages: Message[]): CompletionRequest<Step> {
    const {options, testCase} = this
    const {step} = asked
    const isOffline = options.offline.has(testCase.model)
    // Offline models always have a seed; they play the user themselves, so that their cases need no network.
    const base = isOffline ? (options.seed ?? 1) : options.seed
    const id = step === 'selection' && !isOffline ? options.selector : testCase.model
    const {model, parameters, response_format, temperature, max_output_tokens} = options.system(id)
    return {
      model,
      ...(model !== id && {system: id}),
      ...(Object.keys(parameters).length > 0 && {parameters}),
      // The simulated user answers with keys of chips.
      ...(response_format !== null && step !== 'selection' && {response_format}),
      messages,
      temperature: temperature ?? options.temperature,
      max_output_tokens: max_output_tokens ?? options.maxOutputTokens,
      seed: base === null ? null : seedOf(base, testCase, step),
      task: {
        chips: [],
        missing_types: [],
        ...asked,
        case: caseKey(testCase),
        persona_id: testCase.persona.id,
        min_per_type: isConstrained(testCase) ? options.suite.thresholds.min_per_type : 0,
      },
    }
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

/** A seed in 0..2^31 - 1, a different seed for each call, the same in every run with the same base. */
function seedOf(base: number, testCase: Case, step: Step): number {
  return (
    createHash('sha256')
      .update(`${base}|${caseKey(testCase)}|${step}`)
      .digest()
      .readUInt32BE(0) >>> 1
  )
}
