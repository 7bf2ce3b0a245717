import {expect} from 'chai'
import {startApi, type TestApi} from '../../support/api.js'
import {addRatedRun} from '../../support/decided.js'
import {addJudgements} from '../../support/judged.js'

const BEST = '5454545454545454'
const NEAR = '5454545454545444'

describe('GET /decide', () => {
  let api: TestApi
  beforeEach(async () => {
    api = await startApi()
  })
  afterEach(() => api.close())

  async function ask(query = ''): Promise<{status: number; body: Record<string, unknown>}> {
    const {status, body} = await api.get(`/decide${query}`)
    return {status, body: body as Record<string, unknown>}
  }

  it('says what to ship, as the command does', async () => {
    await addRatedRun(api.store, {rows: {'lab/best': BEST, 'lab/near': NEAR, 'lab/poor': '2'.repeat(16)}})
    const {status, body} = await ask()
    expect(status).to.equal(200)
    expect(body).to.deep.include({state: 'decided', by: ['model'], margin: 0.25, missing: null, left_out: []})
    expect(body['decision']).to.deep.include({candidate: {model: 'lab/best'}})
    expect(body['sentence']).to.match(/^Ship best with guided@/)
  })

  it('takes the terms of the command, an empty one as none', async () => {
    await addRatedRun(api.store, {rows: {'lab/best': BEST, 'lab/near': NEAR, 'lab/third': BEST}})
    const {body} = await ask(
      '?by=model,style&margin=0.3&max_cost=1&max_p95=60&min_rating=&leave_out=lab/third&prefer=latency',
    )
    expect(body).to.deep.include({
      by: ['model', 'style'],
      margin: 0.3,
      prefer: 'latency',
      limits: {max_cost_usd: 1, max_p95_s: 60, min_rating: null},
      in_question: 2,
    })
  })

  for (const [query, type, place] of [
    ['margin=0', 'greater_than', 'margin'],
    ['margin=wide', 'float_parsing', 'margin'],
    ['min_rating=6', 'less_than_equal', 'min_rating'],
    ['by=model,stlye', 'enum', 'by'],
    ['prefer=speed', 'enum', 'prefer'],
    ['leave_out=nobody', 'unknown', 'leave_out'],
    ['judge=nobody', 'unknown', 'judge'],
  ] as const)
    it(`refuses ${query}`, async () => {
      await addRatedRun(api.store, {rows: {'lab/best': '-'}})
      const {status, body} = await ask(`?${query}`)
      expect(status).to.equal(422)
      const [problem] = body['detail'] as {type: string; loc: string[]}[]
      expect(problem).to.deep.include({type, loc: ['query', place]})
    })

  it('says why a judge sharpens nothing', async () => {
    const [a, b] = ['534253425342534253425342', '433343334333433343334333']
    await addRatedRun(api.store, {rows: {'lab/a': a, 'lab/b': b}})
    await addJudgements(api.store, () => ({score: 4}))
    const {judge} = (await ask('?judge=lab/judge')).body as {judge: unknown}
    expect(judge).to.deep.include({
      ...{sharpened: 0, compared: 1, r: null},
      unsharpened: [{reason: 'same_everywhere', pairs: 1}],
    })
  })

  it('has an answer for an empty database', async () => {
    expect((await ask()).body).to.deep.include({state: 'no_candidates', decision: null, candidates: []})
  })
})
