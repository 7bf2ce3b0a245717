import type {PricedModel} from '../model/suite.js'

const TOKENS_PER_PRICE = 1e6

/** Whether both prices of a model are known; otherwise its cost cannot be computed. */
export function isPriced<Model extends PricedModel>(
  model: Model,
): model is Model & {input_price: number; output_price: number} {
  return model.input_price !== null && model.output_price !== null
}

/**
 * US dollars of a call; null when a price or a count is unknown.
 * @param cachedTokens of the input, where the provider reports them: they have a price of their own, if it is
 * known.
 */
export function costOf(
  model: PricedModel,
  inputTokens: number | null,
  outputTokens: number | null,
  cachedTokens: number | null = null,
): number | null {
  if (!isPriced(model)) return null
  if (model.input_price === 0 && model.output_price === 0) return 0
  if (inputTokens === null || outputTokens === null) return null
  const cached = model.cached_input_price === undefined ? 0 : (cachedTokens ?? 0)
  const cachedCost = cached * (model.cached_input_price ?? 0)
  return (
    ((inputTokens - cached) * model.input_price + cachedCost + outputTokens * model.output_price) /
    TOKENS_PER_PRICE
  )
}

/**
 * The most input tokens a text can be. A byte-level BPE token stands for at least one UTF-8 byte; chat
 * templates add a few tokens around each message.
 */
export function mostInputTokens(messages: readonly {content: string}[]): number {
  return messages.reduce((sum, {content}) => sum + Buffer.byteLength(content) + 16, 16)
}
