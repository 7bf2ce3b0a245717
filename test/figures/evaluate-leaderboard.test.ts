import {expect} from 'chai'
import {evaluateComparison} from '../../src/figures/evaluate-comparison.js'
import {evaluateLeaderboard} from '../../src/figures/evaluate-leaderboard.js'
import {topSentence, verdict} from '../../src/figures/sentences.js'
import type {Store} from '../../src/store/store.js'
import {aResult, aRun} from '../support/records.js'
import {newStore} from '../support/stores.js'

const BLIND = {created_at: '2026-11-24T10:00:00.000Z', blind: true}

describe('what the leaderboard says of the two best', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
  })
  afterEach(() => store.close())

  /** Results of a run, one for each number of chips, each with the score that one person gave; null: none. */
  async function add(
    model: string,
    scores: readonly (number | null)[],
    run: string,
    first = 10,
  ): Promise<void> {
    await store.runs.create(aRun({id: run}))
    for (const [at, rating] of scores.entries()) {
      const result = aResult(run, {model, chip_count: first + at})
      await store.results.save(result)
      if (rating !== null) await store.ratings.save({result_id: result.id, user_id: 'ann', rating, ...BLIND})
    }
  }

  const top = async () => (await evaluateLeaderboard(store, ['model'], {})).top!
  const compared = async (a: string, b: string) =>
    (await evaluateComparison(store, {by: 'model', pair: {a, b}}, {model: [a, b]}, {})).pairs[0]!

  it('puts no group first by means of other configurations', async () => {
    await add('many', [...Array<number>(10).fill(1), ...Array<number>(22).fill(5)], 'r')
    await add('few', Array<number>(10).fill(2), 'r')
    const {best, pair} = await top()
    expect(best).to.deep.equal({model: 'few'})
    expect(topSentence(await top(), ['model'])).to.match(/^few is rated higher than many by 1\.00 points/)
    expect(pair.rating.difference).to.be.closeTo(1, 1e-9)
    expect(verdict(await compared('many', 'few'))[0]).to.match(
      /^few is rated higher than many by 1\.00 points/,
    )
  })

  it('counts configurations, however many runs had them, as the comparison does', async () => {
    for (const run of ['r1', 'r2', 'r3', 'r4', 'r5']) {
      await add('a', [3, 4, 2, 5, 1, 4, 3, 3], run)
      await add('b', [4, 3, 3, 3, 2, 3, 2, 3], run)
    }

    const {pair} = await top()
    expect(pair.rating.configurations).to.equal(8)
    expect(pair.advice).to.include({have: 8})
    const {advice, rating} = await compared('a', 'b')
    expect([advice, rating]).to.deep.equal([pair.advice, pair.rating])
  })

  it('says both where a pair differs alone and not among all pairs', async () => {
    const noise = [0, 1, 0, 1, 1, 0, 1, 0]
    await add('a', [4, 5, 4, 5, 5, 4, 4, 5], 'r')
    await add('b', [3, 4, 4, 5, 4, 4, 3, 4], 'r')
    for (const [at, model] of ['c', 'd', 'e', 'f'].entries())
      await add(
        model,
        noise.map((value, place) => 3 + ((value + at + place) % 3)),
        'r',
      )
    const pair = await compared('a', 'b')
    expect(pair.rating.p).to.be.below(0.05)
    expect(verdict(pair)[0]).to.match(/compared alone: alone p = .*; among all 15 pairs not apart/)
    expect(pair.rating.p_holm).to.be.above(0.05)
    expect(pair.rating.family).to.equal(15)
    const all = await evaluateComparison(store, {by: 'model'}, {})
    expect(all.pairs.find(({a, b}) => a === 'a' && b === 'b')!.rating).to.deep.equal({
      ...pair.rating,
    })
  })

  it('names a model of failed cases alone as it was asked for', async () => {
    await add('a', [3, 3], 'r')
    await store.results.save(aResult('r', {model: 'dead', status: 'failed', final_chips: []}))
    const pair = await compared('dead', 'a')
    expect(pair).to.include({a: 'dead', b: 'a'})
    expect(pair.rating.withheld).to.deep.equal({kind: 'not_rated'})
  })

  it('says where the groups have different configurations', async () => {
    await add('a', [3, 3, 4], 'r')
    await add('b', [3, 3], 'r')
    expect((await evaluateLeaderboard(store, ['model'], {})).common_configurations).to.equal(2)
    await add('b', [3], 'r', 12)
    expect((await evaluateLeaderboard(store, ['model'], {})).common_configurations).to.equal(null)
  })
})
