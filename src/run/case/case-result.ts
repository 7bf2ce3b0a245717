import {STEP_NAMES, type Step} from '../../records/call.js'
import type {ResultRecord} from '../../records/result.js'
import {pick} from '../../records/columns.js'
import type {RunVersions} from '../../records/version.js'
import {resultId, type Case} from '../../suite/model/case.js'
import {isEnriched, SETTING_COLUMNS} from '../../suite/model/factors.js'
import type {CompletedCall} from '../executor/call-executor.js'

/** The failed result of a case that was never sent, because the case would have failed like earlier cases. */
export function unsentResult(run: RunOfResult, testCase: Case, reason: string): ResultRecord {
  const first: Step = isEnriched(testCase) ? 'step1' : 'step2'
  return emptyResult(run, testCase, [`${STEP_NAMES[first]}: not sent: ${reason}`])
}

/** The run that a result belongs to, and the versions of what the run asks. */
export interface RunOfResult {
  runId: string
  versions: RunVersions
}

/** A failed result that holds nothing yet but the factors of its case. */
export function emptyResult({runId, versions}: RunOfResult, testCase: Case, errors: string[]): ResultRecord {
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
    ...NO_ACCOUNTING,
    created_at: new Date().toISOString(),
    style_version: versions.style[testCase.style] ?? null,
    persona_version: versions.persona[testCase.persona.id] ?? null,
    system_version: versions.system[testCase.model] ?? null,
  }
}

const NO_ACCOUNTING = {
  latency_ms: null,
  input_tokens: null,
  output_tokens: null,
  reasoning_tokens: null,
  cached_tokens: null,
  cost_usd: null,
}

/** The sums over the calls of the tested model: milliseconds, tokens, US dollars. */
export function accountingOf(calls: readonly CompletedCall[]) {
  const tested = calls.filter(({step}) => step !== 'selection')
  return {
    latency_ms: total(tested, 'latency_ms'),
    input_tokens: total(tested, 'input_tokens'),
    output_tokens: total(tested, 'output_tokens'),
    reasoning_tokens: total(tested, 'reasoning_tokens'),
    cached_tokens: total(tested, 'cached_tokens'),
    cost_usd: total(tested, 'cost_usd'),
  }
}

/** The sum over calls; null when a value is unknown, as readers would take a part for the whole. */
function total(
  calls: readonly CompletedCall[],
  column: keyof CompletedCall & keyof typeof NO_ACCOUNTING,
): number | null {
  let sum = 0
  for (const call of calls) {
    const value = call[column]
    if (value === null) return null
    sum += value
  }

  return calls.length === 0 ? null : sum
}
