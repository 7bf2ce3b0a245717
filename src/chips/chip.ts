/** The four kinds of chip, in the order they are shown. */
export const CHIP_TYPES = ['situation', 'jargon', 'role_task', 'environment'] as const
export type ChipType = (typeof CHIP_TYPES)[number]

/** A structured tag that personalises a training. */
export interface Chip {
  /** An identifier, in snake_case when the model follows the prompt. */
  key: string
  /** The text that people read. */
  display: string
  type: ChipType
}

/** The type that a text names, in any case and with any separators. */
export function typeOf(written: string): ChipType | undefined {
  // Nearly always the type is written as it was asked for.
  const exact = CHIP_TYPES.find((type) => type === written)
  if (exact) return exact
  const wanted = written
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')
  return CHIP_TYPES.find((type) => type === wanted)
}
