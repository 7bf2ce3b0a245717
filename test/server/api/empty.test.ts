import {expect} from 'chai'
import {startApi, VERSION, type Row, type TestApi} from '../../support/api.js'

const BELOW = {
  left_out: [],
  retired: [],
  drift: [],
  blindness: {ratings: 0, not_blind: 0, unknown: 0},
}
const NO_STATS = {
  stats: [],
  pairs: {all: 0, withheld: 0},
  raters: {raters: 0, effective: 0},
  common_configurations: null,
  ...BELOW,
  seed: 1,
}

describe('a database without anything', () => {
  let api: TestApi
  before(async () => {
    api = await startApi()
  })
  after(() => api.close())

  const answers: [string, number, unknown][] = [
    ['/runs', 200, {runs: [], total: 0}],
    ['/runs/none', 404, {detail: 'Run not found'}],
    ['/results', 200, {results: [], total: 0}],
    ['/results?status=any&unrated_by=ana&limit=100&offset=3', 200, {results: [], total: 0}],
    ['/results/none', 404, {detail: 'Result not found'}],
    ['/ratings', 200, {ratings: []}],
    ['/judgements', 200, {judgements: [], total: 0}],
    ['/stats', 200, NO_STATS],
    ['/compare', 200, {by: 'model', across: [], raters: NO_STATS.raters, pairs: [], ...BELOW}],
    ['/effects', 200, {effects: [], ...BELOW}],
    ['/stats?group_by=chip_count&run_id=none', 200, NO_STATS],
    ['/prompts', 200, {prompts: []}],
    ['/prompts/none', 404, {detail: 'Version not found'}],
    ['/health', 200, {status: 'ok', version: VERSION, database: 'connected'}],
  ]
  for (const [path, status, body] of answers) {
    it(`answers ${path}`, async () => {
      const answer = await api.get(path, {'X-User-Id': 'ana'})
      expect([answer.status, answer.body]).to.deep.equal([status, body])
      expect(answer.headers['content-type']).to.equal('application/json')
    })
  }

  it('has options all the same', async () => {
    const {status, body} = await api.get('/options')
    expect(status).to.equal(200)
    const options = body as Record<string, Row[]>
    expect(options).to.include.all.keys(
      'models',
      'personas',
      'styles',
      'input_types',
      'constraint_types',
      'chip_counts',
    )
    expect(options['models']).to.have.length(12)
    expect(options['models']).to.deep.include({
      id: 'deepseek/deepseek-v3.2',
      name: 'DeepSeek V3.2',
      input_price: 0.14,
      output_price: 0.28,
    })
    expect(options['models']!.slice(-2).map(({id}) => id)).to.deep.equal([
      'builtin/lexicon',
      'builtin/random',
    ])
    expect(options['personas']!.map(({id}) => id)).to.deep.equal([
      'tech_pm',
      'tech_swe',
      'healthcare_nurse',
      'finance_analyst',
      'retail_manager',
      'creative_ux',
    ])
    expect(options['personas']![5]).to.include({sector: 'Creative & Design', desired_role: 'UX Designer'})
    expect(options['personas']![0]!['persona']).to.be.a('string').with.length.above(400)
    expect([
      options['styles'],
      options['input_types'],
      options['constraint_types'],
      options['chip_counts'],
    ]).to.deep.equal([
      ['terse', 'guided'],
      ['basic', 'enriched'],
      ['with_constraint', 'no_constraint'],
      [15, 35],
    ])
  })
})

describe('GET /health', () => {
  it('says when the database does not answer', async () => {
    const api = await startApi()
    await api.store.close()
    const {status, body} = await api.get('/health')
    expect([status, body]).to.deep.equal([
      503,
      {detail: 'The database does not answer', database: 'unreachable'},
    ])
    await api.close()
  })

  it('says so too when the database has lost its tables', async () => {
    const api = await startApi()
    const client = await import('@libsql/client/sqlite3').then(({createClient}) =>
      createClient({url: `file:${api.file}`}),
    )
    await client.execute('DROP TABLE changes')
    client.close()
    expect((await api.get('/health')).status).to.equal(503)
    await api.close()
  })
})
