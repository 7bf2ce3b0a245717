import {ProviderError} from './provider.js'

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
  /^(?:error|network_error|upstream_error|server_error|abort(?:ed)?|insufficient_system_resource)$/i

/**
 * The answer in a choice of a completion. A refusal is its own text under the finish reason `refusal`; calls
 * of tools are their JSON as the server sent it; reasoning without an answer gets a remark.
 * @throws ProviderError (kind server) where the finish reason shows that the model's server broke down.
 */
export function readMessage({finish_reason, native_finish_reason, message}: UncertainChoice): ReadMessage {
  refuseBroken(finish_reason)
  const text = textOf(message?.content)
  if (text.trim() !== '') return {text, finish_reason}
  if (isText(message?.refusal)) return {text: message.refusal, finish_reason: 'refusal'}
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
  if (typeof finishReason !== 'string' || !BROKEN.test(finishReason)) return
  throw new ProviderError(`the model's server broke down (finish reason ${finishReason})`, {
    kind: 'server',
    status: 200,
  })
}

function isEnd(finishReason: unknown): boolean {
  return typeof finishReason !== 'string' || /^(?:stop|end_turn|eos)$/i.test(finishReason)
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
  const text = [message?.reasoning, message?.reasoning_content, message?.thinking].find(isText)
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

/** A text, or a list of parts of which some are text. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .map((part: unknown) =>
      typeof part === 'object' && part !== null && 'type' in part && part.type === 'text' && 'text' in part
        ? part.text
        : part,
    )
    .filter((text) => typeof text === 'string')
    .join('')
}
