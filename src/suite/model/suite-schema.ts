import {z} from 'zod'
import type {CHIP_TYPES} from '../../chips/chip.js'
import {
  byList,
  SETTING_COLUMNS,
  settingOf,
  type SETTINGS,
  type SettingColumn,
  type Settings,
} from './factors.js'
import {rubricSchema} from './rubric-schema.js'

/** Ids stand in case keys, where `|` separates the parts, and in terminal output. */
const identifier = z
  .string()
  .regex(/^[^\s|\u0000-\u001F\u007F-\u009F]+$/, 'must not contain spaces, "|" or control characters')

const price = z.number().nonnegative()

/**
 * A system: a model with its parameters, and its price in US dollars per one million tokens. Nothing has a
 * default: the hash of a suite is made of what the suite says.
 */
export const modelSchema = z.strictObject({
  id: identifier,
  name: z.string().min(1),
  model: identifier.optional().describe('The model as the server knows it. Without it, the id is sent.'),
  parameters: z
    .record(z.string().min(1), z.unknown())
    .optional()
    .describe('Merged into the body of every request; null takes a field out, such as temperature: null.'),
  response_format: z
    .enum(['chips'])
    .optional()
    .describe('chips: asks the server for structured output by the schema of chips.'),
  base_url: z.string().min(1).optional().describe('The OpenAI-compatible server that is asked.'),
  api_key_env: z
    .string()
    .min(1)
    .optional()
    .describe('The variable that holds the key; its name ends in _API_KEY or _TOKEN.'),
  headers: z
    .record(z.string().min(1), z.string().min(1))
    .optional()
    .describe(
      'Headers by name, each with the variable that holds its value; such names end in _API_KEY or _TOKEN.',
    ),
  input_price: price,
  output_price: price,
  cached_input_price: price
    .optional()
    .describe('Of input tokens that the provider had cached. Without it, they cost as others.'),
})

/** A system as a run remembers it: prices are null where they are not known. */
export const pricedModelSchema = modelSchema.extend({
  input_price: price.nullable(),
  output_price: price.nullable(),
})

/** A model that a provider of a plugin offers. */
export const providedModelSchema = pricedModelSchema.pick({
  id: true,
  name: true,
  input_price: true,
  output_price: true,
  cached_input_price: true,
})

export const personaSchema = z.strictObject({
  id: identifier,
  sector: z.string().min(1),
  desired_role: z.string().min(1),
  persona: z.string().min(1),
})

/** One prompt: the two messages of a call, as templates with `{{placeholders}}`. */
export const promptSchema = z.strictObject({system: z.string().min(1), user: z.string().min(1)})

export const PROMPT_NAMES = ['selectable', 'final', 'final_with_selections', 'select', 'fill'] as const

/**
 * The prompts of one style; `constraint` is what `{{constraint}}` becomes when chips of each type are
 * demanded.
 */
export const styleSchema = z.strictObject({
  constraint: z.string().min(1),
  selectable: promptSchema,
  final: promptSchema,
  final_with_selections: promptSchema,
  select: promptSchema,
  fill: promptSchema,
})

const range = z
  .strictObject({min: z.int().positive(), max: z.int().positive()})
  .refine(({min, max}) => min <= max, 'min must not be above max')

/** Terms of one persona's trade by chip type: the offline baselines draw from these terms. */
export const lexiconEntrySchema = z.strictObject({
  situation: z.array(z.string().min(1)),
  jargon: z.array(z.string().min(1)),
  role_task: z.array(z.string().min(1)),
  environment: z.array(z.string().min(1)),
} satisfies Record<(typeof CHIP_TYPES)[number], z.ZodType>)

function levelsSchema(column: SettingColumn): z.ZodType {
  const {type, levels, older} = settingOf(column)
  const level = levels ? z.enum(levels) : type === 'integer' ? z.int().positive() : identifier
  const list = z.array(level).min(1)
  return older === undefined ? list : list.default([older])
}

/** The levels of each setting. */
const levelsShape = Object.fromEntries(
  SETTING_COLUMNS.map((column) => [column, levelsSchema(column)]),
) as unknown as {[Column in SettingColumn]: z.ZodType<Settings[Column][], Settings[Column][]>}

type ListSchema<Type> = z.ZodArray<Type extends 'integer' ? z.ZodInt : z.ZodString>

/** The chosen levels of each setting, by the name of the list, as a run's configuration remembers them. */
export const listsShape = byList((column) => {
  const {type, older} = settingOf(column)
  const list = type === 'integer' ? z.array(z.int()) : z.array(z.string())
  return older === undefined ? list : (list as z.ZodType).default([older])
}) as unknown as {
  [Column in SettingColumn as (typeof SETTINGS)[Column]['plural']]: ListSchema<
    (typeof SETTINGS)[Column]['type']
  >
}

/** A whole benchmark, as data. */
export const suiteSchema = z.strictObject({
  id: identifier,
  title: z.string().min(1),
  /** The day the prices were read, YYYY-MM-DD. */
  prices_as_of: z.iso.date(),
  models: z.array(modelSchema).min(1),
  /** The model that plays the user in enriched cases. */
  selector: modelSchema,
  personas: z.array(personaSchema).min(1),
  factors: z.strictObject(levelsShape),
  generation: z.strictObject({
    temperature: z.number().min(0).max(2),
    /** The most tokens one call may answer with; it bounds the cost of a call. */
    max_output_tokens: z.int().positive(),
  }),
  thresholds: z.strictObject({
    /** Types with fewer chips than this in the merged set are filled up. */
    min_per_type: z.int().positive(),
    /** How many chips step 1 of an enriched case offers. */
    selectable: range,
    /** How many of them the simulated user picks. */
    selected: range,
  }),
  styles: z.record(identifier, styleSchema),
  lexicon: z.record(identifier, lexiconEntrySchema),
  /** What raters judge by. */
  rating: rubricSchema.optional(),
})
