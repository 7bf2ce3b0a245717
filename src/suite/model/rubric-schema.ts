import {z} from 'zod'
import type {CHIP_TYPES} from '../../chips/chip.js'
import {
  LONGEST_ANCHOR,
  LONGEST_GUIDELINES,
  LONGEST_QUESTION,
  LONGEST_TAG,
  MOST_EXAMPLES,
  MOST_TAGS,
} from './rubric.js'

/** A text of one line: it stands on the rating screen beside others. */
const line = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\u0000-\u001F\u007F-\u009F]+$/, 'must be a text of one line, without control characters')

const anchor = line(LONGEST_ANCHOR)
const chips = z.array(line(200)).min(1).optional()

/** What raters judge by. Not a part of what is asked of models, so not a part of the suite's hash. */
export const rubricSchema = z.strictObject({
  question: line(LONGEST_QUESTION).describe('The question that every score answers, in one line.'),
  guidelines: z
    .string()
    .min(1)
    .max(LONGEST_GUIDELINES)
    .describe('What to look at, what each score means, and what not to judge by.'),
  anchors: z
    .strictObject({1: anchor, 2: anchor, 3: anchor, 4: anchor, 5: anchor})
    .describe(`A word or two for each score, at most ${LONGEST_ANCHOR} characters.`),
  examples: z
    .array(
      z.strictObject({
        sector: line(100),
        desired_role: line(100),
        chips: z
          .strictObject({
            situation: chips,
            jargon: chips,
            role_task: chips,
            environment: chips,
          } satisfies Record<(typeof CHIP_TYPES)[number], z.ZodType>)
          .describe('The chips by type, as people read them.'),
        score: z.int().min(1).max(5).describe('The score that the set deserves.'),
        why: z.string().min(1).max(600).describe('Why it deserves this score, in a sentence or two.'),
      }),
    )
    .max(MOST_EXAMPLES)
    .describe('Sets that a first rating session begins with: score, then see.'),
  tags: z
    .array(
      z.strictObject({
        letter: z.string().regex(/^[a-z]$/, 'must be a letter from a to z'),
        label: line(LONGEST_TAG),
      }),
    )
    .max(MOST_TAGS)
    .describe('Reasons that a rater can give with a key.'),
})
