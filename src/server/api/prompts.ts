import {createRoute, OpenAPIHono, z} from '@hono/zod-openapi'
import type {ApiContext, RequestFacts} from '../http/context.js'
import {DEFINITION_KINDS} from '../../records/version.js'
import {builtInSuites} from '../../suite/files/load.js'
import {contentHash, suiteHash} from '../../suite/model/hash.js'
import {lostText, promptVersions, type PromptVersion} from '../../versions/prompts.js'
import {keptAnswers, notFound} from './responses.js'
import {emptyIsNone} from './schemas.js'

/** With fewer digits than labels have, a version is named by accident. */
const FEWEST_DIGITS = 4

const count = z.int().min(0)
const versionSchema = z
  .object({
    kind: z.enum(DEFINITION_KINDS),
    name: z.string(),
    version: z
      .string()
      .describe('16 hex digits; p- and digits where the text was not kept; unknown where a run says nothing'),
    label: z.string().describe('guided@3f2a: unambiguous in this database'),
    first_used: z.string().nullable().describe('null: kept, but no result has it'),
    last_used: z.string().nullable(),
    runs: count,
    results: count,
    ratings: count,
    now: z.boolean().describe('the suite of this server has it as it stands'),
    has_text: z.boolean().describe('whether the text is here'),
  } satisfies {[Name in keyof PromptVersion]: z.ZodType<PromptVersion[Name]>})
  .openapi('Version', {description: 'One version of a style, persona, system or rubric.'})

const listPrompts = createRoute({
  method: 'get',
  path: '/prompts',
  operationId: 'listPrompts',
  summary: 'Versions of prompts, personas, systems and rubrics',
  description: 'By kind and name, the newest first, as `bench prompts` lists them.',
  tags: ['prompts'],
  request: {
    query: z.object({
      kind: z.preprocess(emptyIsNone, z.enum(DEFINITION_KINDS).optional()).openapi({
        type: 'string',
        enum: [...DEFINITION_KINDS],
        description: 'versions of this kind alone',
        param: {required: false},
      }),
    }),
  },
  responses: keptAnswers(z.object({prompts: z.array(versionSchema)}), 'All versions'),
})

const getPrompt = createRoute({
  method: 'get',
  path: '/prompts/{hash}',
  operationId: 'getPrompt',
  summary: 'One version with its definition',
  description: 'The texts of a style, the paragraph of a persona, or the parameters of a system.',
  tags: ['prompts'],
  request: {
    params: z.object({
      hash: z.string().openapi({
        param: {name: 'hash', in: 'path'},
        description: `the version, or its first digits: at least ${FEWEST_DIGITS}, and unambiguous`,
      }),
    }),
  },
  responses: {
    ...keptAnswers(
      versionSchema
        .extend({definition: z.record(z.string(), z.unknown()).describe('what was asked')})
        .openapi('DefinedVersion'),
      'The version',
    ),
    ...notFound('Version'),
  },
})

export function promptRoutes({store, suite}: ApiContext): OpenAPIHono<RequestFacts> {
  const served = {suite, hash: suiteHash(suite), prompt_hash: contentHash(suite.styles)}
  const known = () => promptVersions(store, {suite, suites: async () => [...(await builtInSuites()), served]})

  const app = new OpenAPIHono<RequestFacts>()
  app.openapi(listPrompts, async (c) => {
    const {kind} = c.req.valid('query')
    const {versions} = await known()
    return c.json({prompts: versions.filter((entry) => kind === undefined || entry.kind === kind)}, 200)
  })
  app.openapi(getPrompt, async (c) => {
    const {versions, definition} = await known()
    const named = versionsNamed(versions, c.req.valid('param').hash)
    const [version] = named
    if (!version) return c.json({detail: 'Version not found'}, 404)
    if (named.length > 1)
      return c.json({detail: `Several versions: ${named.map(({label}) => label).join(', ')}`}, 404)
    const defined = definition(version.version)
    if (!defined) return c.json({detail: lostText(version)}, 404)
    return c.json({...version, definition: JSON.parse(defined.definition) as Record<string, unknown>}, 200)
  })
  return app
}

function versionsNamed(versions: readonly PromptVersion[], hash: string): PromptVersion[] {
  const whole = versions.filter(({version}) => version === hash)
  if (whole.length > 0 || hash.length < FEWEST_DIGITS) return whole
  return versions.filter(({version}) => version.startsWith(hash))
}
