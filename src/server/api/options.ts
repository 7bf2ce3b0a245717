import {createRoute, OpenAPIHono, z} from '@hono/zod-openapi'
import {BASELINE_MODELS} from '../../providers/baseline-models.js'
import {listsOf} from '../../suite/model/factors.js'
import {listsShape, providedModelSchema, personaSchema} from '../../suite/model/suite-schema.js'
import type {ApiContext, RequestFacts} from '../http/context.js'
import {answers} from './responses.js'

const optionsSchema = z
  .object({
    suite: z.string(),
    models: z
      .array(providedModelSchema)
      .describe('with US dollars per one million tokens; offline baselines last'),
    personas: z.array(personaSchema),
    ...listsShape,
  })
  .openapi('Options')

const getOptions = createRoute({
  method: 'get',
  path: '/options',
  operationId: 'getOptions',
  summary: 'Levels of all factors of the suite',
  description: 'Models with their prices, personas, and the levels of the other factors.',
  tags: ['suite'],
  responses: answers(optionsSchema, 'What can be asked'),
})

export function optionRoutes({suite}: ApiContext): OpenAPIHono<RequestFacts> {
  const options = {
    suite: suite.id,
    // Not where they are asked, and with which variables.
    models: [...suite.models, ...BASELINE_MODELS].map((model) => providedModelSchema.strip().parse(model)),
    personas: suite.personas,
    ...listsOf(suite.factors),
  }
  const app = new OpenAPIHono<RequestFacts>()
  app.openapi(getOptions, (c) => c.json(options, 200))
  return app
}
