import {expect} from 'chai'
import type {Store} from '../../../src/store/store.js'
import {aResult, aRun} from '../../support/records.js'
import {newStore} from '../../support/stores.js'

describe('whether a choice of runs is of one system', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
    for (const [id, models] of Object.entries({
      'run-one': ['lab/one', 'builtin/random'],
      'run-two': ['lab/one', 'lab/two', 'lab/three'],
      'run-baselines': ['builtin/random', 'builtin/lexicon'],
    })) {
      await store.runs.create(aRun({id}))
      for (const model of models) await store.results.save(aResult(id, {model}))
    }
    await store.results.save(aResult('run-one', {model: 'lab/failed', status: 'failed'}))
  })
  afterEach(() => store.close())

  it('is told by its completed results; baselines are no systems', async () => {
    expect(await store.ratings.isOfOneSystem({run_id: 'run-one'})).to.equal(true)
    expect(await store.ratings.isOfOneSystem({run_id: 'run-two'})).to.equal(false)
    expect(await store.ratings.isOfOneSystem({run_id: 'run-baselines'})).to.equal(false)
    expect(await store.ratings.isOfOneSystem({since: '2000-01-01'})).to.equal(false)
  })

  it('is not asked of the whole database, whatever else is chosen', async () => {
    expect(await store.ratings.isOfOneSystem({})).to.equal(false)
    expect(await store.ratings.isOfOneSystem({model: ['lab/one']})).to.equal(false)
  })
})
