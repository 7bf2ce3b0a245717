import {z} from 'zod'
import {
  lexiconEntrySchema,
  modelSchema,
  personaSchema,
  PROMPT_NAMES,
  suiteSchema,
} from '../model/suite-schema.js'
import {rubricSchema} from '../model/rubric-schema.js'
import type {Prompt} from '../model/suite.js'

/**
 * A suite as a file may give it: complete, or only the differences from the suite that it extends. The
 * published JSON Schema comes from here; the check itself judges the merged suite.
 */
const id = modelSchema.shape.id
/** A text, or a file that holds it, beside the suite file. */
const text = z.union([
  z.string().min(1),
  z
    .strictObject({file: z.string().min(1)})
    .describe('A text file, by its path from the folder of this file. What it says is a part of the suite.'),
])
const partialPrompt = z
  .strictObject({system: text, user: text} satisfies Record<keyof Prompt, z.ZodType>)
  .partial()
const {thresholds, generation, factors} = suiteSchema.shape
const prompts = Object.fromEntries(PROMPT_NAMES.map((name) => [name, partialPrompt.optional()])) as Record<
  (typeof PROMPT_NAMES)[number],
  z.ZodOptional<typeof partialPrompt>
>
const partialRange = z.strictObject({min: z.int().positive().optional(), max: z.int().positive().optional()})

export const suiteFileSchema = z.strictObject({
  $schema: z.string().optional(),
  extends: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The suite this one begins from: chips, one of a plugin, or a path to a file. Without it, everything must be said here.',
    ),
  id: id.describe('A name of its own; runs remember it.'),
  title: z.string().min(1).optional(),
  prices_as_of: suiteSchema.shape.prices_as_of
    .optional()
    .describe('The day the prices were read, YYYY-MM-DD.'),
  models: z
    .array(z.union([id, modelSchema.partial().required({id: true})]))
    .min(1)
    .optional()
    .describe(
      'Exactly these models, in this order. An id that the extended suite knows takes from there what is left out.',
    ),
  selector: z
    .union([id, modelSchema.partial()])
    .optional()
    .describe('The model that plays the user in enriched cases.'),
  personas: z
    .array(z.union([id, personaSchema.partial().required({id: true})]))
    .min(1)
    .optional()
    .describe(
      'Exactly these personas, in this order. An id that the extended suite knows takes from there what is left out.',
    ),
  factors: factors
    .partial()
    .optional()
    .describe('The levels of each factor; a list replaces the inherited one.'),
  generation: generation.partial().optional(),
  thresholds: z
    .strictObject({
      min_per_type: thresholds.shape.min_per_type.optional(),
      selectable: partialRange.optional(),
      selected: partialRange.optional(),
    })
    .optional(),
  styles: z
    .record(
      id,
      z.strictObject({
        extends: z.string().optional().describe('The style this one begins from.'),
        constraint: text.optional(),
        ...prompts,
      }),
    )
    .optional()
    .describe('Prompts by style. Only what differs from the inherited style must be said.'),
  lexicon: z
    .record(id, lexiconEntrySchema.partial())
    .optional()
    .describe('Terms by persona and chip type, for the offline baselines.'),
  rating: rubricSchema
    .extend({anchors: rubricSchema.shape.anchors.partial(), guidelines: text})
    .partial()
    .optional()
    .describe('What raters judge by. No part of what is asked of models: a change of it changes no run.'),
})

export type SuiteFile = z.input<typeof suiteFileSchema>
