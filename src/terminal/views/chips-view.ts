import {countByType} from '../../chips/chip-set.js'
import {CHIP_TYPES, type Chip, type ChipType} from '../../chips/chip.js'
import {colour} from '../colour.js'
import {sanitizeLine, joinWrapped} from '../lines.js'

const SEPARATOR = ' · '

export interface ChipsViewOptions {
  /** Columns. */
  width: number
  /** With each chip's key. */
  keys?: boolean
}

/** Chips under a header for each type with its count; names side by side, wrapped at the width. */
export function chipsView(chips: readonly Chip[], {width, keys = false}: ChipsViewOptions): string[] {
  const counts = countByType(chips)
  return CHIP_TYPES.flatMap((type) => {
    const names = chips
      .filter((chip) => chip.type === type)
      .map(({key, display}) => sanitizeLine(keys ? `${display} [${key}]` : display))
    return [
      header(type, counts[type]),
      ...joinWrapped(names, SEPARATOR, width - 2).map((line) => `  ${line}`),
    ]
  })
}

function header(type: ChipType, count: number): string {
  return colour.bold(`${type.toUpperCase().replace('_', ' ')} (${count})`)
}
