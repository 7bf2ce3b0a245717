import {z} from 'zod'
import {CHIP_TYPES} from '../chips/chip.js'
import type {Column, Columns, ValueOf} from './columns.js'
import {JUDGEMENT_TABLE} from './judgement.js'
import {ANNOTATION_TABLE, RATING_TABLE} from './rating.js'
import {ANSWER_PART, CASE_PART, RATED_PART, RESULT_HEAD, TOKEN_PART, VERSION_PART} from './result.js'
import {RUN_STATUSES} from './statuses.js'

/*
 * The records as they are printed by `--json` and sent over HTTP, from the descriptions of their columns in
 * the files beside this one: modules that only read rows do not load the schema library.
 */

const time = z.string().describe('ISO 8601, UTC')
const usd = z.number().nullable().describe('US dollars; null: unknown')
const count = z.int().min(0)

export const chipSchema = z
  .object({
    key: z.string().describe('identifier, in snake_case when the model does as it is told'),
    display: z.string().describe('what a person reads'),
    type: z.enum(CHIP_TYPES),
  })
  .meta({id: 'Chip', description: 'A structured tag that personalises a training.'})

type Shape<Table> = {-readonly [Name in keyof Table]: z.ZodType<ValueOf<Table[Name]>>}

/** A schema for each column of a table. */
function shapeOf<Table extends Columns>(table: Table): Shape<Table> {
  const entries = Object.entries(table).map(([name, column]) => [name, schemaOf(column)] as const)
  return Object.fromEntries(entries) as Shape<Table>
}

function schemaOf(column: Column): z.ZodType {
  const schema = column.nullable === true ? plainSchema(column).nullable() : plainSchema(column)
  return column.described === undefined ? schema : schema.describe(column.described)
}

function plainSchema({type, levels, min, max}: Column): z.ZodType {
  switch (type) {
    case 'text':
      return levels ? z.enum(levels) : z.string()
    case 'boolean':
      return z.boolean()
    case 'chips':
      return z.array(chipSchema)
    case 'texts':
      return z.array(z.string())
    case 'integer':
    case 'real': {
      const number = type === 'integer' ? z.int() : z.number()
      const above = min === undefined ? number : number.min(min)
      return max === undefined ? above : above.max(max)
    }
  }
}

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
  archived_at: time.nullable().describe('when it was taken out of figures and queue; null: it counts'),
  result_count: count.describe('completed results, each once'),
  failed_count: count,
  total_cost_usd: usd.describe(
    'known costs of all calls, and of results whose calls are not here, in US dollars; null: none is known',
  ),
  answered_calls: count.describe(
    'calls that got an answer; a result whose calls another device keeps counts as one',
  ),
  calls_of_unknown_cost: count.describe('those of them whose cost nobody knows; not in total_cost_usd'),
})

// Before the other columns, as in the document of the API.
const factors = z.object(shapeOf(CASE_PART))
const head = factors.extend(shapeOf(RESULT_HEAD))

export const resultRecordSchema = head
  .extend(shapeOf(ANSWER_PART))
  .extend(shapeOf(VERSION_PART))
  .extend(shapeOf(TOKEN_PART))

/** A result in a list, without its chips. */
export const listedResultSchema = head.extend(shapeOf(RATED_PART))

export const resultSummarySchema = listedResultSchema.extend({chips: count.describe('final chips')})

export const ratedResultSchema = resultRecordSchema.extend(shapeOf(RATED_PART))

export const scoreSchema = z.int().min(1).max(5)

export const ratingRecordSchema = z.object(shapeOf(RATING_TABLE))
export const noteRecordSchema = z.object(shapeOf(ANNOTATION_TABLE))

export const judgementRecordSchema = z.object(shapeOf(JUDGEMENT_TABLE))
