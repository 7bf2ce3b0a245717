import {z} from 'zod'

/** The four kinds of chip, in the order they are shown. */
export const CHIP_TYPES = ['situation', 'jargon', 'role_task', 'environment'] as const
export type ChipType = (typeof CHIP_TYPES)[number]

/**
 * A structured tag that personalises a training.
 * `key` is an identifier, `display` what a person reads.
 */
export const chipSchema = z.object({
  key: z.string().min(1),
  display: z.string().min(1),
  type: z.enum(CHIP_TYPES),
})
export type Chip = z.infer<typeof chipSchema>
