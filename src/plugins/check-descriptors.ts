import {z} from 'zod'
import {schemaProblems} from '../text/schema-problems.js'
import {pathText} from '../text/problem.js'
import {providedModelSchema} from '../suite/model/suite-schema.js'
import type {Descriptors, HookName} from './hooks.js'

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]*$/, 'must be lower-case letters, digits, dots, hyphens and underscores')
const common = {
  id,
  summary: z.string().min(1),
  load: z.custom<() => Promise<never>>((value) => typeof value === 'function', 'load must be a function'),
}

const SCHEMAS = {
  'bench:providers': z

    .strictObject({
      ...common,
      models: z.array(providedModelSchema),
      offline: z.boolean().optional(),
      parameters: z.boolean().optional(),
    })
    .superRefine(({id: provider, models}, context) => {
      for (const [at, model] of models.entries()) {
        if (!model.id.startsWith(`${provider}/`))
          context.addIssue({
            code: 'custom',
            path: ['models', at, 'id'],
            message: `"${model.id}" must begin with "${provider}/"`,
          })
        if (models.findIndex((otherModel) => otherModel.id === model.id) < at)
          context.addIssue({
            code: 'custom',
            path: ['models', at, 'id'],
            message: `"${model.id}" stands there twice`,
          })
      }
    }),
  'bench:suites': z.strictObject(common),
  'bench:exporters': z.strictObject({
    ...common,
    extensions: z.array(z.string().regex(/^[a-z0-9]+$/)).optional(),
    isBinary: z.boolean().optional(),
  }),
} satisfies Record<HookName, z.ZodType>

/** Which descriptors of a plugin can be used, and the problems of the others. */
export function checkDescriptors<Name extends HookName>(
  hook: Name,
  answer: unknown,
): {good: Descriptors[Name][]; bad: string[]} {
  const good: Descriptors[Name][] = []
  const bad: string[] = []
  for (const [at, descriptor] of (Array.isArray(answer) ? (answer as unknown[]) : [answer]).entries()) {
    const problems = schemaProblems(SCHEMAS[hook], descriptor)
    if (problems.length === 0) good.push(descriptor as Descriptors[Name])
    else
      bad.push(
        `${nameOf(descriptor, at)}: ${problems.map(({path, message}) => (path.length > 1 ? `${pathText(path)}: ${message}` : message)).join(' ')}`,
      )
  }

  return {good, bad}
}

function nameOf(descriptor: unknown, at: number): string {
  const named =
    typeof descriptor === 'object' && descriptor !== null && 'id' in descriptor ? descriptor.id : undefined
  return typeof named === 'string' ? `"${named.slice(0, 60)}"` : `entry ${at + 1}`
}
