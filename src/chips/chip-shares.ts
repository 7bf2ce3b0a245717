import type {Chip} from './chip.js'
import {normalisedKey} from './quality.js'

/** A chip of one of several answers to the same question. */
export interface SharedChip extends Chip {
  /** How many of the answers have it, under its key in any spelling. */
  answers: number
  /** Whether more than half of the answers have it; false where there are fewer than three. */
  isCommon: boolean
  /** Whether no other answer has it. */
  isUnique: boolean
}

/** The chips of several answers to the same question, each with how many of the answers have it. */
export function chipShares(answers: readonly (readonly Chip[])[]): SharedChip[][] {
  const counts = new Map<string, number>()
  for (const chips of answers) {
    for (const key of new Set(chips.map(identity))) counts.set(key, (counts.get(key) ?? 0) + 1)
  }

  const isCommon = (count: number) => answers.length > 2 && count > answers.length / 2
  return answers.map((chips) =>
    chips.map((chip) => {
      const count = counts.get(identity(chip))!
      return {
        ...chip,
        answers: count,
        isCommon: isCommon(count),
        isUnique: count === 1 && answers.length > 1,
      }
    }),
  )
}

/** A key of signs alone has no normal form: it is itself. */
function identity({key}: Chip): string {
  return normalisedKey(key) || key
}
