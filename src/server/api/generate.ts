import {createRoute, OpenAPIHono, z} from '@hono/zod-openapi'
import type {MiddlewareHandler} from 'hono'
import {BenchError} from '../../errors/bench-error.js'
import {BudgetExhausted} from '../../run/executor/budget.js'
import {CallFailed, ModelDeferred, Stopped} from '../../run/executor/call-executor.js'
import type {RatedResult, ResultRecord} from '../../records/result.js'
import {ratedResultSchema} from '../../records/schemas.js'
import {
  SETTING_COLUMNS,
  settingOf,
  type SettingColumn,
  type SettingLevels,
  type Settings,
} from '../../suite/model/factors.js'
import type {Suite} from '../../suite/model/suite.js'
import {userOf, type ApiContext, type RequestFacts} from '../http/context.js'
import {answers, jsonOf, withNullErrors} from './responses.js'
import {errorSchema} from './schemas.js'

/** Factors of one case, each a level of the suite. */
function requestSchema({personas, factors}: Suite, models: readonly string[]) {
  return z
    .object({
      model: knownText(models),
      persona_id: knownText(personas.map(({id}) => id)),
      ...settingsShape(factors),
    })
    .openapi('GenerateRequest')
}

/** Described as an enumeration, but an unknown text has an answer of its own (400). */
const knownText = (known: readonly string[]) => z.string().openapi({enum: [...known]})

function settingsShape(factors: SettingLevels) {
  const shape = SETTING_COLUMNS.map((column) => {
    const levels: readonly (string | number)[] = factors[column]
    return [column, settingOf(column).type === 'integer' ? z.literal(levels) : z.enum(levels as string[])]
  })
  return Object.fromEntries(shape) as {[Column in SettingColumn]: z.ZodType<Settings[Column]>}
}

const generatedSchema = ratedResultSchema
  .omit({id: true, avg_rating: true, rating_count: true})
  .extend({
    errors: ratedResultSchema.shape.errors.nullable(),
    cached: z.boolean().describe('whether it was there already'),
    result_id: z.string(),
  })
  .openapi('Generated')

/** The answer holds the made result; ratings of a result that existed already are no part of it. */
function generatedOf({id: result_id, ...result}: ResultRecord & Partial<RatedResult>) {
  delete result.avg_rating
  delete result.rating_count
  return {result_id, ...withNullErrors(result)}
}

function refuseUnless(isOn: boolean): MiddlewareHandler<RequestFacts> {
  return async (c, next) =>
    isOn
      ? next()
      : c.json({detail: 'Generating is off: start the server with --enable-generate to allow it'}, 403)
}

export function generateRoutes({suite, generate, models}: ApiContext): OpenAPIHono<RequestFacts> {
  const route = createRoute({
    method: 'post',
    path: '/generate',
    operationId: 'generate',
    summary: 'One case on demand',
    description:
      'Made once, then kept: the same factors give the same result. Off unless the server was started with --enable-generate.',
    tags: ['generate'],
    // Before the body is read: a feature that is off refuses every request.
    middleware: refuseUnless(generate !== undefined),
    request: {body: {required: true, content: {'application/json': {schema: requestSchema(suite, models)}}}},
    responses: {
      ...answers(generatedSchema, 'The result'),
      400: jsonOf(errorSchema, 'The suite has no such model or persona, or the model may not be asked'),
      402: jsonOf(errorSchema, 'The budget for generation is used up'),
      413: jsonOf(errorSchema, 'The body is too large'),
      502: jsonOf(errorSchema, 'The model gave no answer; ask again to try again'),
    },
  })
  const app = new OpenAPIHono<RequestFacts>()
  app.openapi(route, async (c) => {
    userOf(c, undefined)
    if (!generate) throw new Error('what is off got past its guard')
    const {persona_id, ...factors} = c.req.valid('json')
    if (!models.includes(factors.model)) return c.json({detail: `Unknown model: ${factors.model}`}, 400)
    const persona = suite.personas.find(({id}) => id === persona_id)
    if (!persona) return c.json({detail: `Unknown persona_id: ${persona_id}`}, 400)
    try {
      const {cached, result} = await generate.make({...factors, persona, trial: 1})
      return c.json({cached, ...generatedOf(result)}, 200)
    } catch (error) {
      if (error instanceof BudgetExhausted)
        return c.json({detail: 'The budget for generation is used up'}, 402)
      if (error instanceof CallFailed)
        return c.json({detail: `The model gave no answer: ${error.message}`}, 502)
      if (error instanceof ModelDeferred)
        return c.json({detail: 'The model asks for a long wait'}, 503, {
          'Retry-After': String(Math.ceil(error.waitMs / 1000)),
        })
      if (error instanceof Stopped) return c.json({detail: 'The server is stopping'}, 503)
      if (error instanceof BenchError && error.code === 'RUN_DELETED')
        return c.json({detail: 'What was generated from this suite was deleted; nothing more can be'}, 503)
      if (error instanceof BenchError && error.code.startsWith('RUN_'))
        return c.json({detail: 'Another process generates for this database'}, 503, {'Retry-After': '30'})
      throw error
    }
  })
  return app
}
