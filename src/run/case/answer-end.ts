import type {CompletedCall} from '../executor/call-executor.js'

/** How an answer ended, unless it ended normally; `denied`: the model or a filter refuses to answer. */
export interface AnswerEnd {
  /** What users read about the end: one sentence for each remark, without the name of the step. */
  messages: string[]
  denied: 'refusal' | 'filter' | undefined
  /** Whether the remarks already say why an answer holds no chips. */
  explainsNothing: boolean
}

const REFUSED = /^(?:refusal|refused)$/i
const FILTERED = /filter|safety|prohibited|recitation|blocklist|guardrail|sensitive|spii/i
const TOOL = /^(?:tool_calls?|function_call|tool_use)$/i
const CUT_OFF = /^(?:length|max_tokens|max_output_tokens|model_length)$/i

/** The stored call holds the whole text of a refusal. */
const LONGEST_REASON = 200

/** Names the end of an answer by its finish reason, and by the remark that was made when the answer came. */
export function answerEnd(call: CompletedCall, maxOutputTokens: number): AnswerEnd {
  const reason = call.finish_reason ?? ''
  const warnings = call.error === null ? [] : [call.error]
  if (REFUSED.test(reason))
    return {messages: [refusal(call.answer), ...warnings], denied: 'refusal', explainsNothing: true}
  if (FILTERED.test(reason)) {
    const filter = `a content filter stopped the answer (${reason.slice(0, 40)})`
    return {messages: [filter, ...warnings], denied: 'filter', explainsNothing: true}
  }

  if (TOOL.test(reason))
    return {messages: [toolCall(call.answer), ...warnings], denied: undefined, explainsNothing: false}
  const cut = CUT_OFF.test(reason) ? [`the model was cut off at ${maxOutputTokens} tokens`] : []
  const isEmpty = call.answer.trim() === ''
  return {messages: [...cut, ...warnings], denied: undefined, explainsNothing: isEmpty && call.error !== null}
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
