import {systemOf, type Completion, type CompletionRequest} from '../../providers/provider.js'
import type {PricedModel} from '../../suite/model/suite.js'
import {costOf, mostInputTokens} from '../../suite/prices/price.js'

/** A model whose bills went over the highest cost that its price list and token limit allow. */
export interface Overrun {
  model: string
  /** The highest bill as a multiple of that cost; null where that cost is zero. */
  ratio: number | null
  /** US dollars billed beyond what was reserved. */
  over_usd: number
}

/** The cost of calls, and their highest possible cost, in US dollars. */
export class PriceBounds {
  readonly #prices: ReadonlyMap<string, PricedModel>
  readonly #ratios = new Map<string, number>()
  /** The highest bill of a model, over all its requests. */
  readonly #highest: Map<string, number>
  readonly #over = new Map<string, number>()

  /** @param highest the highest bill of each model in earlier sessions. */
  constructor(models: readonly PricedModel[], highest: ReadonlyMap<string, number> = new Map()) {
    this.#prices = new Map(models.map((model) => [model.id, model]))
    this.#highest = new Map(highest)
  }

  /** The cost that the provider reported, else by tokens and price; null when unknown. */
  cost(model: string, completion: Completion): number | null {
    return (
      completion.cost_usd ??
      costOf(
        this.#price(model),
        completion.input_tokens,
        completion.output_tokens,
        completion.cached_tokens ?? null,
      )
    )
  }

  /**
   * The highest possible cost of a call: by price and token limit, more where the model's provider has billed
   * more before. 0 where the price is unknown (a budget is then refused beforehand).
   */
  highest(request: CompletionRequest): number {
    const model = systemOf(request)
    const bound = this.#bound(request)
    return Math.max(bound * (this.#ratios.get(model) ?? 1), this.#highest.get(model) ?? 0)
  }

  /** Learns from a bill; `reserved` is the highest expected cost of the call. */
  billed(request: CompletionRequest, cost: number, reserved: number): void {
    const model = systemOf(request)
    const bound = this.#bound(request)
    if (bound > 0) this.#ratios.set(model, Math.max(this.#ratios.get(model) ?? 1, cost / bound))
    else this.#highest.set(model, Math.max(this.#highest.get(model) ?? 0, cost))
    if (cost > reserved) this.#over.set(model, (this.#over.get(model) ?? 0) + cost - reserved)
  }

  /** Models that billed more than was reserved. Where no price is known, no cost was expected. */
  get overruns(): Overrun[] {
    return [...this.#over]
      .filter(([model]) => costOf(this.#price(model), 1, 1) !== null)
      .map(([model, over_usd]) => ({model, ratio: this.#ratios.get(model) ?? null, over_usd}))
  }

  #bound(request: CompletionRequest): number {
    const price = this.#price(systemOf(request))
    // A price for cached input that is above that for other input must not make the bound too low.
    const highest = {...price, input_price: mostOf(price.input_price, price.cached_input_price)}
    return costOf(highest, mostInputTokens(request.messages), request.max_output_tokens) ?? 0
  }

  #price(model: string): PricedModel {
    const price = this.#prices.get(model)
    if (!price) throw new Error(`no price entry for ${model}`)
    return price
  }
}

function mostOf(input: number | null, cached: number | undefined): number | null {
  return input === null ? null : Math.max(input, cached ?? 0)
}
