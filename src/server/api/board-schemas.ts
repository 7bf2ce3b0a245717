import {z} from '@hono/zod-openapi'
import {VERSIONED_FACTORS} from '../../records/version.js'

const count = z.int().min(0)

/** A version that figures leave out, as a newer one of its name is there. */
const leftOutSchema = z
  .object({
    kind: z.enum(VERSIONED_FACTORS),
    name: z.string(),
    version: z.string(),
    label: z.string(),
    first_used: z.string(),
    last_used: z.string(),
    runs: z.int(),
    results: z.int(),
    ratings: z.int(),
  })
  .openapi('LeftOutVersion', {description: 'An older version that figures leave out.'})

const retiredSchema = z
  .object({
    model: z.string(),
    reason: z.enum(['not found', 'not in the suite']),
    since: z.string().nullable(),
  })
  .openapi('RetiredSystem', {description: 'A system that nobody can ask any more: out of all figures.'})

const driftSchema = z
  .object({
    model: z.string(),
    since: z.string().describe('the first day of the new answers, in UTC'),
    answered_by: z.object({before: z.string(), after: z.string()}).nullable(),
    ratings: z.object({before: z.number(), after: z.number(), configurations: z.int()}).nullable(),
  })
  .openapi('Drift', {description: 'A system that answers the same questions differently under one name.'})

/** For whom a leaderboard speaks, and what it leaves open. */
export const boardShape = {
  pairs: z
    .object({all: count, withheld: count})
    .describe('pairs of rated groups, and those that cannot be told for want of common ground'),
  raters: z.object({raters: count, effective: z.number().describe('raters they are worth')}),
  common_configurations: count
    .nullable()
    .describe('that all groups have, where some have others too; null: all have the same'),
}

/** What stands below every table. */
export const belowShape = {
  left_out: z.array(leftOutSchema),
  retired: z.array(retiredSchema),
  drift: z.array(driftSchema),
  blindness: z
    .object({ratings: count, not_blind: count, unknown: count})
    .describe(
      'ratings behind the figures: those whose rater knew the system, and those of which nobody knows',
    ),
}
