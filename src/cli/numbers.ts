import {usage} from '../errors/catalogue.js'

/**
 * A decimal number of a flag; undefined when the flag was not given.
 * @throws BenchError (exit 2) for anything else, or a number out of its range.
 */
export function decimalFlag(
  flag: string,
  text: string | undefined,
  {min, max, above}: {min?: number; max?: number; above?: number},
): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  const isNumber = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) && Number.isFinite(value)
  const isInRange = value >= (min ?? -Infinity) && value <= (max ?? Infinity) && value > (above ?? -Infinity)
  if (isNumber && isInRange) return value
  const range = above === undefined ? `between ${min} and ${max}` : `above ${above}`
  throw usage(`${flag} must be a number ${range}, not "${text}". Nothing was started or written.`)
}
