import {z} from '@hono/zod-openapi'
import type {LeaderboardRow} from '../../figures/leaderboard.js'
import type {Histogram} from '../../records/stats.js'
import {FACTOR_COLUMNS, type FactorColumn} from '../../records/result.js'
import {
  listedResultSchema,
  noteRecordSchema,
  ratedResultSchema,
  ratingRecordSchema,
  runRecordSchema,
  runSummarySchema,
  scoreSchema,
} from '../../records/schemas.js'
import {LONGEST_NOTE} from '../../records/rating.js'
import {GROUP_COLUMNS} from '../../records/stats.js'
import {VERSIONED} from '../../records/version.js'
import {FACTORS, type Factor} from '../../suite/model/factors.js'
import {unquoted} from '../../text/typography.js'
import {MOST_USER_ID_LENGTH, readUserId} from '../auth/user-id.js'

interface IntegerRule {
  min: number
  max?: number
  description: string
}

/** A whole number in a query, with its bounds and its default. */
export function integerParameter<Preset extends number | undefined = undefined>({
  min,
  max,
  preset,
  description,
}: IntegerRule & {preset?: Preset}) {
  const most = max ?? Number.MAX_SAFE_INTEGER
  return z
    .string()
    .optional()
    .transform((text, context): number | Preset => {
      if (text === undefined) return preset as Preset
      const isInteger = /^[+-]?\d+$/.test(text)
      if (isInteger && Number(text) >= min && Number(text) <= most) return Number(text)
      if (!isInteger)
        context.addIssue({
          code: 'custom',
          params: {type: 'int_parsing'},
          message: 'Input should be a valid integer',
        })
      else if (Number(text) < min)
        context.addIssue({code: 'too_small', origin: 'int', minimum: min, inclusive: true})
      else context.addIssue({code: 'too_big', origin: 'int', maximum: most, inclusive: true})
      return z.NEVER
    })
    .openapi({
      type: 'integer',
      minimum: min,
      maximum: most,
      ...(preset !== undefined && {default: preset}),
      description,
      param: {required: false},
    })
}

export const pageParameters = (most: number, preset: number) => ({
  limit: integerParameter({min: 1, max: most, preset, description: 'at most so many'}),
  offset: integerParameter({min: 0, preset: 0, description: 'leave out so many'}),
})

const LONGEST_USER_ID = {minLength: 1, maxLength: MOST_USER_ID_LENGTH}

/**
 * An empty filter is none: a form that sends all its fields narrows nothing down by those left empty. For
 * `z.preprocess`.
 */
export const emptyIsNone = (text: unknown): unknown => (text === '' ? undefined : text)

/** A filter by a text. */
export const filterParameter = () =>
  z
    .string()
    .optional()
    .transform((text) => (text === '' ? undefined : text))

/** The user of a request. Optional here: a token may be bound to a user, and some routes need none. */
export const userHeader = (required: boolean) =>
  z.object({
    'x-user-id': z
      .string()
      .optional()
      .transform((text, context) => {
        if (text === undefined || (!required && text.trim() === '')) return undefined
        const user = readUserId(text)
        const isQuoted = user !== undefined && unquoted(user) !== undefined
        if (user !== undefined && !isQuoted) return user
        context.addIssue({
          code: 'custom',
          params: {type: 'user_id'},
          message: isQuoted
            ? 'Should have no quotation marks around it'
            : `Should have 1 to ${MOST_USER_ID_LENGTH} characters and no control characters`,
        })
        return z.NEVER
      })
      .openapi({
        type: 'string',
        ...LONGEST_USER_ID,
        description:
          'who rates; may be left out where a token is bound to a user, and must agree with it otherwise',
        param: {required},
      }),
  })

export const idParameter = (what: string) =>
  z.object({id: z.string().openapi({param: {name: 'id', in: 'path'}, description: `id of the ${what}`})})

export const problemSchema = z
  .object({
    type: z.string().describe('stable name, such as missing, int_parsing, greater_than_equal, enum'),
    loc: z
      .array(z.union([z.string(), z.int()]))
      .describe('part of the request, then the way to the value: ["query", "limit"]'),
    msg: z.string(),
  })
  .openapi('Problem')

export const validationErrorSchema = z.object({detail: z.array(problemSchema)}).openapi('ValidationError')
export const errorSchema = z.object({detail: z.string()}).openapi('Error')

export const runListItemSchema = runSummarySchema
  .omit({
    archived_at: true,
    cases: true,
    total_cost_usd: true,
    answered_calls: true,
    calls_of_unknown_cost: true,
  })
  .openapi('RunListItem')
export const runSchema = runRecordSchema.openapi('Run')

const myRating = {
  my_rating: scoreSchema
    .nullable()
    .optional()
    .describe('what the user of X-User-Id gave it; only with that header'),
}
export const resultListItemSchema = listedResultSchema.extend(myRating).openapi('ResultListItem')
export const ratingSchema = ratingRecordSchema.openapi('Rating')
export const noteSchema = noteRecordSchema.omit({id: true, result_id: true}).openapi('Note')
export const resultSchema = ratedResultSchema
  .extend({
    errors: ratedResultSchema.shape.errors.nullable(),
    ...myRating,
    notes: z
      .array(noteSchema)
      .optional()
      .describe('what all raters said besides scores; with X-User-Id or a token of a user, as `my_rating`'),
  })
  .openapi('Result')
const reasonsSchema = z.array(z.string().min(1).max(200)).max(200).optional()
export const newRatingSchema = z
  .object({
    rating: scoreSchema,
    note: z.string().max(LONGEST_NOTE).optional().describe('a remark on the result'),
    flagged: z.boolean().optional().describe('another person should look at the result'),
    tags: reasonsSchema.describe('why, in tags of the suite; these replace those before'),
    bad_chips: reasonsSchema.describe('keys of the chips that are bad; these replace those before'),
  })
  .openapi('NewRating')

const interval = z.object({low: z.number(), high: z.number()}).nullable()
const figure = z.number().nullable()
const count = z.int().min(0)

const figures = {
  result_count: count.describe('completed results; ratings never multiply it'),
  usable_count: count.describe('completed results with at least one chip'),
  failed_count: count.describe('cases that got no answer; in no mean'),
  rated_results: count.describe('results with at least one rating'),
  rated_count: count.describe('ratings'),
  avg_rating: figure.describe('mean over all ratings, to 2 digits; the order of the list'),
  total_cost_usd: figure.describe('known costs; each result once, failed cases included'),
  known_cost_count: count.describe('completed results whose cost is known'),
  cost_per_result_usd: figure.describe(
    'mean known cost of a completed result, with its part of what failed cases cost',
  ),
  cost_per_usable_usd: figure.describe('all that was paid, for each usable answer'),
  avg_latency_ms: figure.describe('whole milliseconds'),
  avg_tokens: z.object({input: figure, output: figure}).describe('to 2 digits'),
  adjusted_rating: figure.describe(
    'least-squares mean over equal configurations and raters; `rank` goes by it',
  ),
  is_adjusted: z.boolean().describe('false: nothing links the group to the others, so it is a plain mean'),
  interval: interval.describe('95 % interval of adjusted_rating; null below 5 configurations'),
  rated_configurations: count,
  // Not a tuple: generators of clients and linters know arrays with items better.
  histogram: z
    .array(count)
    .length(5)
    .describe('how often 1, 2, 3, 4, 5 was given') as z.ZodType as z.ZodType<Histogram>,
  raters: count,
  rank: z.int().nullable(),
  rank_set: interval.describe('ranks that the data leave open, by all pairs at once (Holm)'),
  p50_latency_ms: figure,
  p95_latency_ms: figure,
  dominated_by: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .nullable()
    .describe('a group that is surely rated higher, no dearer and no slower on equal configurations'),
} satisfies {[Name in keyof Omit<LeaderboardRow, 'group'>]: z.ZodType<LeaderboardRow[Name]>}

/** A parameter for each factor that narrows a list down. */
export const factorParameters = byFactor(({type, described = ''}) =>
  type === 'integer'
    ? z.preprocess(emptyIsNone, integerParameter({min: 1, description: described}))
    : filterParameter(),
)

/** The levels of the factors that make the groups. */
const levelShape = byFactor(({type}) => (type === 'integer' ? z.int() : z.string()).optional())

function byFactor<Schema>(schemaOf: (factor: Factor) => Schema): Record<FactorColumn, Schema> {
  const entries = FACTOR_COLUMNS.map((column) => [column, schemaOf(FACTORS[column])] as const)
  return Object.fromEntries(entries) as Record<FactorColumn, Schema>
}

/** Name and version beside the level of a factor that has versions. */
const versionShape = Object.fromEntries(
  Object.values(VERSIONED).flatMap(({kind, column}) => [
    [`${kind}_name`, z.string().optional().describe('the level without its version')],
    [column, z.string().nullable().optional().describe('id of the definition; null: several, or not known')],
  ]),
) as Record<string, z.ZodType<string | null | undefined>>

export const timeParameters = {
  since: z.iso
    .datetime({offset: true})
    .transform((text) => new Date(text).toISOString())
    .optional()
    .openapi({type: 'string', format: 'date-time', description: 'made at this moment or later'}),
  until: z.iso
    .datetime({offset: true})
    .transform((text) => new Date(text).toISOString())
    .optional()
    .openapi({type: 'string', format: 'date-time', description: 'made before this moment'}),
}

export const allVersionsParameter = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true')
  .openapi({
    type: 'string',
    enum: ['true', 'false'],
    description: 'older versions too, each a level of its own (guided@3f2a)',
  })

/** The figures that `figures` has rounded. */
const exact = z
  .object({avg_rating: figure, avg_latency_ms: figure, avg_tokens: z.object({input: figure, output: figure})})
  .describe('the rounded figures as they were computed')

/** A group of a leaderboard; `bench stats --json` prints the same figures, none of them rounded. */
export const statsRowSchema = z
  .object({
    ...levelShape,
    run_id: z.string().optional(),
    day: z.string().optional().describe('the day the results were made, in UTC'),
    ...versionShape,
    ...figures,
    exact,
  })
  .openapi('StatsRow', {
    description: 'One group, under the name of the factor that makes the groups, with its figures.',
  })

export const groupByParameter = z
  .enum(GROUP_COLUMNS)
  .default('model')
  .openapi({description: 'factor, run or day that makes the groups'})

/** Names with commas between them; an empty text is none. */
export const listParameter = (description: string) =>
  z
    .string()
    .optional()
    .transform((text) => (text ? text.split(',').map((name) => name.trim()) : undefined))
    .openapi({type: 'string', description, param: {required: false}})
