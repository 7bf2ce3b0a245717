import {CHIP_TYPES, type Chip} from '../chips/chip.js'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** The keys of chips in the order in which they are shown: by type. */
export function shownKeys(chips: readonly Pick<Chip, 'key' | 'type'>[]): string[] {
  return CHIP_TYPES.flatMap((type) => chips.filter((chip) => chip.type === type).map(({key}) => key))
}

/** A label for each of so many chips: one letter up to 26, else two. */
export function chipLabels(count: number): string[] {
  return Array.from({length: count}, (_, at) =>
    count <= LETTERS.length
      ? LETTERS[at]!
      : LETTERS[Math.floor(at / LETTERS.length) % LETTERS.length]! + LETTERS[at % LETTERS.length]!,
  )
}
