import {z} from 'zod'
import {CHIP_TYPES} from '../chips/chip.js'
import {CONSTRAINT_TYPES, INPUT_TYPES} from '../suite/model/case-levels.js'
import {RESULT_STATUSES, RUN_STATUSES} from './statuses.js'

/*
 * The records as they are printed by `--json` and sent over HTTP. The types in the files beside this one come
 * from here, so that who only reads rows does not load the schema library.
 */

const time = z.string().describe('ISO 8601, UTC')
const usd = z.number().nullable().describe('US dollars; null: unknown')
const count = z.int().min(0)
const knownCount = count.nullable().describe('null: nobody reported it')

export const chipSchema = z
  .object({
    key: z.string().describe('identifier, in snake_case when the model does as it is told'),
    display: z.string().describe('what a person reads'),
    type: z.enum(CHIP_TYPES),
  })
  .meta({id: 'Chip', description: 'A structured tag that personalises a training.'})

const chipList = z.array(chipSchema)
const stepChips = chipList.nullable().describe('null: the step was not taken')

export const runRecordSchema = z.object({
  id: z.string(),
  started_at: time,
  completed_at: time.nullable(),
  status: z.enum(RUN_STATUSES),
  config: z
    .unknown()
    .describe('what was asked of the run, with a snapshot of prices, suite and tool version'),
})

export const runSummarySchema = runRecordSchema.omit({config: true}).extend({
  cases: z.int().nullable().describe('cases of the full cross product'),
  result_count: count.describe('completed results, each once'),
  failed_count: count,
  total_cost_usd: usd.describe('known costs of all calls, in US dollars; null: none is known'),
  answered_calls: count.describe('calls that got an answer'),
  calls_of_unknown_cost: count.describe('those of them whose cost nobody knows; not in total_cost_usd'),
})

/** The factors of a result: with the same run they are unique. */
export const resultFactorsSchema = z.object({
  model: z.string(),
  persona_id: z.string(),
  style: z.string(),
  input_type: z.enum(INPUT_TYPES),
  constraint_type: z.enum(CONSTRAINT_TYPES),
  chip_count: z.int().describe('chips asked for'),
  trial: z.int().describe('1 for the first time a case is run, 2 for the second …'),
})

const resultHeadSchema = resultFactorsSchema.extend({
  id: z.string(),
  run_id: z.string(),
  sector: z.string(),
  desired_role: z.string(),
  status: z.enum(RESULT_STATUSES),
  latency_ms: z
    .int()
    .nullable()
    .describe("milliseconds of the tested model's own calls, waits left out; null: unknown"),
  input_tokens: knownCount,
  output_tokens: knownCount,
  cost_usd: usd.describe("US dollars of the tested model's own calls; null: unknown"),
  created_at: time,
})

const judgedSchema = z.object({
  avg_rating: z.number().min(1).max(5).nullable().describe('mean of the ratings; null: nobody rated it'),
  rating_count: count,
})

export const resultRecordSchema = resultHeadSchema.extend({
  final_chips: chipList,
  step1_chips: stepChips,
  selected_chips: stepChips,
  step2_chips: stepChips,
  fill_chips: stepChips,
  errors: z.array(z.string()).describe('what was wrong with the answers, or why none came'),
})

/** A result in a list, without its chips. */
export const listedResultSchema = resultHeadSchema.extend(judgedSchema.shape)

export const resultSummarySchema = listedResultSchema.extend({chips: count.describe('final chips')})

export const ratedResultSchema = resultRecordSchema.extend(judgedSchema.shape)

export const scoreSchema = z.int().min(1).max(5)

export const ratingRecordSchema = z.object({
  id: z.string().describe('follows from result and user: a new rating keeps it'),
  result_id: z.string(),
  user_id: z.string(),
  rating: scoreSchema.describe('1 unusable, 2 poor, 3 fair, 4 good, 5 excellent'),
  created_at: time,
  blind: z
    .boolean()
    .nullable()
    .describe('whether the rater could not see whose the result is; null: nobody knows'),
})
