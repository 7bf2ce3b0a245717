import {createRoute, OpenAPIHono, z} from '@hono/zod-openapi'
import {DECISION_STATES, OUT_REASONS, UNSHARPENED, type DecisionAnswer} from '../../decide/answer.js'
import {askableLevels} from '../../decide/more.js'
import {PREFERENCES, USUAL_MARGIN} from '../../decide/question.js'
import {BenchError} from '../../errors/bench-error.js'
import {FACTOR_COLUMNS, type FactorColumn} from '../../records/result.js'
import type {ApiContext, RequestFacts} from '../http/context.js'
import {unprocessable} from '../http/problems.js'
import {keptAnswers} from './responses.js'
import {belowShape} from './board-schemas.js'
import {allVersionsParameter, filterParameter, listParameter, timeParameters} from './schemas.js'

/** A number in a query; an empty text is none. */
function decimalParameter({above, min, max, description}: NumberRule) {
  return z
    .string()
    .optional()
    .transform((text, context): number | undefined => {
      if (text === undefined || text === '') return undefined
      const value = Number(text)
      const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && Number.isFinite(value)
      if (!isNumber)
        context.addIssue({
          code: 'custom',
          params: {type: 'float_parsing'},
          message: 'Input should be a valid number',
        })
      else if (above !== undefined && value <= above)
        context.addIssue({
          code: 'custom',
          params: {type: 'greater_than'},
          message: `Input should be greater than ${above}`,
        })
      else if (min !== undefined && value < min)
        context.addIssue({code: 'too_small', origin: 'number', minimum: min, inclusive: true})
      else if (max !== undefined && value > max)
        context.addIssue({code: 'too_big', origin: 'number', maximum: max, inclusive: true})
      else return value
      return z.NEVER
    })
    .openapi({
      type: 'number',
      ...(above !== undefined && {exclusiveMinimum: above}),
      ...(min !== undefined && {minimum: min}),
      ...(max !== undefined && {maximum: max}),
      description,
      param: {required: false},
    })
}

interface NumberRule {
  above?: number
  min?: number
  max?: number
  description: string
}

const judgeParameter = z
  .string()
  .optional()
  .transform((text) => (text === '' ? undefined : text))
  .openapi({
    type: 'string',
    description: "a judge that sharpens people's differences",
    param: {required: false},
  })

const byParameter = listParameter(
  `factors whose levels are compared, with commas: ${FACTOR_COLUMNS.join(', ')}. Without it model,style, or model where one style is in scope`,
).transform((names, context): FactorColumn[] | undefined => {
  const unknown = names?.find((name) => !(FACTOR_COLUMNS as readonly string[]).includes(name))
  if (unknown === undefined) return names as FactorColumn[] | undefined
  context.addIssue({
    code: 'custom',
    params: {type: 'enum'},
    message: `Input should be some of ${FACTOR_COLUMNS.join(', ')}`,
  })
  return z.NEVER
})

const figure = z.number().nullable()
const count = z.int().min(0)
const levels = z
  .record(z.string(), z.union([z.string(), z.number()]))
  .describe('level of each compared factor')

const candidateSchema = z
  .object({
    candidate: levels,
    name: z.string().describe('as sentences call it: openai/gpt-5-mini with guided@9c01'),
    style_version: z
      .string()
      .nullable()
      .describe("id of the style's definition; null: several, or not known"),
    state: z
      .enum(['leader', 'open', 'settled', 'out'])
      .describe('settled: not better than the leader by more than the margin; may be worse'),
    reasons: z.array(z.enum(OUT_REASONS)).describe('why it is out'),
    better_by_at_most: figure.describe('than the leader, in rating points; null: nothing can be said yet'),
    difference: figure.describe('mean difference to the leader on common configurations'),
    common_configurations: count,
    mean_rating: figure.describe('plain mean of its ratings by configuration'),
    cost_usd: figure.describe('US dollars per usable answer, failed cases paid for; null: unknown'),
    known_cost_count: count,
    result_count: count,
    p95_ms: figure.describe('milliseconds, over the configurations that all candidates answered'),
  })
  .openapi('DecisionCandidate', {description: 'Levels of the compared factors that could be shipped.'})

const judgeSchema = z
  .object({
    judge: z.string(),
    judge_version: z.string(),
    label: z.string().describe('the judge with its version, where its name has several'),
    rubric: z.string(),
    judged: count.describe('results of the candidates in question'),
    r: figure.describe('correlation of the paired differences of people and judge'),
    worth_ratings: figure.describe('ratings of people that it saves'),
    sharpened: count.describe('candidates whose difference to the leader it sharpens'),
    compared: count.describe('candidates that are compared with the leader'),
    unsharpened: z
      .array(z.object({reason: z.enum(UNSHARPENED), pairs: count}))
      .describe('why it does not sharpen the others'),
  })
  .openapi('DecisionJudge')

const decidedSchema = z
  .object({
    candidate: levels,
    name: z.string(),
    style_version: z.string().nullable(),
    cost_usd: figure,
    p95_ms: figure,
    nearest: candidateSchema.nullable().describe('the settled candidate that may be better by most'),
  })
  .openapi('DecidedCandidate')

const answerShape = {
  sentence: z.string().describe('what to do, in words'),
  state: z.enum(DECISION_STATES),
  decision: decidedSchema.nullable().describe('what to ship; null: open'),
  leader: decidedSchema
    .nullable()
    .describe('with `prefer` cost or latency: the best-rated candidate, where that is decided'),
  candidates: z.array(candidateSchema),
  missing: z
    .object({
      ratings: figure.describe('about so many; null: more than anybody makes'),
      minutes: figure.describe("at the raters' own pace; null: not measured"),
      configurations: count.describe('to run besides'),
      cost_usd: figure,
      run: z.string().nullable().describe('the command that runs them'),
    })
    .nullable(),
  by: z.array(z.enum(FACTOR_COLUMNS)),
  margin: z.number(),
  prefer: z.enum(PREFERENCES),
  limits: z.object({max_cost_usd: figure, max_p95_s: figure, min_rating: figure}),
  in_question: count.describe('candidates that keep the limits on cost and latency'),
  raters: count,
  ratings: count,
  configurations: z.object({complete: count, all: count}),
  decidable_margin: figure.describe('what these configurations can decide among candidates that are alike'),
  cheaper: z.object({ratings: figure, configurations: count}).nullable(),
  judge: judgeSchema.nullable().describe("what sharpens people's ratings; null: nothing does"),
  styles: z.array(z.string()),
  not_asked: z.array(z.string()).describe('baselines, which are no candidates'),
  excluded: z.array(z.string()).describe('levels that `leave_out` names and results have'),
  digest: z.string().describe('SHA-256 of question, costs, latencies and ratings'),
} satisfies {[Name in keyof DecisionAnswer]: z.ZodType<DecisionAnswer[Name]>} & {sentence: z.ZodType}

const getDecision = createRoute({
  method: 'get',
  path: '/decide',
  operationId: 'getDecision',
  summary: 'Which system and prompt to ship',
  description:
    'The answer of `bench decide`: decided when nothing else is better by more than the margin for these raters.',
  tags: ['stats'],
  request: {
    query: z.object({
      by: byParameter,
      margin: decimalParameter({
        above: 0,
        description: `rating points that do not matter; ${USUAL_MARGIN} by default`,
      }),
      max_cost: decimalParameter({above: 0, description: 'US dollars per usable answer'}),
      max_p95: decimalParameter({above: 0, description: 'seconds of a whole case'}),
      min_rating: decimalParameter({min: 1, max: 5, description: 'out is what is surely rated lower'}),
      prefer: z.enum(PREFERENCES).default('rating').openapi({description: 'what the choice goes by'}),
      leave_out: listParameter('systems or styles that are no candidates, with commas'),
      judge: judgeParameter,
      run_id: filterParameter(),
      ...timeParameters,
      all_versions: allVersionsParameter,
    }),
  },
  responses: keptAnswers(
    z.object({...answerShape, ...belowShape}).openapi('Decision'),
    'What is decided, or what is missing',
  ),
})

const UNJUDGED = {loc: ['query', 'judge'], msg: 'This judge has judged nothing here'}
const PROBLEMS: ReadonlyMap<string, {loc: string[]; msg: string}> = new Map([
  ['UNKNOWN_CANDIDATE', {loc: ['query', 'leave_out'], msg: 'No candidate has this level'}],
  ['UNKNOWN_JUDGE', UNJUDGED],
  ['NOTHING_JUDGED', UNJUDGED],
])

export function decideRoutes({jobs, suite}: ApiContext): OpenAPIHono<RequestFacts> {
  const app = new OpenAPIHono<RequestFacts>()
  app.openapi(getDecision, async (c) => {
    const {by, margin, max_cost, max_p95, min_rating, prefer, leave_out, judge, all_versions, ...filter} =
      c.req.valid('query')
    try {
      const answer = await jobs.decision({
        settings: {by, margin, max_cost, max_p95, min_rating, prefer, leave_out, judge},
        filter,
        allVersions: all_versions,
        suite: askableLevels(suite),
      })
      return c.json(answer, 200)
    } catch (error) {
      const problem = error instanceof BenchError ? PROBLEMS.get(error.code) : undefined
      if (!problem) throw error
      return unprocessable(c, [{type: 'unknown', ...problem}])
    }
  })
  return app
}
