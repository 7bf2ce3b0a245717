import type {PriceChange} from './price-edit.js'
import type {PricedModel, Suite} from '../model/suite.js'

/** The prices of a list by model; null where the list names no fixed price. */
export type PriceList = ReadonlyMap<string, {input_price: number; output_price: number} | null>

export interface PriceComparison {
  changes: (PriceChange & {was: {input_price: number; output_price: number}})[]
  unchanged: string[]
  /** Models that the list does not have. */
  missing: string[]
  /** Models in the list without a fixed price. */
  unpriced: string[]
}

/**
 * Compares a suite's models, its selector among them, with a price list. `skipped`: models that the list does
 * not cover.
 */
export function comparePrices(
  suite: Suite,
  list: PriceList,
  skipped: (model: PricedModel) => boolean,
): PriceComparison {
  const compared: PriceComparison = {changes: [], unchanged: [], missing: [], unpriced: []}
  const models = new Map([suite.selector, ...suite.models].map((model) => [model.id, model]))
  for (const model of models.values()) {
    if (skipped(model)) continue
    const {id, input_price, output_price} = model
    const listed = list.get(id)
    if (listed === undefined) compared.missing.push(id)
    else if (listed === null) compared.unpriced.push(id)
    else if (listed.input_price === input_price && listed.output_price === output_price)
      compared.unchanged.push(id)
    else compared.changes.push({id, ...listed, was: {input_price, output_price}})
  }

  return compared
}
