import {ProviderError} from '../provider.js'

/** A choice of a completion, as servers really send it; no field is certain. */
export interface UncertainChoice {
  finish_reason?: unknown
  /** OpenRouter: the finish reason of the model's server. */
  native_finish_reason?: unknown
  message?: {
    content?: unknown
    refusal?: unknown
    tool_calls?: unknown
    function_call?: unknown
    reasoning?: unknown
    reasoning_content?: unknown
    /** OpenRouter: the same in parts. */
    reasoning_details?: unknown
    thinking?: unknown
  } | null
}

/** The content of a message, as it is stored. */
export interface ReadMessage {
  text: string
  finish_reason: unknown
  /** What was wrong with the way the message came, where text and finish reason do not show it. */
  warning?: string
}

/** Finish reasons for breakdowns of the model's server: the text is no answer. */
const BROKEN =
  /^(?:(?:\w+_)?(?:error|failure|timeout)|abort(?:ed)?|cancell?ed|failed|timeout|overloaded(?:_error)?|(?:service_)?unavailable|insufficient_system_resource)$/i
/** Reasons of that form that say something of the model's answer. */
const NO_BREAKDOWN = /toxic|limit|filter|safety/i

/**
 * The answer in a choice of a completion. A refusal is its own text under the finish reason `refusal`; calls
 * of tools are their JSON as the server sent it; reasoning without an answer gets a remark.
 * @throws ProviderError (kind server) where the finish reason shows that the model's server broke down.
 */
export function readMessage({finish_reason, native_finish_reason, message}: UncertainChoice): ReadMessage {
  refuseBroken(finish_reason)
  const text = textOf(message?.content)
  if (text.trim() !== '') return {text, finish_reason}
  const refusal = refusalIn(message)
  if (refusal !== '') return {text: refusal, finish_reason: 'refusal'}
  const calls = message?.tool_calls ?? message?.function_call
  if (calls && (!Array.isArray(calls) || calls.length > 0)) {
    return {text: JSON.stringify(calls), finish_reason: isEnd(finish_reason) ? 'tool_calls' : finish_reason}
  }

  const end = isEnd(finish_reason) && isFilter(native_finish_reason) ? native_finish_reason : finish_reason
  const reasoning = reasoningOf(message)
  if (reasoning === '') return {text, finish_reason: end}
  return {
    text,
    finish_reason: end,
    warning: `the model reasoned (${reasoning.length} characters) and gave no answer`,
  }
}

/** @throws ProviderError where a finish reason shows that the answer broke off on the server's side. */
export function refuseBroken(finishReason: unknown): void {
  if (typeof finishReason !== 'string' || !BROKEN.test(finishReason) || NO_BREAKDOWN.test(finishReason))
    return
  throw new ProviderError(`the model's server broke down (finish reason ${finishReason})`, {
    kind: 'server',
    status: 200,
  })
}

/** Whether a finish reason says that the model had no more to say; true where there is none. */
export function isEnd(finishReason: unknown): boolean {
  return (
    typeof finishReason !== 'string' ||
    /^(?:stop|stop_sequence|end_turn|end_of_turn|eos|eos_token|completed?|done)?$/i.test(finishReason)
  )
}

function isFilter(finishReason: unknown): boolean {
  return (
    typeof finishReason === 'string' &&
    /filter|safety|prohibited|recitation|blocklist|refusal/i.test(finishReason)
  )
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

function reasoningOf(message: UncertainChoice['message']): string {
  const details = Array.isArray(message?.reasoning_details)
    ? textsOf(message.reasoning_details, ['text', 'summary'])
    : undefined
  const text = [details, message?.reasoning, message?.reasoning_content, message?.thinking].find(isText)
  if (text !== undefined) return text.trim()
  if (!Array.isArray(message?.content)) return ''
  return message.content
    .map((part: unknown) => {
      const {type, text: ofText, thinking} = (part ?? {}) as Record<string, unknown>
      if (type !== 'reasoning' && type !== 'thinking') return ''
      return typeof thinking === 'string' || Array.isArray(thinking) ? textOf(thinking) : textOf(ofText)
    })
    .join('')
    .trim()
}

/** A refusal in its own field, or among the parts of a content. */
function refusalIn(message: UncertainChoice['message']): string {
  if (isText(message?.refusal)) return message.refusal
  const content = message?.content
  return Array.isArray(content) ? textsOf(content, ['refusal']).trim() : ''
}

/** The texts that the parts in a list have under some names. */
function textsOf(list: readonly unknown[], names: readonly string[]): string {
  return list
    .flatMap((part) => names.map((name) => (part as Record<string, unknown> | null)?.[name]))
    .filter((text) => typeof text === 'string')
    .join('')
}

/** A text, or a list of parts of which some are text. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .map((part: unknown) =>
      typeof part === 'object' &&
      part !== null &&
      'type' in part &&
      /^(?:output_)?text$/.test(String(part.type)) &&
      'text' in part
        ? part.text
        : part,
    )
    .filter((text) => typeof text === 'string')
    .join('')
}
