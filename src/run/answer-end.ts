import type {CompletedCall} from './executor/call-executor.js'

/** How an answer ended, where not by its own end; `denied`: the model or a filter does not want to answer this. */
export interface AnswerEnd {
  /** What is to be said of it: one sentence each, without the step's name. */
  remarks: string[]
  denied: 'refusal' | 'filter' | undefined
  /** Whether this says already why an answer holds no chips. */
  explainsNothing: boolean
}

const REFUSED = /^(?:refusal|refused)$/i
const FILTERED = /filter|safety|prohibited|recitation|blocklist|guardrail|sensitive|spii/i
const TOOL = /^(?:tool_calls?|function_call|tool_use)$/i
const CUT_OFF = /^(?:length|max_tokens|max_output_tokens|model_length)$/i

/** More of a refusal is in the call. */
const LONGEST_REASON = 200

/** Names the end of an answer by its finish reason, and what was remarked when it came. */
export function answerEnd(call: CompletedCall, maxOutputTokens: number): AnswerEnd {
  const reason = call.finish_reason ?? ''
  const remarks = call.error === null ? [] : [call.error]
  if (REFUSED.test(reason))
    return {remarks: [refusal(call.answer), ...remarks], denied: 'refusal', explainsNothing: true}
  if (FILTERED.test(reason)) {
    const filter = `a content filter stopped the answer (${reason.slice(0, 40)})`
    return {remarks: [filter, ...remarks], denied: 'filter', explainsNothing: true}
  }

  if (TOOL.test(reason))
    return {remarks: [toolCall(call.answer), ...remarks], denied: undefined, explainsNothing: false}
  const cut = CUT_OFF.test(reason) ? [`the model was cut off at ${maxOutputTokens} tokens`] : []
  const isEmpty = call.answer.trim() === ''
  return {remarks: [...cut, ...remarks], denied: undefined, explainsNothing: isEmpty && call.error !== null}
}

function refusal(answer: string): string {
  const text = answer.replaceAll(/\s+/g, ' ').trim()
  if (text === '') return 'the model refused to answer'
  return `the model refused: ${text.length > LONGEST_REASON ? `${text.slice(0, LONGEST_REASON - 1)}…` : text}`
}

function toolCall(answer: string): string {
  const name = /"name"\s*:\s*"([^"]{1,60})"/.exec(answer)?.[1]
  return `the model answered by calling a tool${name === undefined ? '' : ` (${name})`}`
}
