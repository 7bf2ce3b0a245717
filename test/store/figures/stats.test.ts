import {createClient} from '@libsql/client'
import {expect} from 'chai'
import {databaseLocation} from '../../../src/store/database/location.js'
import {openStore, type Store} from '../../../src/store/store.js'
import {aResult, aRun} from '../../support/records.js'
import {newStore} from '../../support/stores.js'

const at = (day: number) => `2026-11-0${day}T10:00:00.000Z`

describe('the figures of a group', () => {
  let store: Store
  before(async () => {
    store = await openStore(databaseLocation(':memory:', {}), {create: true})
    for (const id of ['run', 'again']) await store.runs.create(aRun({id}))
    const save = async (model: string, trial: number, change: object, ...ratings: [string, number][]) => {
      const result = aResult('run', {id: `${model} ${trial}`, model, trial, created_at: at(1), ...change})
      await store.results.save(result)
      for (const [user_id, rating] of ratings)
        await store.ratings.save({
          result_id: result.id,
          user_id,
          rating,
          blind: user_id === 'ann',
          created_at: at(9),
        })
    }
    const failed = {status: 'failed', final_chips: [], latency_ms: null}
    await save(
      'lab/one',
      1,
      {cost_usd: 0.25, latency_ms: 300, input_tokens: 10, output_tokens: 1},
      ['ann', 2],
      ['bob', 5],
    )
    await save('lab/one', 2, {cost_usd: 0.75, latency_ms: 100, input_tokens: 20, output_tokens: null}, [
      'ann',
      3,
    ])
    await save('lab/one', 3, {
      cost_usd: null,
      latency_ms: 100,
      final_chips: [],
      input_tokens: null,
      output_tokens: 5,
    })
    await save(
      'lab/one',
      4,
      {
        cost_usd: 0.5,
        latency_ms: null,
        input_tokens: null,
        output_tokens: null,
        run_id: 'again',
        created_at: at(2),
      },
      ['ann', 3],
    )
    await save('lab/one', 5, {...failed, cost_usd: 1})
    await save('lab/one', 6, {...failed, cost_usd: null})
    await save('lab/two', 1, {...failed, cost_usd: null})
    await save('lab/two', 2, {...failed, cost_usd: 0.125})
    await save('lab/two', 3, {
      cost_usd: null,
      latency_ms: 7,
      input_tokens: 1,
      output_tokens: 1,
      chip_count: 35,
    })
  })
  after(() => store.close())

  it('add up what was completed, and what the failures on the way cost', async () => {
    const [one, two, ...others] = await store.stats.groups(['model'], {})
    expect(others).to.deep.equal([])
    expect(one).to.deep.equal({
      ...{group: {model: 'lab/one'}, result_count: 4, failed_count: 2, usable_count: 3},
      ...{rated_results: 3, rated_count: 4, avg_rating: 13 / 4, histogram: [0, 1, 2, 0, 1]},
      ...{total_cost_usd: 2.5, known_cost_count: 3},
      // Half a dollar for each of known cost, and a quarter for the failures.
      ...{cost_per_result_usd: 0.75, cost_per_usable_usd: 1},
      ...{avg_latency_ms: 500 / 3, avg_tokens: {input: 15, output: 3}},
    })
    expect(two).to.deep.equal({
      ...{group: {model: 'lab/two'}, result_count: 1, failed_count: 2, usable_count: 1},
      ...{rated_results: 0, rated_count: 0, avg_rating: null, histogram: [0, 0, 0, 0, 0]},
      ...{total_cost_usd: 0.125, known_cost_count: 0, cost_per_result_usd: null, cost_per_usable_usd: null},
      ...{avg_latency_ms: 7, avg_tokens: {input: 1, output: 1}},
    })
    const by = await store.stats.groups(['chip_count', 'model'], {model: ['lab/two']})
    expect(
      by.map(({group, result_count, failed_count}) => [group, result_count, failed_count]),
    ).to.deep.equal([
      [{chip_count: 15, model: 'lab/two'}, 0, 2],
      [{chip_count: 35, model: 'lab/two'}, 1, 0],
    ])
  })

  it('hold how long each answer of a cell took', async () => {
    const cells = await store.stats.measuredCells({})
    const took = (model: string) =>
      cells
        .filter(({factors}) => factors.model === model)
        .flatMap(({latencies_ms}) => latencies_ms)
        .sort((a, b) => a - b)
    expect(took('lab/one')).to.deep.equal([100, 100, 300])
    expect(took('lab/two')).to.deep.equal([7])
  })

  it('are means of cells, with runs apart where that is asked', async () => {
    const measured = async (options = {}) =>
      (await store.stats.measuredCells({model: ['lab/one']}, options)).map(
        ({cost_usd, latency_ms, output_tokens}) => [cost_usd, latency_ms, output_tokens],
      )
    expect(await measured()).to.deep.equal([[0.5, 500 / 3, 3]])
    expect(await measured({occasions: ['run_id']})).to.have.deep.members([
      [0.5, null, null],
      [0.5, 500 / 3, 3],
    ])
  })

  it('keep the ratings of each rater as whole numbers', async () => {
    const rated = async (filter: object, options = {}) =>
      (await store.stats.ratedCells(filter, options)).map(({rater, n, sum, squares}) => [
        rater,
        n,
        sum,
        squares,
      ])
    expect(await rated({})).to.have.deep.members([
      ['ann', 3, 8, 22],
      ['bob', 1, 5, 25],
    ])
    expect(await rated({blind_only: true})).to.deep.equal([['ann', 3, 8, 22]])
    expect(await rated({}, {occasions: ['run_id']})).to.have.deep.members([
      ['ann', 2, 5, 13],
      ['ann', 1, 3, 9],
      ['bob', 1, 5, 25],
    ])
    expect(await rated({model: ['lab/two']})).to.deep.equal([])
  })
})

describe('a row into which another program wrote bytes', () => {
  it('is a cell of its own, under the name that a list shows', async () => {
    const store = await newStore()
    try {
      await store.runs.create(aRun({id: 'run'}))
      for (const trial of [1, 2])
        await store.results.save(aResult('run', {id: `r${trial}`, trial, model: 'lab/one'}))
      const raw = createClient({url: store.location.url})
      await raw.execute(`UPDATE results SET persona_id = x'6162', chip_count = x'00ff' WHERE id = 'r1'`)
      raw.close()
      const cells = await store.stats.measuredCells({})
      expect(cells.map(({factors}) => [factors.persona_id, factors.chip_count])).to.have.deep.members([
        ['ab', NaN],
        [aResult('run').persona_id, aResult('run').chip_count],
      ])
      const groups = await store.stats.groups(['persona_id'], {})
      expect(groups.map(({group}) => group['persona_id'])).to.include('ab')
      expect(await store.decisions.cells({})).to.have.length(2)
    } finally {
      await store.close()
    }
  })
})
