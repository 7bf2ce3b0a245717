import type {PriceChange} from './price-edit.js'
import type {PricedModel, Suite} from '../model/suite.js'

/** A listed price, or null where the list names none that is fixed. */
export type PriceList = ReadonlyMap<string, {input_price: number; output_price: number} | null>

export interface PriceComparison {
  changes: (PriceChange & {was: {input_price: number; output_price: number}})[]
  unchanged: string[]
  /** Not in the list at all. */
  missing: string[]
  /** In the list, at no fixed price. */
  unpriced: string[]
}

/** A suite's models, its selector among them, against a list of prices. `skipped`: models the list knows nothing about. */
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
