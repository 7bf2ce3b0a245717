import {isEnd} from '../../providers/reading/read-message.js'
import type {CompletedCall} from '../executor/call-executor.js'

/** How an answer ended, unless it ended normally; `denied`: the model or a filter refuses to answer. */
export interface AnswerEnd {
  /** What users read about the end: one sentence each, without the name of the step. */
  messages: string[]
  denied: 'refusal' | 'filter' | undefined
  /** Whether the messages already say why an answer holds no chips. */
  explainsNothing: boolean
}

const REFUSED = /^(?:refusal|refused|declined)$/i
const FILTERED =
  /filter|safety|prohibited|recitation|block|guardrail|sensitive|spii|moderation|policy|toxic|risk/i
const TOOL = /^(?:tool_calls?|function_call|tool_use|(?:malformed|unexpected)_(?:function|tool)_call)$/i
const CUT_OFF =
  /^(?:(?:max_|model_|token_|output_)?length|(?:error_|token_|output_)?limit|max_(?:output_|completion_|new_)?tokens|(?:model_)?context_(?:window|length)_exceeded|incomplete|budget)$/i
/** A refusal in plain words, by a short answer without any list: with an apology or without. */
const UNABLE = String.raw`(?:can ?not|can['’]?t|won['’]?t|will not|must decline|(?:am|are|['’]m|['’]re) (?:unable|not able|not allowed)|unable to)`
const SORRY = new RegExp(
  String.raw`^\W*(?:[^.!?\n]{0,40}\b(?:sorry|apologi[sz]e)\b[^\n]{0,80}?\b${UNABLE}|(?:unfortunately,? )?(?:i|we)(?: |(?=['’]))${UNABLE}|as an ai\b[^.\n]{0,60}\b${UNABLE})`,
  'i',
)
const LONGEST_SORRY = 600

/** The stored call holds the whole text of a refusal. */
const LONGEST_REASON = 200

/** Names the end of an answer by its finish reason, and by the warning that was made when the answer came. */
export function answerEnd(call: CompletedCall, maxOutputTokens: number): AnswerEnd {
  const reason = call.finish_reason ?? ''
  const warnings = call.error === null ? [] : [call.error]
  if (REFUSED.test(reason) || isRefusal(call.answer))
    return {messages: [refusal(call.answer), ...warnings], denied: 'refusal', explainsNothing: true}
  if (FILTERED.test(reason)) {
    const filter = `a content filter stopped the answer (${reason.slice(0, 40)})`
    return {messages: [filter, ...warnings], denied: 'filter', explainsNothing: true}
  }

  if (TOOL.test(reason))
    return {messages: [toolCall(call.answer), ...warnings], denied: undefined, explainsNothing: false}
  const cut = CUT_OFF.test(reason) ? [`the model was cut off at ${maxOutputTokens} tokens`] : []
  const isEmpty = call.answer.trim() === ''
  if (isEmpty && cut.length === 0 && call.error === null && !isEnd(call.finish_reason))
    return {
      messages: [`the model gave no answer (finish reason ${reason.slice(0, 40)})`],
      denied: undefined,
      explainsNothing: true,
    }
  return {messages: [...cut, ...warnings], denied: undefined, explainsNothing: isEmpty && call.error !== null}
}

function isRefusal(answer: string): boolean {
  return answer.length <= LONGEST_SORRY && SORRY.test(answer) && !/[[{]/.test(answer)
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
