import {countByType} from '../../../chips/chip-set.js'
import {CHIP_TYPES, type Chip} from '../../../chips/chip.js'
import {colour} from '../../colour.js'
import {sanitizeLine, joinWrapped} from '../../lines.js'

const SEPARATOR = ' · '

export interface ChipsViewOptions {
  /** Columns. */
  width: number
  /** With each chip's key. */
  keys?: boolean
  /** The text before each chip, by the order of types: a label to type. */
  labels?: readonly string[]
  /** Keys of chips that are marked as bad. */
  bad?: readonly string[]
  /** The header stands before the first names of its type: a line less for each type. */
  dense?: boolean
}

/** Chips under a header for each type with its count; names side by side, wrapped at the width. */
export function chipsView(
  chips: readonly Chip[],
  {width, dense = false, ...options}: ChipsViewOptions,
): string[] {
  const counts = countByType(chips)
  let place = 0
  return CHIP_TYPES.flatMap((type) => {
    const names = chips.filter((chip) => chip.type === type).map((chip) => nameOf(chip, place++, options))
    const [title, count] = [type.toUpperCase().replace('_', ' '), counts[type]]
    if (!dense)
      return [header(title, count), ...joinWrapped(names, SEPARATOR, width - 2).map((line) => `  ${line}`)]
    if (count === 0) return []
    // The header is no name, but wraps as the first of them does.
    const head = `${title} (${count}) `
    const [first = '', ...rest] = joinWrapped(
      [`${head} ${names[0]}`, ...names.slice(1)],
      SEPARATOR,
      width - 2,
    )
    return [
      colour.bold(first.slice(0, head.length)) + first.slice(head.length),
      ...rest.map((line) => `  ${line}`),
    ]
  })
}

function nameOf(
  {key, display}: Chip,
  place: number,
  {keys, labels, bad = []}: Omit<ChipsViewOptions, 'width'>,
): string {
  const name = sanitizeLine(keys ? `${display} [${key}]` : display)
  const isBad = bad.includes(key)
  const label = labels?.[place]
  if (label !== undefined) return `${isBad ? `[${label}]` : label} ${name}`
  return isBad ? `✗ ${name}` : name
}

function header(type: string, count: number): string {
  return colour.bold(`${type} (${count})`)
}
