import {expect} from 'chai'
import {evaluateComparison} from '../../../src/figures/evaluate-comparison.js'
import {startApi} from '../../support/api.js'

interface Answer {
  pairs: {a: string; b: string; rating: {difference: number; withheld: unknown; family: number}}[]
}

describe('GET /compare and GET /effects', () => {
  let api: Awaited<ReturnType<typeof startApi>>
  before(async () => {
    api = await startApi()
    const counts = [10, 11, 12, 13, 14, 15]
    const {results} = await api.seed(
      {},
      ['lab/x', 'lab/y'].flatMap((model) => counts.map((chip_count) => ({model, chip_count}))),
    )
    for (const [at, {id}] of results.entries())
      await api.rate(id, 'ana', at < 6 ? 5 - (at % 2) : 2 + (at % 3))
  })
  after(() => api.close())

  it('give the figures of the commands', async () => {
    const {status, body} = await api.get('/compare')
    expect(status).to.equal(200)
    const {pairs} = body as Answer
    expect(pairs.map(({a, b}) => [a, b])).to.deep.equal([['lab/x', 'lab/y']])
    const expected = await evaluateComparison(api.store, {by: 'model'}, {})
    expect(pairs).to.deep.equal(JSON.parse(JSON.stringify(expected.pairs)))
    expect(pairs[0]!.rating).to.include({family: 1, withheld: null})

    const effects = (await api.get('/effects')).body as {effects: {metric: string; factor: string}[]}
    expect(effects.effects.filter(({metric}) => metric === 'rating').map(({factor}) => factor)).to.include(
      'model',
    )
  })

  it('have no pair of one level, and refuse what is no factor', async () => {
    expect(((await api.get('/compare?by=style')).body as Answer).pairs).to.deep.equal([])
    expect((await api.get('/compare?by=speed')).status).to.equal(422)
  })
})
