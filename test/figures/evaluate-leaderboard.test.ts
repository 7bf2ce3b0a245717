import {expect} from 'chai'
import {evaluateComparison} from '../../src/figures/evaluate-comparison.js'
import {evaluateLeaderboard} from '../../src/figures/evaluate-leaderboard.js'
import {topSentence, verdict} from '../../src/figures/sentences.js'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore, type Store} from '../../src/store/store.js'
import {aResult, aRun} from '../support/records.js'

const BLIND = {created_at: '2026-11-24T10:00:00.000Z', blind: true}

describe('what the leaderboard says of the two best', () => {
  let store: Store
  beforeEach(async () => {
    store = await openStore(databaseLocation(':memory:', {}), {create: true})
  })
  afterEach(() => store.close())

  /** Results of a run, one for each trial, each with the score that one person gave; null: not rated. */
  async function add(
    model: string,
    scores: readonly (number | null)[],
    {run, firstTrial = 1}: {run: string; firstTrial?: number},
  ): Promise<void> {
    await store.runs.create(aRun({id: run}))
    for (const [at, rating] of scores.entries()) {
      const result = aResult(run, {model, trial: firstTrial + at})
      await store.results.save(result)
      if (rating !== null) await store.ratings.save({result_id: result.id, user_id: 'ann', rating, ...BLIND})
    }
  }

  const top = async () => (await evaluateLeaderboard(store, ['model'], {}, {seed: 1, adjust: false})).top!
  const advice = async () => (await top()).advice

  it('never calls better by means of other configurations what is worse on the same ones', async () => {
    await add('many', [...Array<number>(10).fill(1), ...Array<number>(22).fill(5)], {run: 'r'})
    await add('few', Array<number>(10).fill(2), {run: 'r'})
    expect(await advice()).to.deep.equal({kind: 'against', points: 1, configurations: 10})
    expect(topSentence(await top(), ['model'])).to.match(
      /^many has the higher mean, but on the 10 configurations where both are rated few is ahead by 1\.00 points/,
    )
    const {pairs} = await evaluateComparison(store, {by: 'model', pair: {a: 'many', b: 'few'}}, {}, 1)
    expect(verdict(pairs[0]!)[0]).to.match(/^few is rated higher than many by 1\.00 points/)
  })

  it('counts configurations, however many runs had them, as the comparison does', async () => {
    for (const run of ['r1', 'r2', 'r3', 'r4', 'r5']) {
      await add('a', [3, 4, 2, 5, 1, 4, 3, 3], {run})
      await add('b', [4, 3, 3, 3, 2, 3, 2, 3], {run})
    }

    const {pairs} = await evaluateComparison(store, {by: 'model', pair: {a: 'a', b: 'b'}}, {}, 1)
    expect(await advice()).to.deep.include({kind: 'trials', have: 8})
    expect(pairs[0]!.advice).to.deep.equal(await advice())
  })

  it('asks for no rating that cannot help: with fewer than six pairs no test finds anything', async () => {
    await add('a', [3, 3, 3, 3, 3], {run: 'r'})
    await add('b', [2, 2, 2, 2, 2], {run: 'r'})
    expect(await advice()).to.deep.equal({kind: 'trials', configurations: 6, have: 5})
    await add('a', [null], {run: 'r', firstTrial: 6})
    await add('b', [null], {run: 'r', firstTrial: 6})
    expect(await advice()).to.deep.equal({kind: 'ratings', more: 2})
    await add('a', [3], {run: 'r', firstTrial: 7})
    await add('b', [2], {run: 'r', firstTrial: 7})
    expect(await advice()).to.equal(null)
  })

  it('names a model of failed cases alone as it was asked for', async () => {
    await add('a', [3, 3], {run: 'r'})
    await store.results.save(aResult('r', {model: 'dead', status: 'failed', final_chips: []}))
    const {pairs} = await evaluateComparison(store, {by: 'model', pair: {a: 'dead', b: 'a'}}, {}, 1)
    expect(pairs[0]).to.include({a: 'dead', b: 'a'})
  })
})
