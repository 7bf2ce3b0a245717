import {expect} from 'chai'
import {tokenOf} from '../../../src/server/auth/tokens.js'
import {withoutSecrets} from '../../../src/server/http/access-log.js'
import {startApi, type Row, type TestApi} from '../../support/api.js'

/** What front ends written for the first design lean on. */
describe('the contract of the first design', () => {
  let api: TestApi
  let ids: string[]
  before(async () => {
    api = await startApi()
    const {results} = await api.seed({id: 'run-a'}, [
      {model: 'lab/mixed', latency_ms: 1000, input_tokens: 10, output_tokens: 1, errors: ['Fill: no']},
      {model: 'lab/mixed', latency_ms: 1001, input_tokens: 10, output_tokens: 2},
      {model: 'lab/mixed', latency_ms: 1003, input_tokens: 11, output_tokens: 2},
      {model: 'lab/steady'},
    ])
    ids = results.map(({id}) => id)
    // One result is rated by many: the mean over ratings and the mean over configurations differ.
    for (const [user, score] of Object.entries({ana: 4, bo: 4, cy: 3})) await api.rate(ids[0]!, user, score)
    await api.rate(ids[3]!, 'ana', 4)
  })
  after(() => api.close())

  it('takes an empty filter for none, wherever there are filters', async () => {
    for (const [path, filters] of [
      [
        '/results',
        'run_id model persona_id style input_type constraint_type chip_count rated_by unrated_by status',
      ],
      ['/ratings', 'result_id user_id'],
      ['/stats', 'run_id'],
    ] as const) {
      const {body} = await api.get(path)
      const query = filters
        .split(' ')
        .map((name) => `${name}=`)
        .join('&')
      const answer = await api.get(`${path}?${query}`)
      expect([answer.status, answer.body]).to.deep.equal([200, body])
    }
  })

  it('takes an empty X-User-Id for nobody when it reads, and for no rater when it writes', async () => {
    for (const name of ['', ' ']) {
      for (const path of ['/results', `/results/${ids[0]!}`]) {
        const {status, body} = await api.get(path, {'X-User-Id': name})
        expect([status, JSON.stringify(body).includes('my_rating')]).to.deep.equal([200, false])
      }

      expect((await api.rate(ids[0]!, name, 5)).status).to.equal(422)
    }
  })

  it('gives null for errors where there are none', async () => {
    const errors = await Promise.all(
      ids.slice(0, 2).map(async (id) => ((await api.get(`/results/${id}`)).body as Row)['errors']),
    )
    expect(errors).to.deep.equal([['Fill: no'], null])
    const mine = (await api.get(`/results/${ids[1]!}`, {'X-User-Id': 'ana'})).body
    expect(mine).to.include({errors: null, my_rating: null})
  })

  it('orders the leaderboard by the mean of all ratings, and rounds what it rounded', async () => {
    const [steady, mixed] = await api.rows('/stats')
    expect([steady!['model'], mixed!['model']]).to.deep.equal(['lab/steady', 'lab/mixed'])
    expect(mixed).to.deep.include({
      avg_rating: 3.67,
      avg_latency_ms: 1001,
      avg_tokens: {input: 10.33, output: 1.67},
      exact: {
        avg_rating: 11 / 3,
        avg_latency_ms: 3004 / 3,
        avg_tokens: {input: 31 / 3, output: 5 / 3},
      },
    })
  })

  it('keeps our rank, also where it differs from the order', async () => {
    const other = await startApi()
    const {results} = await other.seed({}, [
      {model: 'lab/often', persona_id: 'cook'},
      {model: 'lab/often', persona_id: 'nurse'},
      {model: 'lab/once', persona_id: 'cook'},
      {model: 'lab/once', persona_id: 'nurse'},
    ])
    // often: ratings 5, 5, 5, 1 (mean 4), configurations 5 and 1 (mean 3); once: 4 and 3.5.
    const scores = [[5, 5, 5], [1], [4], [3, 4]]
    for (const [at, given] of scores.entries())
      for (const [rater, score] of given.entries()) await other.rate(results[at]!.id, `r${rater}`, score)
    const rows = await other.rows('/stats')
    expect(rows.map(({model, avg_rating, rank}) => [model, avg_rating, rank])).to.deep.equal([
      ['lab/often', 4, 2],
      ['lab/once', 3.67, 1],
    ])
    await other.close()
  })
})

describe('the log of requests', () => {
  it('holds no secret that came in an address', async () => {
    const secret = 'a-secret-of-the-team'
    const api = await startApi({tokens: [tokenOf(secret, undefined)]})
    for (const query of [
      `token=${secret}`,
      `limit=2&token=${secret}&offset=1`,
      `%74oken=${secret}`,
      `Access_Token=${secret}`,
      `token%3D${secret}`,
      `next=%2Fapp%3Ftoken%3D${secret}`,
      `x?token=${secret}`,
      `apiKey=${secret}&%zz`,
    ])
      expect((await api.get(`/runs?${query}`)).status).to.equal(401)
    expect(JSON.stringify(api.lines)).not.to.include(secret)
    expect(api.lines[1]!.url).to.equal('/runs?limit=2&token=[redacted]&offset=1')
    await api.close()
  })

  it('leaves everything else as it came', () => {
    for (const url of ['/runs', '/results?model=lab%2Ftoken-x&unrated_by=ana', '/results/token?', '/?%zz=1'])
      expect(withoutSecrets(url)).to.equal(url)
  })
})
