import {z} from 'zod'
import {FACTOR_COLUMNS} from '../../suite/model/factors.js'

/** As `decisionTerms` reads them: columns of factors. */
const DECIDED_BY = FACTOR_COLUMNS

/** What a project may set once for all commands; secrets have no place here. */
export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  suite: z.string().min(1).optional().describe('The suite: an id (chips, or one of a plugin) or a path.'),
  database: z
    .string()
    .min(1)
    .optional()
    .describe('The database: a file (file:bench.db) or a libsql:// or https:// URL, without secrets.'),
  user: z.string().min(1).max(200).optional().describe('Who rates.'),
  concurrency: z.int().min(1).max(512).optional().describe('Cases at the same time.'),
  budget: z.number().positive().optional().describe('US dollars that one run may spend at most.'),
  base_url: z
    .string()
    .min(1)
    .optional()
    .describe('The OpenAI-compatible server of systems that name none; --base-url goes before it.'),
  api_key_env: z
    .string()
    .regex(/_(?:API_KEY|TOKEN)$/)
    .optional()
    .describe(
      "The variable of that server's key, instead of BENCH_API_KEY; its name ends in _API_KEY or _TOKEN.",
    ),
  decision: z
    .strictObject({
      by: z
        .array(z.enum(DECIDED_BY))
        .min(1)
        .optional()
        .describe('The factors whose levels are compared: model, style …'),
      margin: z.number().positive().optional().describe('Rating points that do not matter to the team.'),
      max_cost: z.number().positive().optional().describe('US dollars per usable answer.'),
      max_p95: z.number().positive().optional().describe('Seconds of a whole case, 95th percentile.'),
      min_rating: z.number().min(1).max(5).optional(),
      prefer: z.enum(['rating', 'cost', 'latency']).optional(),
      leave_out: z.array(z.string().min(1)).optional().describe('Systems or styles that are no candidates.'),
      judge: z.string().min(1).optional().describe("The judge that sharpens people's differences."),
    })
    .optional()
    .describe('What `bench decide` asks.'),
  judge: z
    .strictObject({
      min_alpha: z
        .number()
        .min(-1)
        .max(1)
        .optional()
        .describe(
          'A judge that agrees less with people (ordinal alpha) is no gate; 0.4 where nothing is said.',
        ),
    })
    .optional()
    .describe('What `bench judge report` and --min-judge go by.'),
  api: z
    .strictObject({
      host: z.string().min(1).optional().describe('The address the HTTP API listens on.'),
      port: z.int().min(0).max(65_535).optional(),
      cors: z.array(z.string().min(1)).optional().describe('Origins that browsers may call the API from.'),
    })
    .optional(),
})
