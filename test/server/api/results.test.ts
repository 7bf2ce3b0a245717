import {expect} from 'chai'
import fc from 'fast-check'
import type {ResultRecord} from '../../../src/records/result.js'
import {openStore} from '../../../src/store/store.js'
import {draws} from '../../support/draws.js'
import {aResult} from '../../support/records.js'
import {idsOf, startApi, utf8Header, type Row, type TestApi} from '../../support/api.js'

const FACTORS = {
  run_id: ['run-a', 'run-b'],
  model: ['lab/one', 'lab/two'],
  persona_id: ['cook', 'pilot'],
  style: ['terse', 'guided'],
  input_type: ['basic', 'enriched'],
  constraint_type: ['with_constraint', 'no_constraint'],
  chip_count: ['15', '35'],
} as const
type Filter = Partial<Record<keyof typeof FACTORS | 'rated_by' | 'unrated_by' | 'status', string>>

const LISTED = [
  'id',
  'run_id',
  'model',
  'persona_id',
  'sector',
  'desired_role',
  'style',
  'input_type',
  'constraint_type',
  'chip_count',
  'cost_usd',
  'created_at',
  'avg_rating',
  'rating_count',
]
const IN_FULL = [
  ...LISTED,
  'final_chips',
  'step1_chips',
  'selected_chips',
  'step2_chips',
  'fill_chips',
  'errors',
  'latency_ms',
  'input_tokens',
  'output_tokens',
]

for (const caches of [true, false])
  describe(`GET /results, ${caches ? 'answers kept' : 'every answer made anew'}`, () => {
    let api: TestApi
    let all: ResultRecord[]
    /** Scores by result and user. */
    const given = new Map<string, Record<string, number>>()
    before(async () => {
      api = await startApi({caches})
      all = []
      given.clear()
      for (const run_id of FACTORS.run_id) {
        const {results} = await api.seed({id: run_id}, cells(run_id))
        all.push(...results)
      }

      const completed = all.filter(({status}) => status === 'completed')
      for (const [at, {id}] of completed.entries()) {
        const scores = {
          ...(at % 3 === 0 && {ana: (at % 5) + 1}),
          ...(at % 4 === 0 && {bo: 5}),
          ...(at % 7 === 0 && {'Zoë 🍟': 2}),
        }
        given.set(id, scores)
        for (const [user, rating] of Object.entries(scores)) await api.rate(id, utf8Header(user), rating)
      }
    })
    after(() => api.close())

    /** What the list should be, made in the plainest way. */
    function expected({rated_by, unrated_by, status = 'completed', ...factors}: Filter): string[] {
      const isRated = (id: string, user: string) => given.get(id)?.[user] !== undefined
      return all
        .filter((result) =>
          Object.entries(factors).every(
            ([name, level]) => String(result[name as keyof typeof FACTORS]) === level,
          ),
        )
        .filter((result) => status === 'any' || result.status === status)
        .filter(
          ({id}) =>
            (rated_by === undefined || isRated(id, rated_by)) &&
            (unrated_by === undefined || !isRated(id, unrated_by)),
        )
        .sort((a, b) =>
          a.created_at === b.created_at ? (a.id < b.id ? -1 : 1) : a.created_at < b.created_at ? 1 : -1,
        )
        .map(({id}) => id)
    }

    async function check(filter: Filter, page = {limit: 100, offset: 0}): Promise<void> {
      const query = new URLSearchParams({...filter, limit: String(page.limit), offset: String(page.offset)})
      const {status, body} = await api.get(`/results?${query.toString()}`)
      expect(status).to.equal(200)
      const {results, total} = body as {results: Row[]; total: number}
      const ids = expected(filter)
      expect({filter, ids: idsOf(results), total}).to.deep.equal({
        filter,
        ids: ids.slice(page.offset, page.offset + page.limit),
        total: ids.length,
      })
    }

    for (const [name, levels] of Object.entries(FACTORS)) {
      it(`filters by ${name}`, async () => {
        for (const level of levels) await check({[name]: level})
        expect(expected({[name]: levels[0]})).to.have.length.within(1, all.length - 1)
        await check({[name]: name === 'chip_count' ? '16' : 'nothing'})
      })
    }

    for (const user of ['ana', 'bo', 'Zoë 🍟', 'nobody']) {
      it(`filters by what ${user} has rated, or has not`, async () => {
        await check({rated_by: user})
        await check({unrated_by: user})
        await check({rated_by: user, unrated_by: 'ana'})
        await check({rated_by: 'bo', unrated_by: user})
      })
    }

    it('hides failed results unless the status says otherwise', async () => {
      for (const status of ['completed', 'failed', 'any']) await check({status})
      expect(expected({status: 'failed'})).to.have.length.above(5)
      expect(idsOf(await api.rows('/results?limit=100'))).to.deep.equal(expected({}).slice(0, 100))
      await check({status: 'failed', rated_by: 'ana'})
    })

    it('refuses a status that is none', async () => {
      for (const status of ['Completed', 'running', 'failed,completed']) {
        const {status: code, body} = await api.get(`/results?status=${status}`)
        expect([code, body]).to.deep.equal([
          422,
          {
            detail: [
              {type: 'enum', loc: ['query', 'status'], msg: 'Input should be "completed", "failed", "any"'},
            ],
          },
        ])
      }
    })

    it('narrows down by any filters together, on any page', async () => {
      const level = (name: keyof typeof FACTORS) =>
        fc.option(fc.constantFrom<string>(...FACTORS[name], 'nothing'), {nil: undefined, freq: 2})
      const user = fc.option(fc.constantFrom('ana', 'bo', 'Zoë 🍟', 'nobody'), {nil: undefined, freq: 3})
      const filters = fc.record({
        ...{
          run_id: level('run_id'),
          model: level('model'),
          persona_id: level('persona_id'),
          style: level('style'),
          input_type: level('input_type'),
          constraint_type: level('constraint_type'),
        },
        chip_count: fc.option(fc.constantFrom('15', '35', '7'), {nil: undefined, freq: 2}),
        rated_by: user,
        unrated_by: user,
        status: fc.option(fc.constantFrom('completed', 'failed', 'any'), {nil: undefined, freq: 2}),
      })
      const page = fc.record({limit: fc.integer({min: 1, max: 100}), offset: fc.integer({min: 0, max: 70})})
      const run = fc.asyncProperty(filters, page, (filter, chosen) =>
        check(JSON.parse(JSON.stringify(filter)) as Filter, chosen),
      )
      await fc.assert(run, draws(300))
    })

    it('takes each filter only once', async () => {
      for (const name of [...Object.keys(FACTORS), 'rated_by', 'unrated_by']) {
        const {status, body} = await api.get(`/results?${name}=1&${name}=2`)
        expect([status, body]).to.deep.equal([
          422,
          {detail: [{type: 'single', loc: ['query', name], msg: 'Should be given once'}]},
        ])
      }
    })

    it('gives pages that neither overlap nor leave anything out', async () => {
      const ids: unknown[] = []
      for (let offset = 0; offset < 130; offset += 7)
        ids.push(...idsOf(await api.rows(`/results?limit=7&offset=${offset}`)))
      expect(ids).to.deep.equal(expected({}))
      expect(await api.rows('/results')).to.have.length(50)
    })

    it('lists the promised fields, and no chips', async () => {
      const [result] = await api.rows('/results')
      expect(result).to.include.all.keys(LISTED)
      expect(Object.keys(result!).filter((name) => name.endsWith('_chips'))).to.deep.equal([])
      expect(result).not.to.have.property('my_rating')
    })

    it('tells of one result all there is', async () => {
      const chips = [{key: 'a', display: 'Ä "quoted" </script>', type: 'jargon' as const}]
      const {results} = await api.seed({id: 'run-c', started_at: '2020-01-01T00:00:00.000Z'}, [
        {
          created_at: '2020-01-01T00:00:00.000Z',
          final_chips: chips,
          step1_chips: [],
          selected_chips: chips,
          fill_chips: null,
          errors: ['Step 1: x'],
          cost_usd: 0.1 + 0.2,
          latency_ms: null,
          input_tokens: null,
        },
      ])
      const {status, body} = await api.get(`/results/${results[0]!.id}`)
      expect(status).to.equal(200)
      expect(body).to.include.all.keys(IN_FULL)
      expect(body).to.deep.equal({...results[0], avg_rating: null, rating_count: 0})
      await api.rate(results[0]!.id, 'ana', 2)
      await api.rate(results[0]!.id, 'bo', 5)
      const [listed] = await api.rows('/results?run_id=run-c')
      expect(listed).to.include({cost_usd: 0.1 + 0.2, latency_ms: null, avg_rating: 3.5, rating_count: 2})
      expect((await api.get(`/results/${results[0]!.id}`)).body).to.include({
        avg_rating: 3.5,
        rating_count: 2,
      })
    })

    it('tells a failed result with its errors', async () => {
      const failed = all.find(({status}) => status === 'failed')!
      expect((await api.get(`/results/${failed.id}`)).body).to.include({id: failed.id, status: 'failed'})
    })

    it('finds no other result', async () => {
      for (const id of [
        'none',
        all[0]!.id.slice(0, 8),
        all[0]!.id.toUpperCase(),
        '%00',
        '%',
        `${all[0]!.id}%20`,
      ]) {
        const {status, body} = await api.get(`/results/${id}`)
        expect([id, status, body]).to.deep.equal([id, 404, {detail: 'Result not found'}])
      }
    })

    it('tells who asks what they gave', async () => {
      for (const user of ['ana', 'bo', 'Zoë 🍟', 'nobody']) {
        const headers = {'X-User-Id': utf8Header(user)}
        const rows = await api.rows('/results?limit=100&status=any', headers)
        expect(rows).to.have.length(100)
        for (const {id, my_rating} of rows)
          expect([id, my_rating]).to.deep.equal([id, given.get(String(id))?.[user] ?? null])
        const one = (await api.get(`/results/${String(rows[0]!['id'])}`, headers)).body
        expect(one).to.include({my_rating: rows[0]!['my_rating']})
      }

      expect((await api.get(`/results/${all[0]!.id}`)).body).not.to.have.property('my_rating')
    })

    it('lists with my rating what I have rated, of all pages', async () => {
      const rows = await api.rows('/results?rated_by=ana&limit=100', {'X-User-Id': 'ana'})
      expect(rows.length).to.be.above(10)
      for (const {my_rating} of rows) expect(my_rating).to.be.within(1, 5)
      for (const {my_rating} of await api.rows('/results?unrated_by=ana&limit=100', {'X-User-Id': 'ana'}))
        expect(my_rating).to.equal(null)
    })

    it('moves a result from one list to the other when it is rated', async () => {
      const [result] = await api.rows('/results?unrated_by=mover&limit=1')
      const before = ((await api.get('/results?unrated_by=mover')).body as {total: number}).total
      await api.rate(String(result!['id']), 'mover', 3)
      expect(idsOf(await api.rows('/results?rated_by=mover'))).to.deep.equal([result!['id']])
      expect((await api.get('/results?unrated_by=mover')).body).to.include({total: before - 1})
    })

    it('shows at once what another connection wrote', async () => {
      const before = ((await api.get('/results')).body as {total: number}).total
      const other = await openStore(api.store.location, {create: false})
      const results = ['2030-01-01T00:00:00.000Z', '2019-01-01T00:00:00.000Z'].map((created_at) =>
        aResult('run-a', {created_at}),
      )
      for (const result of results) await other.results.save(result)
      await other.close()
      expect((await api.get('/results')).body).to.include({total: before + 2})
      expect((await api.rows('/results?limit=1'))[0]).to.include({id: results[0]!.id})
      expect((await api.rows(`/results?limit=1&offset=${before + 1}`))[0]).to.include({id: results[1]!.id})
    })
  })

/** Each combination of factors in a run, two of them at the same time, some failed. */
function cells(run_id: string): Partial<ResultRecord>[] {
  const made: Partial<ResultRecord>[] = []
  for (const model of FACTORS.model)
    for (const persona_id of FACTORS.persona_id)
      for (const style of FACTORS.style)
        for (const input_type of FACTORS.input_type)
          for (const constraint_type of FACTORS.constraint_type)
            for (const chip_count of [15, 35]) {
              const minute = String(Math.floor(made.length / 2)).padStart(2, '0')
              made.push({
                run_id,
                model,
                persona_id,
                style,
                input_type,
                constraint_type,
                chip_count,
                status: made.length % 6 === 5 ? 'failed' : 'completed',
                created_at: `2026-11-23T10:${minute}:00.000Z`,
              })
            }

  return made
}
