import {CHIP_TYPES, type Chip, type ChipType} from './chip.js'

/** All chips of the lists in order; of chips with the same key the first chip stays. */
export function mergeChips(...lists: readonly (readonly Chip[])[]): Chip[] {
  const byKey = new Map<string, Chip>()
  for (const chip of lists.flat()) if (!byKey.has(chip.key)) byKey.set(chip.key, chip)
  return [...byKey.values()]
}

/** How many chips there are of each type. */
export function countByType(chips: readonly Chip[]): Record<ChipType, number> {
  const counts = {situation: 0, jargon: 0, role_task: 0, environment: 0}
  for (const {type} of chips) counts[type]++
  return counts
}

/** The types with fewer than `min` chips, in their fixed order. */
export function missingTypes(chips: readonly Chip[], min: number): ChipType[] {
  const counts = countByType(chips)
  return CHIP_TYPES.filter((type) => counts[type] < min)
}
