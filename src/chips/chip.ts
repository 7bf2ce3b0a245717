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
