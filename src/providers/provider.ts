import type {Chip, ChipType} from '../chips/chip.js'
import type {AskedStep} from '../records/call.js'
import {canonicalJson} from '../suite/model/hash.js'
import type {Message} from '../suite/model/prompt.js'

/**
 * The subject of a call, as data. Language models read the messages; a provider that is no language model
 * (the baselines, a plugin) answers from this data.
 */
export interface Task<S extends AskedStep = AskedStep> {
  /** `judge`: the chips are to be rated, not made. */
  step: S
  /** The case by its factors, the same in every run; see `caseKey`. */
  case: string
  persona_id: string
  /** Chips wanted: at most this many. For the fill step, this many of each missing type. */
  count: number
  /** The chips on offer in the selection step, the chips that exist already in the fill step. */
  chips: readonly Chip[]
  missing_types: readonly ChipType[]
  /** Whether chips of every type are demanded, and how many of each. */
  min_per_type: number
}

/** One request to one model. */
export interface CompletionRequest<S extends AskedStep = AskedStep> {
  /** The model as its provider knows it. */
  model: string
  /** The system that the model is asked as, where its id is another. */
  system?: string | undefined
  messages: Message[]
  temperature: number
  max_output_tokens: number
  /** Null when the run has no seed: then the provider is not asked for reproducibility. */
  seed: number | null
  /**
   * What the system adds to the body of a request, reasoning effort for instance; null takes a field out.
   * They go before `temperature` and `max_output_tokens`, which hold what they come to.
   */
  parameters?: Readonly<Record<string, unknown>> | undefined
  /** Structured output is wanted, by the schema of chips or of a judgement. */
  response_format?: 'chips' | 'judgement' | undefined
  task: Task<S>
}

/** The id of the system that a request is made for. */
export function systemOf({model, system}: Pick<CompletionRequest, 'model' | 'system'>): string {
  return system ?? model
}

/**
 * Everything that is sent, in a fixed order: equal requests are known by it. What older requests do not have
 * is not named, so that their digests stay.
 */
export function sentContent(request: CompletionRequest): unknown[] {
  const {model, messages, temperature, max_output_tokens, seed, parameters, response_format} = request
  const sent: unknown[] = [model, messages, temperature, max_output_tokens, seed]
  if (parameters === undefined && response_format === undefined) return sent
  return [...sent, canonicalJson({parameters: parameters ?? {}, response_format: response_format ?? null})]
}

/** One answer. Numbers are null where the provider did not report them. */
export interface Completion {
  text: string
  finish_reason: string | null
  input_tokens: number | null
  output_tokens: number | null
  /** Tokens of reasoning among those of the output. */
  reasoning_tokens?: number | null | undefined
  /** Tokens among those of the input that the provider had cached. */
  cached_tokens?: number | null | undefined
  /** US dollars, as the provider reported it. */
  cost_usd: number | null
  /** The model that answered, as the provider names it. */
  answered_by?: string | null | undefined
  /** The configuration of the provider's servers, as the provider names it. */
  system_fingerprint?: string | null | undefined
  /** What was wrong with the way the answer came, where its text and finish reason do not show it. */
  remark?: string | undefined
  /**
   * Milliseconds, where the provider knows better than a clock around the call: by the socket, or a
   * recording.
   */
  latency_ms?: number | undefined
  /** Why the answer could not be recorded: the run ends with this error, once the answer itself is kept. */
  recordError?: Error | undefined
}

/** What is known of an answer besides its text. */
export const ACCOUNTING = [
  'finish_reason',
  'input_tokens',
  'output_tokens',
  'reasoning_tokens',
  'cached_tokens',
  'cost_usd',
  'answered_by',
  'system_fingerprint',
] as const
export type Accounting = Required<Pick<Completion, (typeof ACCOUNTING)[number]>>

/** A name that a provider gives is shown and compared: what is longer is no name. */
const LONGEST_NAME = 200

/**
 * The accounting of an answer, as it may be stored: neither a server nor a plugin is certain to keep to the
 * types.
 */
export function checkedAccounting(
  reported: Partial<Record<(typeof ACCOUNTING)[number], unknown>>,
): Accounting {
  return {
    finish_reason: typeof reported.finish_reason === 'string' ? reported.finish_reason : null,
    input_tokens: countOrNull(reported.input_tokens),
    output_tokens: countOrNull(reported.output_tokens),
    reasoning_tokens: countOrNull(reported.reasoning_tokens),
    cached_tokens: countOrNull(reported.cached_tokens),
    cost_usd:
      typeof reported.cost_usd === 'number' && Number.isFinite(reported.cost_usd) && reported.cost_usd >= 0
        ? reported.cost_usd
        : null,
    answered_by: nameOrNull(reported.answered_by),
    system_fingerprint: nameOrNull(reported.system_fingerprint),
  }
}

function nameOrNull(value: unknown): string | null {
  if (typeof value !== 'string' || value.trim() === '') return null
  return value.replaceAll(/[\0\p{Surrogate}]/gu, '\uFFFD').slice(0, LONGEST_NAME)
}

function countOrNull(value: unknown): number | null {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : null
}

/**
 * A provider of answers. `complete` makes exactly one attempt; it throws a {@link ProviderError} when no
 * answer came.
 */
export interface Provider {
  readonly id: string
  complete(request: CompletionRequest, signal: AbortSignal): Promise<Completion>
}

/**
 * Why no answer came.
 *
 * `rate_limit` 429; `server` 408, 409, 5xx and answers that are no completion; `network` no or half an
 * answer; `timeout` our deadline; `auth` 401; `credit` 402 and every refusal for a quota that is used up for
 * good; `forbidden` 403; `not_found` 404; `rejected` 400 and every other refusal of this one request.
 */
export type ProviderErrorKind =
  'rate_limit' | 'server' | 'network' | 'timeout' | 'auth' | 'credit' | 'forbidden' | 'not_found' | 'rejected'

export interface ProviderErrorOptions {
  kind: ProviderErrorKind
  /** HTTP status, where there was one. */
  status?: number | undefined
  /** Milliseconds that the server asks the client to wait. */
  retryAfterMs?: number | undefined
  /** Another attempt would have the same outcome: a recording never changes. */
  final?: boolean | undefined
  /** The request has certainly not left this machine, so it cost nothing. */
  notSent?: boolean | undefined
  /** The address of the server is wrong, so every call of the run would fail alike. */
  wrongUrl?: boolean | undefined
  /** The field of the request that the server does not take: every further request would be refused too. */
  parameter?: string | undefined
  cause?: unknown
}

export class ProviderError extends Error {
  readonly kind: ProviderErrorKind
  readonly status: number | undefined
  readonly retryAfterMs: number | undefined
  readonly final: boolean
  readonly notSent: boolean
  readonly wrongUrl: boolean
  readonly parameter: string | undefined

  constructor(message: string, options: ProviderErrorOptions) {
    super(message, {cause: options.cause})
    this.name = 'ProviderError'
    this.kind = options.kind
    this.status = options.status
    this.retryAfterMs = options.retryAfterMs
    this.final = options.final ?? false
    this.notSent = options.notSent ?? false
    this.wrongUrl = options.wrongUrl ?? false
    this.parameter = options.parameter
  }
}

/** The kind of error an HTTP status stands for. */
export function kindOfStatus(status: number): ProviderErrorKind {
  switch (status) {
    case 401:
      return 'auth'
    case 402:
      return 'credit'
    case 403:
      return 'forbidden'
    case 404:
      return 'not_found'
    case 408:
    case 409:
      return 'server'
    case 429:
      return 'rate_limit'
    default:
      return status >= 500 ? 'server' : 'rejected'
  }
}
