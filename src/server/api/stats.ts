import {createRoute, OpenAPIHono, z} from '@hono/zod-openapi'
import {BenchError} from '../../errors/bench-error.js'
import type {ApiContext, RequestFacts} from '../http/context.js'
import {unprocessable} from '../http/problems.js'
import {rounded} from '../../text/numbers.js'
import type {LeaderboardRow} from '../../figures/leaderboard.js'
import {SEED, type LeaderboardAnswer} from '../jobs/jobs.js'
import {keptAnswers} from './responses.js'
import {boardShape, belowShape} from './board-schemas.js'
import {
  allVersionsParameter,
  filterParameter,
  groupByParameter,
  listParameter,
  statsRowSchema,
  timeParameters,
} from './schemas.js'

const NOBODY = 'No result has this system or style'

const getStats = createRoute({
  method: 'get',
  path: '/stats',
  operationId: 'getStats',
  summary: 'Leaderboard',
  description:
    'Best first by avg_rating, unrated groups last. The figures of `bench stats`, whose order is `rank`, by adjusted_rating.',
  tags: ['stats'],
  request: {
    query: z.object({
      group_by: groupByParameter,
      run_id: filterParameter(),
      ...timeParameters,
      leave_out: listParameter('systems or styles that are not to be there, with commas'),
      all_versions: allVersionsParameter,
    }),
  },
  responses: keptAnswers(
    z.object({stats: z.array(statsRowSchema), ...boardShape, ...belowShape, seed: z.int()}),
    'A row for each group',
  ),
})

export function statsRoutes({jobs}: ApiContext): OpenAPIHono<RequestFacts> {
  const app = new OpenAPIHono<RequestFacts>()
  app.openapi(getStats, async (c) => {
    const {group_by, all_versions, leave_out, ...filter} = c.req.valid('query')
    const request = {column: group_by, filter, allVersions: all_versions, without: leave_out}
    const answer = await jobs.leaderboard(request).catch(unknownName)
    if (!answer) return unprocessable(c, [{type: 'unknown', loc: ['query', 'leave_out'], msg: NOBODY}])
    const {rows, ...below} = answer
    return c.json({stats: rows.toSorted(byAverage).map(toWire), ...below, seed: SEED}, 200)
  })
  return app
}

/** @throws every other error */
function unknownName(error: unknown): undefined {
  if (!(error instanceof BenchError) || error.code !== 'UNKNOWN_CANDIDATE') throw error
}

/** Best average first, unrated groups last; ties stay in the order of our ranks. */
function byAverage(a: LeaderboardRow, b: LeaderboardRow): number {
  return (b.avg_rating ?? -1) - (a.avg_rating ?? -1)
}

/** A row as the first design sends it, its averages rounded, with our figures beside them. */
function toWire({group, versioned, ...figures}: LeaderboardAnswer['rows'][number]) {
  const {avg_rating, avg_latency_ms, avg_tokens} = figures
  return {
    ...group,
    ...versioned,
    ...figures,
    avg_rating: rounded(avg_rating, 2),
    avg_latency_ms: rounded(avg_latency_ms, 0),
    avg_tokens: {input: rounded(avg_tokens.input, 2), output: rounded(avg_tokens.output, 2)},
    exact: {avg_rating, avg_latency_ms, avg_tokens},
  }
}
