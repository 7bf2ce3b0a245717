import {createRoute, OpenAPIHono, z} from '@hono/zod-openapi'
import {BASIC_METRICS} from '../../figures/evaluate-effects.js'
import type {LevelEffect, MetricEffect} from '../../figures/effects-table.js'
import type {MeasureDifference, PairResult, RatingDifference} from '../../figures/pairs.js'
import {FACTOR_COLUMNS} from '../../records/result.js'
import {GROUP_COLUMNS} from '../../records/stats.js'
import type {ApiContext, RequestFacts} from '../http/context.js'
import {keptAnswers} from './responses.js'
import {belowShape, boardShape} from './board-schemas.js'
import {allVersionsParameter, filterParameter, timeParameters} from './schemas.js'

const figure = z.number().nullable()
const count = z.int().min(0)
const interval = z.object({low: z.number(), high: z.number()}).nullable()

const withheld = z
  .object({
    kind: z.enum([
      'not_rated',
      'nobody_rated_both',
      'no_common_configuration',
      'hangs',
      'few_configurations',
      'few_degrees',
    ]),
    on: z.string().optional().describe('the one configuration that all of it hangs on'),
    configurations: count.optional(),
    df: z.number().optional(),
  })
  .nullable()
  .describe('why nothing is said') as z.ZodType as z.ZodType<RatingDifference['withheld']>

const ratingSchema = z
  .object({
    metric: z.literal('rating'),
    difference: figure.describe('a - b, in rating points'),
    mean_a: figure,
    mean_b: figure,
    standard_error: figure,
    df: figure,
    interval: interval.describe('95 % of this pair alone'),
    p: figure.describe('of this pair alone'),
    p_holm: figure.describe('among all pairs'),
    simultaneous: interval.describe('95 % for all pairs at once'),
    family: count.describe('pairs that can be tested'),
    configurations: count.describe('that tell the two apart'),
    withheld,
    at_large: z
      .object({standard_error: z.number(), df: z.number(), p: z.number(), interval: interval.unwrap()})
      .nullable()
      .describe('for people at large; null in a list of pairs'),
  } satisfies {[Name in keyof RatingDifference]: z.ZodType<RatingDifference[Name]>})
  .openapi('RatingDifference')

const measureSchema = z
  .object({
    metric: z.enum(['cost_usd', 'latency_ms']),
    difference: figure,
    mean_a: figure,
    mean_b: figure,
    interval,
    p: figure,
    configurations: count.describe('that both have'),
  } satisfies {[Name in keyof MeasureDifference]: z.ZodType<MeasureDifference[Name]>})
  .openapi('MeasureDifference')

const pairSchema = z
  .object({
    a: z.string(),
    b: z.string(),
    rating: ratingSchema,
    measures: z.array(measureSchema),
    advice: z
      .object({
        kind: z.enum(['link', 'rate', 'again', 'run', 'alike']),
        configurations: count.optional(),
        ratings: count.optional(),
        have: count.optional(),
      })
      .nullable()
      .describe('what is missing to tell the two apart') as z.ZodType as z.ZodType<PairResult['advice']>,
  } satisfies {[Name in keyof PairResult]: z.ZodType<PairResult[Name]>})
  .openapi('Pair')

const scopeParameters = {run_id: filterParameter(), ...timeParameters, all_versions: allVersionsParameter}

const getComparison = createRoute({
  method: 'get',
  path: '/compare',
  operationId: 'getComparison',
  summary: 'Pairs of levels',
  description: 'Every pair of levels of a factor, as `bench compare --all --json`.',
  tags: ['stats'],
  request: {
    query: z.object({
      by: z.enum(GROUP_COLUMNS).default('model').openapi({description: 'what is compared'}),
      ...scopeParameters,
    }),
  },
  responses: keptAnswers(
    z.object({
      by: z.enum(GROUP_COLUMNS),
      across: z.array(z.enum(FACTOR_COLUMNS)),
      raters: boardShape.raters,
      pairs: z.array(pairSchema),
      ...belowShape,
    }),
    'All pairs',
  ),
})

const levelSchema = z.object({
  level: z.string(),
  mean: z.number().describe('least-squares mean'),
  effect: figure.describe('distance from the mean of all levels'),
  interval,
  withheld,
} satisfies {[Name in keyof LevelEffect]: z.ZodType<LevelEffect[Name]>})

const effectSchema = z
  .object({
    metric: z.string(),
    factor: z.enum(FACTOR_COLUMNS),
    levels: z.array(levelSchema),
    omega_squared: figure.describe('share of the variance that the factor explains; descriptive'),
    configurations: count,
  } satisfies {[Name in keyof MetricEffect]: z.ZodType<MetricEffect[Name]>})
  .openapi('Effect')

const getEffects = createRoute({
  method: 'get',
  path: '/effects',
  operationId: 'getEffects',
  summary: 'What each factor does',
  description: `The effects of every factor on ${BASIC_METRICS.join(', ')}, as \`bench effects --json\`.`,
  tags: ['stats'],
  request: {query: z.object(scopeParameters)},
  responses: keptAnswers(
    z.object({effects: z.array(effectSchema), ...belowShape}),
    'The strongest factor first within a metric',
  ),
})

/** Comparisons and effects, from the model behind `/stats`. */
export function compareRoutes({jobs}: ApiContext): OpenAPIHono<RequestFacts> {
  const app = new OpenAPIHono<RequestFacts>()
  app.openapi(getComparison, async (c) => {
    const {by, all_versions, ...filter} = c.req.valid('query')
    return c.json(await jobs.comparison({by, filter, allVersions: all_versions}), 200)
  })
  app.openapi(getEffects, async (c) => {
    const {all_versions, ...filter} = c.req.valid('query')
    return c.json(await jobs.effects({filter, allVersions: all_versions}), 200)
  })
  return app
}
