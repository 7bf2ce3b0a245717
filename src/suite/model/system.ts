import type {PricedModel} from './suite.js'

/** The names under which servers take the most tokens of an answer; any of them bounds the cost of a call. */
export const TOKEN_BOUNDS = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'] as const

/** Where models are asked unless a run or a system says otherwise. */
export const DEFAULT_HOST = 'openrouter.ai'

/** A system as a run asks it: everything that is decided about its requests but the messages and the seed. */
export interface ResolvedSystem {
  id: string
  /** The model as the server knows it. */
  model: string
  /** Merged into the body of every request; null takes a field out. Empty where the suite gives none. */
  parameters: Readonly<Record<string, unknown>>
  /** `chips`: structured output by the schema of chips. */
  response_format: 'chips' | null
  /** Null where the parameters take the field out. */
  temperature: number | null
  /** The most tokens of an answer; null where the parameters take every bound out. */
  max_output_tokens: number | null
  /** Null: the default server. */
  base_url: string | null
  /** The host of the endpoint; servers on this machine are the same wherever they listen. */
  host: string
}

/** What of a run's configuration its systems take over. */
export interface SystemDefaults {
  temperature: number
  max_output_tokens: number
  base_url: string | null
}

/**
 * A system with the settings of its run: the one place where the two are put together. Requests, budgets and
 * definitions go by it.
 */
export function resolveSystem(system: PricedModel, run: SystemDefaults): ResolvedSystem {
  const parameters = system.parameters ?? {}
  const sent: Record<string, unknown> = {
    temperature: run.temperature,
    max_tokens: run.max_output_tokens,
    ...parameters,
  }
  const bounds = TOKEN_BOUNDS.map((name) => sent[name]).filter(isNumber)
  const base_url = system.base_url ?? run.base_url
  return {
    id: system.id,
    model: sentModel(system),
    parameters,
    response_format: system.response_format ?? null,
    temperature: isNumber(sent['temperature']) ? sent['temperature'] : null,
    // Which of several bounds a server goes by is its affair: the highest one is certain.
    max_output_tokens: bounds.length > 0 ? Math.max(...bounds) : null,
    base_url,
    host: hostOf(base_url),
  }
}

/** The model that is sent: the system's id, unless the system names another. */
export function sentModel(system: Pick<PricedModel, 'id' | 'model'>): string {
  return system.model ?? system.id
}

/** Whether two systems share their limits: the same model at the same endpoint. */
export function limitKey(system: PricedModel): string {
  return JSON.stringify([system.base_url ?? null, sentModel(system)])
}

/** The host of an endpoint; servers on this machine are the same wherever they listen. */
export function hostOf(baseUrl: string | null): string {
  if (baseUrl === null) return DEFAULT_HOST
  const {hostname, host} = new URL(baseUrl)
  return isLoopback(hostname) ? 'local' : host
}

/** Whether a host is this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number'
}
