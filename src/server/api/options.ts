import {createRoute, OpenAPIHono, z} from '@hono/zod-openapi'
import {BASELINE_MODELS} from '../../providers/baseline-models.js'
import {modelSchema, personaSchema} from '../../suite/model/suite-schema.js'
import type {ApiContext, RequestFacts} from '../http/context.js'
import {answers} from './responses.js'

const optionsSchema = z
  .object({
    suite: z.string(),
    models: z.array(modelSchema).describe('with US dollars per one million tokens; offline baselines last'),
    personas: z.array(personaSchema),
    styles: z.array(z.string()),
    input_types: z.array(z.string()),
    constraint_types: z.array(z.string()),
    chip_counts: z.array(z.int()),
  })
  .openapi('Options')

const getOptions = createRoute({
  method: 'get',
  path: '/options',
  operationId: 'getOptions',
  summary: 'Levels of all factors of the suite',
  tags: ['suite'],
  responses: answers(optionsSchema, 'What can be asked'),
})

export function optionRoutes({suite}: ApiContext): OpenAPIHono<RequestFacts> {
  const {style, input_type, constraint_type, chip_count} = suite.factors
  const options = {
    suite: suite.id,
    models: [...suite.models, ...BASELINE_MODELS],
    personas: suite.personas,
    styles: style,
    input_types: input_type,
    constraint_types: constraint_type,
    chip_counts: chip_count,
  }
  const app = new OpenAPIHono<RequestFacts>()
  app.openapi(getOptions, (c) => c.json(options, 200))
  return app
}
