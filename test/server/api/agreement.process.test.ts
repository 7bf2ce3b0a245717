import {expect} from 'chai'
import {z} from 'zod'
import {boardShape} from '../../../src/server/api/board-schemas.js'
import {statsRowSchema} from '../../../src/server/api/schemas.js'
import {FACTOR_COLUMNS} from '../../../src/records/result.js'
import {
  ratedResultSchema,
  ratingRecordSchema,
  resultSummarySchema,
  runSummarySchema,
} from '../../../src/records/schemas.js'
import {CALL_STATUSES, STEPS} from '../../../src/records/call.js'
import {startApi, type Row, type TestApi} from '../../support/api.js'
import {bench} from '../../support/processes.js'

/** What is shown with one result beside its record: `bench results ID --json`. */
const oneResultSchema = ratedResultSchema.extend({
  judgements: z.array(z.unknown()),
  calls: z.array(
    z.strictObject({
      ...{
        id: z.string(),
        run_id: z.string(),
        result_id: z.string(),
        step: z.enum(STEPS),
        model: z.string(),
        request_hash: z.string(),
        status: z.enum(CALL_STATUSES),
      },
      ...{
        attempts: z.int(),
        latency_ms: z.int().nullable(),
        input_tokens: z.int().nullable(),
        output_tokens: z.int().nullable(),
      },
      ...{
        cost_usd: z.number().nullable(),
        charged_usd: z.number().nullable(),
        finish_reason: z.string().nullable(),
        error: z.string().nullable(),
        answer: z.string().nullable(),
        created_at: z.string(),
      },
      ...{
        reasoning_tokens: z.int().nullable(),
        cached_tokens: z.int().nullable(),
        answered_by: z.string().nullable(),
        system_fingerprint: z.string().nullable(),
      },
    }),
  ),
  ratings: z.array(ratingRecordSchema.strict()),
  notes: z.array(
    z.strictObject({
      id: z.string(),
      result_id: z.string(),
      user_id: z.string(),
      note: z.string(),
      flagged: z.boolean(),
      created_at: z.string(),
    }),
  ),
})

/** What `bench stats --json` says beside the rows. */
const statsSchema = z.strictObject({
  stats: z.array(statsRowSchema.omit({exact: true}).strict()),
  seed: z.int(),
  top: z.unknown(),
  ...boardShape,
  left_out: z.array(z.unknown()),
  retired: z.array(z.unknown()),
  drift: z.array(z.unknown()),
  blindness: z.unknown(),
})

describe('the command line and the API', () => {
  let api: TestApi
  const json = async (...args: string[]): Promise<unknown> => {
    const {stdout, code} = await bench([...args, '--json', '--db', `file:${api.file}`], {
      cwd: api.folder.path,
    })
    expect(code).to.equal(0)
    return JSON.parse(stdout)
  }

  before(async () => {
    api = await startApi()
    await json(
      'run',
      '--model',
      'builtin/lexicon',
      '--model',
      'builtin/random',
      '--persona',
      'tech_pm',
      '--persona',
      'creative_ux',
    )
    await api.seed({id: 'run-b', started_at: '2026-11-20T10:00:00.000Z'}, [
      {status: 'failed', errors: ['Step 2: no answer'], latency_ms: null},
      {cost_usd: 0.1 + 0.2, input_tokens: null},
    ])
    const results = await api.rows('/results?limit=100')
    expect(results).to.have.length(65)
    for (const [at, {id}] of results.entries())
      for (const [of, user] of ['ana', 'bo', 'cy'].entries())
        if (at % (of + 2) === 0) await api.rate(String(id), user, ((at * 7 + of) % 5) + 1)
    await json(
      'rate',
      String(results[0]!['id']),
      '--score',
      '3',
      '--note',
      'ä "quoted"',
      '--flag',
      '--user',
      'di',
    )
  })
  after(() => api.close())

  /** Only fields that are declared, and all of them. */
  function valid<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
    const {success, data, error} = schema.safeParse(value)
    if (!success) expect.fail(z.prettifyError(error))
    return data
  }

  it('list the same runs', async () => {
    const {runs} = valid(z.strictObject({runs: z.array(runSummarySchema.strict())}), await json('runs'))
    const served = await api.rows('/runs')
    expect(served).to.deep.equal(
      runs.map((run) =>
        without(run, 'archived_at', 'cases', 'total_cost_usd', 'answered_calls', 'calls_of_unknown_cost'),
      ),
    )
  })

  it('list the same results, with the same digits', async () => {
    const {results, total} = valid(
      z.strictObject({results: z.array(resultSummarySchema.strict()), total: z.int()}),
      await json('results', '--limit', '100'),
    )
    expect(total).to.equal(66)
    const served = (await api.get('/results?limit=100&status=any')).body as {results: Row[]; total: number}
    expect(served.total).to.equal(total)
    expect(served.results).to.deep.equal(results.map((result) => without(result, 'chips')))
  })

  it('filter the same', async () => {
    for (const [args, query] of [
      [['--model', 'builtin/lexicon', '--style', 'terse'], 'model=builtin/lexicon&style=terse'],
      [['--rated-by', 'ana', '--unrated-by', 'bo'], 'rated_by=ana&unrated_by=bo'],
      [
        [
          '--chip-count',
          '35',
          '--constraint',
          'no_constraint',
          '--input-type',
          'enriched',
          '--persona',
          'tech_pm',
        ],
        'chip_count=35&constraint_type=no_constraint&input_type=enriched&persona_id=tech_pm',
      ],
    ] as const) {
      const {results, total} = (await json(
        'results',
        ...args,
        '--status',
        'completed',
        '--limit',
        '100',
      )) as {results: Row[]; total: number}
      const served = (await api.get(`/results?${query}&limit=100`)).body as {results: Row[]; total: number}
      expect([served.total, served.results.map(({id}) => id)]).to.deep.equal([
        total,
        results.map(({id}) => id),
      ])
      expect(total).to.be.above(0)
    }
  })

  it('tell the same of one result', async () => {
    for (const {id} of await api.rows('/results?limit=10&offset=60&status=any')) {
      const result = valid(oneResultSchema.strict(), await json('results', String(id)))
      expect((await api.get(`/results/${String(id)}`)).body).to.deep.equal({
        ...without(result, 'calls', 'notes', 'ratings', 'judgements'),
        errors: result.errors.length > 0 ? result.errors : null,
      })
      expect(await api.rows(`/ratings?result_id=${String(id)}`)).to.have.deep.members(result.ratings)
    }
  }).timeout(30_000)

  for (const column of FACTOR_COLUMNS) {
    it(`give the same leaderboard by ${column}, digit by digit`, async () => {
      const {stats, seed} = valid(statsSchema, await json('stats', '--group-by', column))
      expect(stats.length).to.be.at.least(2)
      const {body} = await api.get(`/stats?group_by=${column}`)
      expect(body).to.include({seed})
      expect(exactRows(body)).to.have.deep.members(stats)
    })
  }

  it('give the same leaderboard of one run', async () => {
    const {stats} = valid(statsSchema, await json('stats', '--run', 'run-b'))
    expect(exactRows((await api.get('/stats?run_id=run-b')).body)).to.deep.equal(stats)
    expect(stats[0]).to.include({result_count: 1, failed_count: 1})
  })
})

/** Served rows with their figures as they were computed, as the command line has them. */
function exactRows(body: unknown): object[] {
  return (body as {stats: (Row & {exact: object})[]}).stats.map((row) => ({
    ...without(row, 'exact'),
    ...row.exact,
  }))
}

function without(row: object, ...names: string[]): object {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)))
}
