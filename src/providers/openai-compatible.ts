// The client alone: the package's index loads adapters for other clouds too.
import {OpenAI} from 'openai/client'
import {APIConnectionError, APIError, APIUserAbortError} from 'openai/error'
import {messageOf} from '../errors/bench-error.js'
import {latencyOf} from '../net/http-client.js'
import {CHIPS_FORMAT} from './chips-format.js'
import {JUDGEMENT_FORMAT} from './judgement-format.js'
import {namedWaitMs, retryAfterMs} from './named-wait.js'
import {wasNotSent} from './not-sent.js'
import {
  checkedAccounting,
  kindOfStatus,
  ProviderError,
  type Completion,
  type CompletionRequest,
  type Provider,
  type ProviderErrorKind,
} from './provider.js'
import {numberOf, readUsage} from './reading/read-usage.js'
import {completionIn, withReason, type UncertainAnswer} from './reading/read-body.js'
import {readMessage} from './reading/read-message.js'
import {answerRedactor, redactor} from './redact.js'
import {refusedParameter} from './refused-parameter.js'

export interface OpenAiCompatibleOptions {
  baseUrl: string
  /** Undefined for servers that need no key. */
  apiKey: string | undefined
  /** Sent with every request; their values are secrets. */
  headers?: Readonly<Record<string, string>> | undefined
  /** The function that makes the requests; by default Node's `fetch`, which gives up after five minutes. */
  fetch?: typeof fetch
}

/** Any server with OpenAI's chat completions: OpenRouter, Ollama, vLLM, llama.cpp. */
export function openAiCompatible(options: OpenAiCompatibleOptions): Provider {
  const isOpenRouter = new URL(options.baseUrl).hostname === 'openrouter.ai'
  const secrets = [options.apiKey, ...Object.values(options.headers ?? {})]
  const redact = redactor(secrets)
  const redactAnswer = answerRedactor(secrets)
  const client = new OpenAI({
    baseURL: options.baseUrl,
    // The SDK refuses to start without a key; servers on loopback need none.
    apiKey: options.apiKey ?? 'none',
    organization: null,
    project: null,
    // Retries, deadlines and logs are ours: one place decides, counts and redacts.
    maxRetries: 0,
    timeout: 2 ** 31 - 1,
    logLevel: 'off',
    fetch: withReason(options.fetch ?? globalThis.fetch),
    defaultHeaders: {
      ...(options.apiKey === undefined && {Authorization: null}),
      ...(isOpenRouter && {'HTTP-Referer': 'https://hexweavers.io', 'X-Title': 'bench'}),
      ...options.headers,
    },
  })

  return {
    id: 'openai-compatible',
    async complete(request, signal) {
      const body = bodyFor(request, isOpenRouter)
      try {
        const response = await client.post('/chat/completions', {body, signal}).asResponse()
        const answer = completionIn(await response.text())
        if (typeof answer === 'string') throw noDocument(options.baseUrl)
        const completion = readCompletion(answer, redact, redactAnswer)
        const latencyMs = latencyOf(response)
        return latencyMs === undefined ? completion : {...completion, latency_ms: Math.round(latencyMs)}
      } catch (error) {
        throw wrongUrl(error, options.baseUrl) ?? asProviderError(error, {signal, redact, body})
      }
    },
  }
}

const FORMATS = {chips: CHIPS_FORMAT, judgement: JUDGEMENT_FORMAT} as const

/** What is sent: the parameters of the system last, without the fields that they take out by null. */
function bodyFor(request: CompletionRequest, isOpenRouter: boolean): Record<string, unknown> {
  const {model, messages, temperature, max_output_tokens, seed, parameters, response_format} = request
  const body = {
    temperature,
    // The older name on purpose: not every compatible server knows max_completion_tokens.
    max_tokens: max_output_tokens,
    ...(seed !== null && {seed}),
    // OpenRouter then reports the cost of the call.
    ...(isOpenRouter && {usage: {include: true}}),
    ...(response_format !== undefined && {response_format: FORMATS[response_format]}),
    ...parameters,
  }
  // A parameter that is null takes its field out.
  const kept = Object.entries(body as Record<string, unknown>).filter(([, value]) => value !== null)
  return {model, messages, ...Object.fromEntries(kept)}
}

function readCompletion(
  answer: UncertainAnswer,
  redact: (text: string) => string,
  redactAnswer: (text: string) => string,
): Completion {
  const {error, choices, usage, model, system_fingerprint} = answer
  const choice = Array.isArray(choices) ? choices[0] : undefined
  const reported = [error, choice?.error].find((reason) => !saysNothing(reason))
  if (reported !== undefined) throw embeddedError(reported, redact)
  if (!choice && error) throw embeddedError(error, redact)
  if (!choice) throw new ProviderError('the server answered without choices', {kind: 'server', status: 200})
  const {text, finish_reason, warning} = readMessage(choice)
  return {
    text: redactAnswer(text),
    ...(warning !== undefined && {remark: warning}),
    ...checkedAccounting({
      finish_reason,
      ...readUsage(usage, text),
      answered_by: redacted(model, redact),
      system_fingerprint: redacted(system_fingerprint, redact),
    }),
  }
}

function redacted(name: unknown, redact: (text: string) => string): string | null {
  return typeof name === 'string' ? redact(name) : null
}

/**
 * An error without content: some servers put an empty error, or the code 0 or 200, beside every good
 * completion.
 */
function saysNothing(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return !error
  const code = numberOf((error as {code?: unknown}).code)
  return code === 0 || code === 200 || Object.values(error).every((value) => !value || saysNothing(value))
}

/** OpenRouter reports upstream failures as an error object under status 200, other servers as a text. */
function embeddedError(error: unknown, redact: (text: string) => string): ProviderError {
  const details = (typeof error === 'object' && error !== null ? error : {message: error}) as {
    code?: unknown
    message?: unknown
  }
  const code = Number(details.code)
  const message = typeof details.message === 'string' ? details.message : 'no reason given'
  const status = Number.isInteger(code) && code >= 400 && code < 600 ? code : undefined
  const waitMs = namedWaitMs(undefined, error)
  const kind = kindOf(status, error, {message, waitMs})
  return new ProviderError(shorten(redact(`${status ?? ''} ${message}`)), {
    kind,
    status: status ?? 200,
    retryAfterMs: kind === 'rate_limit' ? waitMs : undefined,
  })
}

/** The words of a refusal, and the wait that it names. */
interface Refusal {
  message: string
  waitMs: number | undefined
}

/** Codes and types of a refusal that no waiting ends: the account needs more credit. */
const NO_CREDIT =
  /^(?:insufficient_(?:user_)?(?:quota|balance|credits?|funds)|billing_(?:hard_limit_reached|not_active)|credit_balance_too_low|exceeded_current_quota_error|payment_required)$/i

/** The same in words, of servers that name no code; a quota with a time when to try again is a limit. */
const CREDIT_IN_WORDS =
  /\b(?:insufficient|not enough|no more|out of)[ _](?:credits?|balance|funds)\b|\bcredit balance is too low\b|\binsufficient_(?:quota|balance)\b/i
const QUOTA_IN_WORDS = /\bexceeded your (?:current|monthly) quota\b|\bquota (?:is )?(?:used up|exhausted)\b/i

/** The kind of an error, by its code or type, by its words, else by its status. */
function kindOf(status: number | undefined, error: unknown, {message, waitMs}: Refusal): ProviderErrorKind {
  const {code, type} = (error ?? {}) as {code?: unknown; type?: unknown}
  if ([code, type].some((name) => typeof name === 'string' && NO_CREDIT.test(name))) return 'credit'
  const mayBeCredit = status === undefined || [400, 402, 403, 429].includes(status)
  if (mayBeCredit && CREDIT_IN_WORDS.test(message)) return 'credit'
  if (status === 429 && waitMs === undefined && QUOTA_IN_WORDS.test(message)) return 'credit'
  return status === undefined ? 'server' : kindOfStatus(status)
}

function asProviderError(
  error: unknown,
  {
    signal,
    redact,
    body,
  }: {signal: AbortSignal; redact: (text: string) => string; body: Record<string, unknown>},
): ProviderError {
  if (error instanceof ProviderError) return error
  if (error instanceof APIUserAbortError || signal.aborted) {
    return new ProviderError('no answer in time', {kind: 'timeout'})
  }

  // The cause may hold the request with its headers, so it is not passed on.
  if (error instanceof APIConnectionError) {
    return new ProviderError(shorten(redact(`connection failed: ${connectionMessage(error)}`)), {
      kind: 'network',
      notSent: wasNotSent(error),
    })
  }

  if (error instanceof APIError && typeof error.status === 'number') {
    const headers = error.headers as Headers | undefined
    const waitMs = namedWaitMs(headers, error.error)
    const kind = kindOf(error.status, error.error, {message: error.message, waitMs})
    return new ProviderError(shorten(redact(error.message)), {
      kind,
      status: error.status,
      retryAfterMs: kind === 'rate_limit' ? waitMs : retryAfterMs(headers),
      parameter: isAboutRequest(error.status)
        ? refusedParameter(error.error, error.message, body)
        : undefined,
    })
  }

  return new ProviderError(shorten(redact(`the answer broke off: ${deepestMessage(error)}`)), {
    kind: 'network',
  })
}

/** A refusal by a server that knows no such path, as against one that knows no such model. */
function wrongUrl(error: unknown, baseUrl: string): ProviderError | undefined {
  if (!(error instanceof APIError) || (error.status !== 404 && error.status !== 405)) return undefined
  if (/model|endpoint/i.test(JSON.stringify(error.error ?? ''))) return undefined
  const status = error.status as number
  const meant = meantUrl(baseUrl)
  if (meant === undefined)
    return new ProviderError(`${status}: no such model, or no chat completions below ${baseUrl}`, {
      kind: 'not_found',
      status,
    })
  const message = `${status}: there are no chat completions below ${baseUrl}; --base-url ${meant} was meant, perhaps`
  return new ProviderError(message, {kind: 'not_found', status, wrongUrl: true})
}

/** A page for people, as a server shows it where nothing is for programs, and a gateway while it is busy. */
function noDocument(baseUrl: string): ProviderError {
  const meant = meantUrl(baseUrl)
  const hint = meant === undefined ? '' : `; --base-url ${meant} was meant, perhaps`
  return new ProviderError(
    `the server answered something that is no completion (HTML or plain text)${hint}`,
    {kind: 'server', status: 200},
  )
}

/** The URL that is meant by one without a version, or with the path of a call; undefined for any other. */
function meantUrl(baseUrl: string): string | undefined {
  const withoutCall = baseUrl.replace(/\/chat(\/completions)?$/, '')
  if (withoutCall !== baseUrl) return withoutCall
  return /\/v\d+/.test(new URL(baseUrl).pathname) ? undefined : `${baseUrl}/v1`
}

/** OpenAI answers 400 to a field that it does not take, FastAPI 422. */
function isAboutRequest(status: number): boolean {
  return status === 400 || status === 422
}

/** OpenSSL's own message for a server that speaks no TLS tells a user nothing. */
function connectionMessage(error: unknown): string {
  const message = deepestMessage(error)
  return /wrong version number|packet length too long/.test(message)
    ? 'the server speaks no TLS; http:// in place of https:// was meant, perhaps'
    : message
}

function deepestMessage(error: unknown): string {
  return error instanceof Error && error.cause !== undefined ? deepestMessage(error.cause) : messageOf(error)
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > 300 ? `${line.slice(0, 299)}…` : line
}
