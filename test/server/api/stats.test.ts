import {expect} from 'chai'
import {FACTOR_COLUMNS} from '../../../src/records/result.js'
import {startApi, type Row, type TestApi} from '../../support/api.js'

const PROMISED = [
  'result_count',
  'rated_count',
  'avg_rating',
  'total_cost_usd',
  'avg_latency_ms',
  'avg_tokens',
]
/** Levels from best to worst: each level's results get this score, and the last none. */
const LEVELS: Record<(typeof FACTOR_COLUMNS)[number], (string | number)[]> = {
  model: ['lab/b', 'lab/c', 'lab/a'],
  persona_id: ['pilot', 'nurse', 'cook'],
  style: ['terse', 'wordy', 'guided'],
  input_type: ['enriched', 'basic'],
  constraint_type: ['no_constraint', 'with_constraint'],
  chip_count: [35, 25, 15],
}

describe('GET /stats', () => {
  for (const group_by of FACTOR_COLUMNS) {
    it(`puts the best ${group_by} first and the unrated last`, async () => {
      const api = await startApi()
      const levels = LEVELS[group_by]
      const {results} = await api.seed(
        {},
        [...levels].reverse().flatMap((level) => [{[group_by]: level}, {[group_by]: level}]),
      )
      const rated = levels.slice(0, -1)
      for (const result of results) {
        const place = rated.indexOf(result[group_by])
        if (place >= 0) for (const user of ['ana', 'bo']) await api.rate(result.id, user, 5 - place)
      }

      const rows = await api.rows(`/stats?group_by=${group_by}`)
      expect(rows.map((row) => row[group_by])).to.deep.equal(levels)
      expect(rows.map(({avg_rating}) => avg_rating)).to.deep.equal([
        ...rated.map((_, place) => 5 - place),
        null,
      ])
      expect(rows.at(-1)).to.include({result_count: 2, rated_count: 0, rank: null, adjusted_rating: null})
      for (const row of rows)
        expect(FACTOR_COLUMNS.filter((column) => column in row)).to.deep.equal([group_by])
      await api.close()
    })
  }

  describe('of two models', () => {
    let api: TestApi
    before(async () => {
      api = await startApi()
      const {results} = await api.seed({id: 'run-a'}, [
        {model: 'lab/one', cost_usd: 0.5, latency_ms: 1000, input_tokens: 10, output_tokens: 100},
        {model: 'lab/one', cost_usd: 0.25, latency_ms: 2000, input_tokens: 30, output_tokens: 200},
        {model: 'lab/one', status: 'failed', cost_usd: 0.125, latency_ms: null},
        {model: 'lab/two', cost_usd: null, latency_ms: null, input_tokens: null, output_tokens: null},
      ])
      for (const [user, rating] of Object.entries({ana: 5, bo: 4, cy: 4, di: 2}))
        await api.rate(results[0]!.id, user, rating)
      await api.seed({id: 'run-b'}, [{model: 'lab/two', cost_usd: 1}])
    })
    after(() => api.close())

    it('never multiplies a result by its ratings, nor averages a failed one', async () => {
      const rows = await api.rows('/stats')
      const one = rows.find(({model}) => model === 'lab/one')
      expect(one).to.include.all.keys(PROMISED)
      expect(one).to.deep.include({
        result_count: 2,
        failed_count: 1,
        rated_results: 1,
        rated_count: 4,
        avg_rating: 3.75,
        total_cost_usd: 0.875,
        avg_latency_ms: 1500,
        avg_tokens: {input: 20, output: 150},
      })
      expect(one).to.deep.include({
        histogram: [0, 1, 0, 2, 1],
        raters: 4,
        known_cost_count: 2,
        cost_per_result_usd: 0.4375,
        p50_latency_ms: 1500,
      })
    })

    it('groups by model when nothing is said', async () => {
      expect((await api.get('/stats')).body).to.deep.equal((await api.get('/stats?group_by=model')).body)
      expect((await api.get('/stats')).body).to.include({seed: 1})
    })

    it('narrows down to a run', async () => {
      expect(
        (await api.rows('/stats?run_id=run-b')).map(({model, result_count, total_cost_usd}) => [
          model,
          result_count,
          total_cost_usd,
        ]),
      ).to.deep.equal([['lab/two', 1, 1]])
      expect(
        (await api.rows('/stats?run_id=run-a')).map(({model, result_count}) => [model, result_count]),
      ).to.deep.equal([
        ['lab/one', 2],
        ['lab/two', 1],
      ])
      expect(
        (await api.rows('/stats?run_id=run-a&group_by=persona_id')).map(({persona_id}) => persona_id),
      ).to.deep.equal(['cook'])
      for (const none of ['none', '%00'])
        expect((await api.get(`/stats?run_id=${none}`)).body).to.deep.equal({
          stats: [],
          pairs: {all: 0, withheld: 0},
          raters: {raters: 0, effective: 0},
          common_configurations: null,
          left_out: [],
          retired: [],
          drift: [],
          blindness: {ratings: 0, not_blind: 0, unknown: 0},
          seed: 1,
        })
    })

    it('keeps what is unknown unknown', async () => {
      const two = (await api.rows('/stats?run_id=run-a')).find(({model}) => model === 'lab/two')
      expect(two).to.deep.include({
        avg_latency_ms: null,
        known_cost_count: 0,
        cost_per_result_usd: null,
        total_cost_usd: null,
        p50_latency_ms: null,
        avg_tokens: {input: null, output: null},
      })
    })

    it('gives the same digits each time', async () => {
      expect((await api.get('/stats?group_by=style')).text).to.equal(
        (await api.get('/stats?group_by=style&x=1')).text,
      )
    })

    it('groups by factors, run and day alone', async () => {
      for (const factor of [
        '',
        'trial',
        'Model',
        'model,style',
        'status',
        'constructor',
        '__proto__',
        'model%00',
      ]) {
        const {status, body} = await api.get(`/stats?group_by=${factor}`)
        const msg =
          'Input should be "model", "persona_id", "style", "input_type", "constraint_type", "chip_count", "run_id", "day"'
        expect([factor, status, body]).to.deep.equal([
          factor,
          422,
          {detail: [{type: 'enum', loc: ['query', 'group_by'], msg}]},
        ])
      }
    })

    it('takes each parameter only once', async () => {
      for (const [name, value] of [
        ['group_by', 'model'],
        ['run_id', 'run-a'],
      ] as const) {
        const {status, body} = await api.get(`/stats?${name}=${value}&${name}=${value}`)
        expect([status, body]).to.deep.equal([
          422,
          {detail: [{type: 'single', loc: ['query', name], msg: 'Should be given once'}]},
        ])
      }
    })
  })

  it('orders by the rating, ties and all, whatever the order of the rows', async () => {
    const api = await startApi()
    const {results} = await api.seed({}, [
      {model: 'lab/z'},
      {model: 'lab/y'},
      {model: 'lab/x', trial: 900},
      {model: 'lab/x', trial: 901},
    ])
    const scores = [3, 3, 5, 2]
    for (const [at, {id}] of results.entries()) await api.rate(id, 'ana', scores[at]!)
    const rows: Row[] = await api.rows('/stats')
    expect(rows.map(({model, adjusted_rating}) => [model, adjusted_rating])).to.deep.equal([
      ['lab/x', 3.5],
      ['lab/y', 3],
      ['lab/z', 3],
    ])
    await api.close()
  })

  it('leaves systems and styles out, and refuses a name that nobody has', async () => {
    const api = await startApi()
    await api.seed({}, [
      {model: 'lab/a', style: 'guided'},
      {model: 'lab/b'},
      {model: 'lab/b', style: 'wordy'},
    ])
    const models = async (query: string) =>
      (await api.rows(`/stats?${query}`)).map(({model, result_count}) => [model, result_count])
    expect(await models('leave_out=')).to.have.lengthOf(2)
    expect(await models('leave_out=lab/a,wordy')).to.deep.equal([['lab/b', 1]])
    const {status, body} = await api.get('/stats?leave_out=lab/a,nobody')
    expect(status).to.equal(422)
    expect(JSON.stringify(body)).to.contain('leave_out')
    await api.close()
  })
})
