import {z} from 'zod'
import {pricedModelSchema} from '../suite/model/suite-schema.js'

const pluginSchema = z.object({name: z.string(), version: z.string()})

/** All that going on with a pass needs. Holds no secret. */
export const passConfigSchema = z.object({
  kind: z.literal('judge'),
  tool_version: z.string(),
  suite: z.object({id: z.string(), hash: z.string()}),
  /** The systems that judge. */
  models: z.array(pricedModelSchema),
  /** The versions of the judges by id, and of the rubric they judge by. */
  judge_versions: z.record(z.string(), z.string()),
  rubric_version: z.string(),
  /** Ids of the results; what is made later is for another pass. */
  results: z.array(z.string()),
  repeats: z.int(),
  concurrency: z.int(),
  /** US dollars; null for no limit. */
  budget_usd: z.number().nullable(),
  max_retries: z.int(),
  timeout_s: z.number(),
  /** Seconds for one judgement, waits and the second question included. */
  case_timeout_s: z.number(),
  temperature: z.number(),
  max_output_tokens: z.int(),
  seed: z.int().nullable(),
  base_url: z.string().nullable(),
  api_key_env: z.string().optional(),
  shards: z.int().optional(),
  providers: z
    .array(
      z.object({id: z.string(), plugin: pluginSchema, models: z.array(z.string()), offline: z.boolean()}),
    )
    .default([]),
  user: z.string().optional(),
  record: z.string().nullable().default(null),
  replay: z.string().nullable().default(null),
})

export type PassConfig = z.infer<typeof passConfigSchema>
