// The client alone: the package's index loads adapters for other clouds too.
import {OpenAI} from 'openai/client'
import {APIConnectionError, APIError, APIUserAbortError} from 'openai/error'
import {messageOf} from '../errors/bench-error.js'
import {checkedAccounting, kindOfStatus, ProviderError, type Completion, type Provider} from './provider.js'
import {readMessage, type UncertainChoice} from './read-message.js'
import {answerRedactor, redactor} from './redact.js'

export interface OpenAiCompatibleOptions {
  baseUrl: string
  /** Undefined for servers that want none. */
  apiKey: string | undefined
  /** What makes the requests; by default Node's own, which gives up after five minutes. */
  fetch?: typeof fetch
}

/** What a server may really send under status 200; nothing of it is certain. */
interface UncertainAnswer {
  error?: unknown
  choices?: (UncertainChoice & {error?: unknown})[]
  usage?: {prompt_tokens?: unknown; completion_tokens?: unknown; cost?: unknown} | null
}

/** Any server that speaks OpenAI's chat completions: OpenRouter, Ollama, vLLM, llama.cpp. */
export function openAiCompatible(options: OpenAiCompatibleOptions): Provider {
  const isOpenRouter = new URL(options.baseUrl).hostname === 'openrouter.ai'
  const redact = redactor([options.apiKey])
  const redactAnswer = answerRedactor([options.apiKey])
  const client = new OpenAI({
    baseURL: options.baseUrl,
    // The SDK refuses to start without a key; servers on loopback want none.
    apiKey: options.apiKey ?? 'none',
    organization: null,
    project: null,
    // Retries, deadlines and logs are ours: one place decides, counts and redacts.
    maxRetries: 0,
    timeout: 2 ** 31 - 1,
    logLevel: 'off',
    ...(options.fetch && {fetch: options.fetch}),
    defaultHeaders: {
      ...(options.apiKey === undefined && {Authorization: null}),
      ...(isOpenRouter && {'HTTP-Referer': 'https://hexweavers.io', 'X-Title': 'bench'}),
    },
  })

  return {
    id: 'openai-compatible',
    async complete(request, signal) {
      // Older names on purpose: not every compatible server knows max_completion_tokens.
      const body = {
        model: request.model,
        messages: request.messages,
        temperature: request.temperature,
        max_tokens: request.max_output_tokens,
        ...(request.seed !== null && {seed: request.seed}),
        // OpenRouter then reports the cost of the call.
        ...(isOpenRouter && {usage: {include: true}}),
      }
      try {
        const answer = await client.post<unknown>('/chat/completions', {body, signal})
        return readCompletion(answer, redact, redactAnswer)
      } catch (error) {
        throw asProviderError(error, signal, redact)
      }
    },
  }
}

function readCompletion(
  answer: unknown,
  redact: (text: string) => string,
  redactAnswer: (text: string) => string,
): Completion {
  if (typeof answer !== 'object' || answer === null) {
    throw new ProviderError('the server answered something that is no completion (HTML or plain text)', {
      kind: 'server',
      status: 200,
    })
  }

  const {error, choices, usage} = answer as UncertainAnswer
  const choice = Array.isArray(choices) ? choices[0] : undefined
  const reported = error ?? choice?.error
  if (reported) throw embeddedError(reported, redact)
  if (!choice) throw new ProviderError('the server answered without choices', {kind: 'server', status: 200})
  const {text, finish_reason, remark} = readMessage(choice)
  return {
    text: redactAnswer(text),
    ...(remark !== undefined && {remark}),
    ...checkedAccounting({
      finish_reason,
      input_tokens: usage?.prompt_tokens,
      output_tokens: usage?.completion_tokens,
      cost_usd: usage?.cost,
    }),
  }
}

/** OpenRouter reports upstream failures as an error object under status 200, others as a text. */
function embeddedError(error: unknown, redact: (text: string) => string): ProviderError {
  const details = (typeof error === 'object' && error !== null ? error : {message: error}) as {
    code?: unknown
    message?: unknown
  }
  const code = Number(details.code)
  const message = typeof details.message === 'string' ? details.message : 'no reason given'
  const status = Number.isInteger(code) && code >= 400 && code < 600 ? code : undefined
  return new ProviderError(shorten(redact(`${status ?? ''} ${message}`)), {
    kind: status === undefined ? 'server' : kindOfStatus(status),
    status: status ?? 200,
  })
}

function asProviderError(
  error: unknown,
  signal: AbortSignal,
  redact: (text: string) => string,
): ProviderError {
  if (error instanceof ProviderError) return error
  if (error instanceof APIUserAbortError || signal.aborted) {
    return new ProviderError('no answer in time', {kind: 'timeout'})
  }

  // The cause may hold the request with its headers, so it is not passed on.
  if (error instanceof APIConnectionError) {
    return new ProviderError(shorten(redact(`connection failed: ${deepestMessage(error)}`)), {
      kind: 'network',
    })
  }

  if (error instanceof APIError && typeof error.status === 'number') {
    return new ProviderError(shorten(redact(error.message)), {
      kind: kindOfStatus(error.status),
      status: error.status,
      retryAfterMs: retryAfterMs(error.headers as Headers | undefined),
    })
  }

  return new ProviderError(shorten(redact(`the answer broke off: ${deepestMessage(error)}`)), {
    kind: 'network',
  })
}

function deepestMessage(error: unknown): string {
  return error instanceof Error && error.cause !== undefined ? deepestMessage(error.cause) : messageOf(error)
}

/**
 * Milliseconds of a `Retry-After` header, given in seconds or as an HTTP date (RFC 9110 §10.2.3),
 * or of `retry-after-ms`.
 */
export function retryAfterMs(headers: Headers | undefined, now = Date.now()): number | undefined {
  const milliseconds = headers?.get('retry-after-ms')
  if (milliseconds && Number(milliseconds) >= 0) return Number(milliseconds)
  const value = headers?.get('retry-after')
  if (!value) return undefined
  if (/^\d+(\.\d+)?$/.test(value.trim())) return Number(value) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > 300 ? `${line.slice(0, 299)}…` : line
}
