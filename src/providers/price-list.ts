import {BenchError, messageOf} from '../errors/bench-error.js'
import {priceListFailed} from '../errors/suites.js'
import {lightClient} from '../net/http-client.js'
import {redactor} from './redact.js'

const TIMEOUT_MS = 30_000
const TOKENS_PER_PRICE = 1e6

/** US dollars per one million tokens. */
export interface ListedPrice {
  input_price: number
  output_price: number
}

/**
 * The prices of a server's models, by id; null where a model has no fixed price (a router that picks a model,
 * for instance).
 * @throws BenchError when there is no answer, or an answer that is no list of models.
 */
export async function readPriceList(
  baseUrl: string,
  apiKey: string | undefined,
): Promise<Map<string, ListedPrice | null>> {
  const url = `${baseUrl.replace(/\/$/, '')}/models`
  const redact = redactor([apiKey])
  let answer: unknown
  try {
    const response = await (
      await lightClient(process.env)
    )(url, {
      headers: {accept: 'application/json', ...(apiKey !== undefined && {authorization: `Bearer ${apiKey}`})},
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (!response.ok) throw new Error(`it answered ${response.status} ${response.statusText}`.trim())
    answer = await response.json()
  } catch (error) {
    if (error instanceof BenchError) throw error
    throw priceListFailed(url, redact(deepest(error)))
  }

  const models = typeof answer === 'object' && answer !== null && 'data' in answer ? answer.data : undefined
  if (!Array.isArray(models)) throw priceListFailed(url, 'what it answered is no list of models')
  return new Map(models.flatMap((model: unknown) => entryOf(model)))
}

/** What a server may really send; no field is certain. */
interface UncertainModel {
  id?: unknown
  pricing?: {prompt?: unknown; completion?: unknown} | null
}

function entryOf(model: unknown): [string, ListedPrice | null][] {
  const {id, pricing} = (typeof model === 'object' && model !== null ? model : {}) as UncertainModel
  if (typeof id !== 'string') return []
  const [input, output] = [perMillion(pricing?.prompt), perMillion(pricing?.completion)]
  return [[id, input === null || output === null ? null : {input_price: input, output_price: output}]]
}

/** Dollars per token come as decimal text; a negative figure stands for "the price depends". */
function perMillion(perToken: unknown): number | null {
  const isText = typeof perToken === 'string' && perToken.trim() !== ''
  const price = isText || typeof perToken === 'number' ? Number(perToken) : Number.NaN
  // Twelve digits: the error of binary fractions is no part of a decimal price.
  return Number.isFinite(price) && price >= 0 ? Number((price * TOKENS_PER_PRICE).toPrecision(12)) : null
}

function deepest(error: unknown): string {
  return error instanceof Error && error.cause !== undefined ? deepest(error.cause) : messageOf(error)
}
