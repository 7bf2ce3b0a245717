import {parsed} from '../../chips/json-text.js'
import type {UncertainChoice} from './read-message.js'

/** What a server may really send under status 200; no field is certain. */
export interface UncertainAnswer {
  error?: unknown
  choices?: (UncertainChoice & {error?: unknown})[]
  usage?: unknown
  model?: unknown
  system_fingerprint?: unknown
}

type Fields = Record<string, unknown>

/** Properties in which gateways wrap what the model's server sent. */
const WRAPPERS = ['data', 'result', 'response', 'body', 'completion'] as const

/**
 * The completion in a body, whatever its content type and its wrapping: an answer that was paid for is not
 * thrown away. Some servers send events of a stream though none was asked for, a list of one completion, the
 * text of older completions, or put a wrapper around all.
 * @returns a text where the body is no JSON.
 */
export function completionIn(body: string): UncertainAnswer | string {
  const value = parsed(body) ?? fromEvents(body)
  if (value === undefined) return body
  const only: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value
  if (!isObject(only)) return body
  const answer = unwrapped(only)
  if (!Array.isArray(answer['choices']) || !isObject(answer['choices'][0])) return answer
  const [first, ...others] = answer['choices'] as Fields[]
  // Groq puts the usage of a stream into a field of its own.
  const usage =
    answer['usage'] ?? first!['usage'] ?? (isObject(answer['x_groq']) ? answer['x_groq']['usage'] : undefined)
  return {...answer, usage, choices: [withMessage(first!), ...others]}
}

/**
 * A fetch whose refusals have their reason where the SDK looks for it. Some servers (vLLM, FastAPI) send
 * `{"message": …}` or `{"detail": …}` without an `error` around it, which the SDK takes for no body.
 */
export function withReason(send: typeof fetch): typeof fetch {
  return async (url, init) => {
    const response = await send(url, init)
    if (response.ok) return response
    const body = await response.text()
    const {status, statusText, headers} = response
    return new Response(body === '' ? null : reasoned(body), {status, statusText, headers: plain(headers)})
  }
}

function reasoned(body: string): string {
  const value = parsed(body)
  if (!isObject(value) || value['error']) return body
  const {message, detail, msg} = value
  const reason = [message, detail, msg].find((text) => text !== undefined) ?? body
  const error = {...value, message: typeof reason === 'string' ? reason : JSON.stringify(reason)}
  return JSON.stringify({error})
}

/** Headers that are true of a body which was read and may be written anew. */
function plain(headers: Headers): Headers {
  const kept = new Headers(headers)
  for (const name of ['content-length', 'content-encoding', 'transfer-encoding']) kept.delete(name)
  return kept
}

function unwrapped(answer: Fields): Fields {
  if ('choices' in answer) return answer
  const inside = WRAPPERS.map((name) => answer[name]).find((value) => isObject(value) && 'choices' in value)
  if (isObject(inside)) return inside
  // Ollama's own form.
  if (isObject(answer['message']) && 'content' in answer['message'])
    return {
      ...answer,
      choices: [{message: answer['message'], finish_reason: answer['done_reason']}],
      usage: {prompt_tokens: answer['prompt_eval_count'], completion_tokens: answer['eval_count']},
    }
  return answer
}

/** A choice of older completions has a text, one of a stream has a delta. */
function withMessage(choice: Fields): Fields {
  if (isObject(choice['message'])) return choice
  if (isObject(choice['delta'])) return {...choice, message: choice['delta']}
  return typeof choice['text'] === 'string' ? {...choice, message: {content: choice['text']}} : choice
}

/** The completion that the events of a stream add up to. */
function fromEvents(body: string): Fields | undefined {
  const chunks = body
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => parsed(line.slice('data:'.length)))
    .filter(isObject)
  if (chunks.length === 0) return undefined
  const joined: Fields = {}
  for (const chunk of chunks) {
    const {choices, ...others} = chunk
    for (const [name, value] of Object.entries(others)) if (value !== null) joined[name] = value
    const choice: unknown = Array.isArray(choices) ? choices[0] : undefined
    if (isObject(choice)) joined['choices'] = [joinedChoice(joined, withMessage(choice))]
  }

  const [choice] = (joined['choices'] ?? []) as Fields[]
  // Half a stream is no answer.
  const isWhole = typeof choice?.['finish_reason'] === 'string' || /^data:\s*\[DONE\]/m.test(body)
  return isWhole || 'error' in joined ? joined : undefined
}

function joinedChoice({choices}: Fields, choice: Fields): Fields {
  const before = Array.isArray(choices) ? (choices[0] as Fields) : {message: {}}
  const message = {...(before['message'] as Fields)}
  for (const [name, part] of Object.entries(isObject(choice['message']) ? choice['message'] : {})) {
    const text = message[name]
    if (name === 'tool_calls' && Array.isArray(part)) message[name] = joinedCalls(text, part)
    else if (typeof text === 'string' && typeof part === 'string' && name !== 'role')
      message[name] = text + part
    else if (part !== null) message[name] = part
  }

  const known = Object.entries(choice).filter(([, value]) => value !== null)
  return {...before, ...Object.fromEntries(known), message}
}

/** Calls of tools come in pieces of their arguments, under their place in the list. */
function joinedCalls(before: unknown, pieces: unknown[]): Fields[] {
  const calls = Array.isArray(before) ? [...(before as Fields[])] : []
  for (const part of pieces.filter(isObject)) {
    const at = typeof part['index'] === 'number' ? part['index'] : 0
    const [old, now] = [calls[at]?.['function'], part['function']]
    if (!isObject(old) || !isObject(now)) calls[at] = part
    else calls[at] = {...calls[at], function: {...old, arguments: `${textOf(old)}${textOf(now)}`}}
  }

  return calls
}

function textOf({arguments: text}: Fields): string {
  return typeof text === 'string' ? text : ''
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
