import {countByType} from '../chips/chip-set.js'
import {CHIP_TYPES, type Chip, type ChipType} from '../chips/chip.js'
import {safeText} from './safe-text.js'
import stringWidth from 'string-width'

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
      .map(({key, display}) => safeText(keys ? `${display} [${key}]` : display))
    return [header(type, counts[type]), ...wrapped(names, width - 2).map((line) => `  ${line}`)]
  })
}

function header(type: ChipType, count: number): string {
  return `${type.toUpperCase().replace('_', ' ')} (${count})`
}

/** Names joined by dots; a name wider than a line is broken, so that nothing of it is hidden. */
function wrapped(names: readonly string[], width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const name of names.flatMap((each) => broken(each, width))) {
    const joined = line === '' ? name : `${line}${SEPARATOR}${name}`
    if (line !== '' && stringWidth(joined) > width) {
      lines.push(line)
      line = name
    } else {
      line = joined
    }
  }

  return line === '' ? lines : [...lines, line]
}

function broken(name: string, width: number): string[] {
  if (stringWidth(name) <= width) return [name]
  const parts: string[] = []
  let part = ''
  for (const {segment} of new Intl.Segmenter().segment(name)) {
    if (stringWidth(part + segment) > width) {
      parts.push(part)
      part = ''
    }

    part += segment
  }

  return [...parts, part]
}
