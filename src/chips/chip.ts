/** The four kinds of chip, in the order they are shown. */
export const CHIP_TYPES = ['situation', 'jargon', 'role_task', 'environment'] as const
export type ChipType = (typeof CHIP_TYPES)[number]

/** A structured tag that personalises a training. */
export interface Chip {
  /** An identifier, in snake_case when the model does as it is told. */
  key: string
  /** What a person reads. */
  display: string
  type: ChipType
}
