import type {RunConfig} from '../records/run.js'
import {isPriced} from '../suite/prices/price.js'
import {askedSystems} from './offline.js'

const OLD_DAYS = 90
const DAY_MS = 86_400_000

/** Warnings for readers of the costs: unknown prices, and prices that may have changed since. */
export function priceWarnings(config: RunConfig, now = Date.now()): string[] {
  const used = askedSystems(config)
  const unknown = [...new Set(used.filter((model) => !isPriced(model)).map(({id}) => id))]
  const days = Math.floor((now - Date.parse(config.suite.prices_as_of)) / DAY_MS)
  const isOld =
    days > OLD_DAYS &&
    used.some(({input_price, output_price}) => (input_price ?? 0) + (output_price ?? 0) > 0)
  return [
    ...(unknown.length > 0
      ? [`The price of ${unknown.join(', ')} is not known; costs are, where the server reports them.`]
      : []),
    ...(isOld
      ? [
          `Prices are as of ${config.suite.prices_as_of}, ${days} days ago. \`bench models refresh\` reads current ones.`,
        ]
      : []),
  ]
}

/** Which plugins answer: users should know to which plugins their prompts went. */
export function pluginNotes({providers, replay}: RunConfig): string[] {
  if (replay !== null) return []
  return providers.map(
    ({plugin, models}) => `The plugin ${plugin.name} ${plugin.version} answers for ${models.join(', ')}.`,
  )
}
