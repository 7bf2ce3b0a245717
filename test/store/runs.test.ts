import {expect} from 'chai'
import type {Store} from '../../src/store/store.js'
import {aCall, aResult, aRun} from '../support/records.js'
import {newStore} from '../support/stores.js'

describe('what belongs to a run', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
  })
  afterEach(() => store.close())

  it('is counted by kind, and nothing of another run', async () => {
    const by = {user_id: 'ann', created_at: 'now', blind: true}
    for (const [id, results] of [
      ['small', 1],
      ['large', 5],
    ] as const) {
      await store.runs.create(aRun({id}))
      for (let trial = 1; trial <= results; trial++) {
        const result = aResult(id, {trial})
        await store.results.save(result)
        for (let call = 0; call < 2; call++) await store.calls.save(aCall(id, result.id))
        await store.ratings.save({...by, result_id: result.id, rating: 4})
        await store.ratings.save({...by, result_id: result.id, user_id: 'bob', rating: 4})
        await store.ratings.save({...by, result_id: result.id, user_id: 'cem', rating: 4})
        await store.ratings.saveRepeat({...by, result_id: result.id, rating: 3})
        await store.ratings.saveNote({...by, result_id: result.id, note: 'so so', flagged: false})
      }
    }

    expect(await store.runs.contents('small')).to.deep.equal({
      results: 1,
      calls: 2,
      ratings: 3,
      repeats: 1,
      notes: 1,
    })
    expect(await store.runs.contents('large')).to.deep.equal({
      ...{results: 5, calls: 10, ratings: 15, repeats: 5, notes: 5},
    })
    expect(await store.runs.contents('none')).to.deep.equal({
      results: 0,
      calls: 0,
      ratings: 0,
      repeats: 0,
      notes: 0,
    })
  })

  it('has an end for each of its cases', async () => {
    await store.runs.create(aRun({id: 'run'}))
    await store.runs.create(aRun({id: 'other'}))
    await store.results.save(aResult('run', {trial: 1}))
    await store.results.save(aResult('run', {trial: 2, status: 'failed'}))
    await store.results.save(aResult('other', {trial: 3}))
    const ended = (await store.runs.endedCases('run')).map(({trial, status}) => [trial, status])
    expect(ended).to.have.deep.members([
      [1, 'completed'],
      [2, 'failed'],
    ])
  })
})
