import {pick} from '../../records/columns.js'
import type {RunConfig} from '../../records/run.js'
import type {Case} from '../../suite/model/case.js'
import {isConstrained, isEnriched, SETTING_COLUMNS} from '../../suite/model/factors.js'
import {costOf} from '../../suite/prices/price.js'
import {fillPrompt} from '../../suite/model/prompt.js'
import type {PricedModel, Suite} from '../../suite/model/suite.js'
import {offlineModels} from '../offline.js'

/** English prose and JSON take about four characters a token. */
const CHARACTERS_A_TOKEN = 4
/** The tokens of a chip as JSON, from terse keys in one line to long names well indented. */
const TOKENS_A_CHIP = {low: 22, high: 45}

export interface ModelEstimate {
  model: string
  cases: number
  /** Without and with a fill call in every case. */
  calls: {low: number; high: number}
  input_tokens: number
  output_tokens: {low: number; high: number}
  /**
   * US dollars; null where the price is unknown. Thinking models can cost more: their thoughts are output.
   */
  cost_usd: {low: number; high: number} | null
}

/**
 * The estimated calls, tokens and cost of a run, a row for each model and a row for the selector; no model is
 * called.
 */
export function estimate(config: RunConfig, suite: Suite, cases: readonly Case[]): ModelEstimate[] {
  const rows = new Map<string, Row>()
  const offline = offlineModels(config)
  const row = (model: PricedModel) => {
    let found = rows.get(model.id)
    if (!found) rows.set(model.id, (found = new Row(model)))
    return found
  }

  for (const testCase of cases) {
    const model = config.models.find(({id}) => id === testCase.model)
    if (!model) continue
    const modelRow = row(model)
    modelRow.cases++
    const prompt = promptTokens(suite, testCase)
    modelRow.call(prompt.final, testCase.chip_count)
    modelRow.possibleFill(prompt.fill, suite.thresholds.min_per_type * 2)
    if (!isEnriched(testCase)) continue
    modelRow.call(prompt.selectable, suite.thresholds.selectable.max)
    const selector = offline.has(testCase.model) ? modelRow : row(config.selector)
    selector.call(prompt.select, suite.thresholds.selected.max / 4)
  }

  return [...rows.values()].map((modelRow) => modelRow.estimate())
}

class Row {
  cases = 0
  #calls = 0
  #fills = 0
  #input = 0
  #output = {low: 0, high: 0}

  constructor(private readonly model: PricedModel) {}

  call(inputTokens: number, chips: number): void {
    this.#calls++
    this.#input += inputTokens
    this.#output.low += chips * TOKENS_A_CHIP.low
    this.#output.high += chips * TOKENS_A_CHIP.high
  }

  possibleFill(inputTokens: number, chips: number): void {
    this.#fills++
    this.#output.high += inputTokens / 10 + chips * TOKENS_A_CHIP.high
  }

  estimate(): ModelEstimate {
    const input = Math.round(this.#input)
    const output = {low: Math.round(this.#output.low), high: Math.round(this.#output.high)}
    const low = costOf(this.model, input, output.low)
    const high = costOf(this.model, input, output.high)
    return {
      model: this.model.id,
      cases: this.cases,
      calls: {low: this.#calls, high: this.#calls + this.#fills},
      input_tokens: input,
      output_tokens: output,
      cost_usd: low === null || high === null ? null : {low, high},
    }
  }
}

function promptTokens(
  suite: Suite,
  testCase: Case,
): Record<'final' | 'selectable' | 'select' | 'fill', number> {
  const style = suite.styles[testCase.style]
  if (!style) throw new Error(`the suite has no style ${testCase.style}`)
  const chips = (count: number) =>
    '{"key":"some_example_key","display":"Some Example Key","type":"situation"},'.repeat(count)
  const variables = {
    sector: testCase.persona.sector,
    desired_role: testCase.persona.desired_role,
    persona: testCase.persona.persona,
    ...pick(testCase, SETTING_COLUMNS),
    constraint: isConstrained(testCase) ? style.constraint : '',
    selections: chips(suite.thresholds.selected.max),
    options: chips(suite.thresholds.selectable.max),
    selectable_min: suite.thresholds.selectable.min,
    selectable_max: suite.thresholds.selectable.max,
    selected_min: suite.thresholds.selected.min,
    selected_max: suite.thresholds.selected.max,
    missing_types: 'situation, jargon',
    min_per_type: suite.thresholds.min_per_type,
    existing_keys: 'some_example_key, '.repeat(testCase.chip_count),
  }
  const tokens = (name: 'final' | 'final_with_selections' | 'selectable' | 'select' | 'fill') =>
    fillPrompt(style[name], variables).reduce((sum, {content}) => sum + content.length, 0) /
    CHARACTERS_A_TOKEN
  return {
    final: tokens(isEnriched(testCase) ? 'final_with_selections' : 'final'),
    selectable: tokens('selectable'),
    select: tokens('select'),
    fill: tokens('fill'),
  }
}
