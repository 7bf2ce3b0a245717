import {z} from 'zod'
import {listsShape, personaSchema, pricedModelSchema} from '../suite/model/suite-schema.js'

const versionSchema = z.record(z.string(), z.string())
const pluginSchema = z.object({name: z.string(), version: z.string()})

/** All that `resume` needs, and what a reader must know to trust the run. Holds no secret. */
export const runConfigSchema = z.object({
  tool_version: z.string(),
  suite: z.object({
    id: z.string(),
    hash: z.string(),
    prompt_hash: z.string(),
    prices_as_of: z.string(),
    /**
     * The user's file, with its path on the machine that began the run; null for a suite of bench or a
     * plugin.
     */
    file: z.string().nullable().default(null),
    plugin: pluginSchema.nullable().default(null),
  }),
  models: z.array(pricedModelSchema),
  selector: pricedModelSchema,
  persona_ids: z.array(z.string()),
  /** The personas as the suite described them: raters read the texts on other machines too. */
  personas: z.array(personaSchema).default([]),
  /**
   * Chips of each type that the suite demanded, for raters on other machines too; older configs lack the
   * number.
   */
  min_per_type: z.int().optional(),
  ...listsShape,
  trials: z.int(),
  /** Cases of the full cross product. */
  cases: z.int(),
  concurrency: z.int(),
  /** US dollars; null for no limit. */
  budget_usd: z.number().nullable(),
  max_retries: z.int(),
  timeout_s: z.number(),
  case_timeout_s: z.number(),
  temperature: z.number(),
  max_output_tokens: z.int(),
  seed: z.int().nullable(),
  base_url: z.string().nullable(),
  /** The variable of the server's key, where the config file of the one who began the run names it. */
  api_key_env: z.string().optional(),
  /** In how many shards the run was begun, for several machines. */
  shards: z.int().optional(),
  /** The versions of what the run asks, by kind and name; runs of older schemas name none. */
  versions: z.object({style: versionSchema, persona: versionSchema, system: versionSchema}).optional(),
  /** Not a benchmark: the run holds results made on demand, and resume leaves it alone. */
  on_demand: z.boolean().optional(),
  /** Providers of plugins that answer for models of the run. */
  providers: z
    .array(
      z.object({id: z.string(), plugin: pluginSchema, models: z.array(z.string()), offline: z.boolean()}),
    )
    .default([]),
  /** Who began the run. */
  user: z.string().optional(),
  /** The folder that exchanges are recorded into, or replayed from; null for neither. */
  record: z.string().nullable().default(null),
  replay: z.string().nullable().default(null),
})
