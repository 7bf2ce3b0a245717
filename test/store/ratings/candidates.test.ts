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

describe('what a person may be asked to rate', () => {
  let store: Store
  const at = (day: number) => `2026-11-0${day}T10:00:00.000Z`
  const rate = (result_id: string, user_id: string, day: number) =>
    store.ratings.save({result_id, user_id, rating: 3, blind: true, created_at: at(day)})
  before(async () => {
    store = await newStore()
    for (const id of ['run', 'archived', 'try-1']) await store.runs.create(aRun({id}))
    for (const [id, created_at, change] of [
      ['old', at(1), {}],
      ['b', at(2), {model: 'lab/two'}],
      ['a', at(2), {}],
      ['new', at(3), {}],
      ['lost', at(4), {status: 'failed'}],
      ['hidden', at(4), {run_id: 'archived'}],
    ] as const)
      await store.results.save(aResult('run', {id, created_at, ...change}))
    await store.archive.set('archived', at(5))
    for (const [id, user, day] of [
      ['old', 'ann', 7],
      ['old', 'bob', 6],
      ['a', 'ann', 6],
      ['b', 'ann', 6],
      ['new', 'ann', 8],
    ] as const)
      await rate(id, user, day)
  })
  after(() => store.close())

  it('are completed results, newest first and ties by id, with who rated them', async () => {
    const found = await store.ratings.candidates({}, 10)
    expect(found.map(({id, raters}) => [id, [...raters].sort()])).to.deep.equal([
      ['new', ['ann']],
      ['a', ['ann']],
      ['b', ['ann']],
      ['old', ['ann', 'bob']],
    ])
    expect(found[0]).to.deep.include({
      created_at: at(3),
      model: 'lab/one',
      chip_count: 15,
      persona_id: 'cook',
    })
    await store.ratings.withdraw('new', 'ann')
    expect((await store.ratings.candidates({}, 1)).map(({id, raters}) => [id, raters])).to.deep.equal([
      ['new', []],
    ])
    await rate('new', 'ann', 8)
    expect((await store.ratings.candidates({model: ['lab/two']}, 10)).map(({id}) => id)).to.deep.equal(['b'])
  })

  it('a second time are those that the person rated, the oldest rating first, once', async () => {
    const again = async (name: string, limit = 10) =>
      (await store.ratings.repeatable({}, name, limit)).map(({id}) => id)
    expect(await again('ann')).to.deep.equal(['a', 'b', 'old', 'new'])
    expect(await again('ann', 2)).to.deep.equal(['a', 'b'])
    expect(await again('bob')).to.deep.equal(['old'])
    await store.ratings.saveRepeat({
      result_id: 'a',
      user_id: 'ann',
      rating: 2,
      blind: true,
      created_at: at(9),
    })
    expect(await again('ann')).to.deep.equal(['b', 'old', 'new'])
    await store.ratings.withdrawRepeat('a', 'ann')
    expect(await again('ann')).to.deep.equal(['a', 'b', 'old', 'new'])
  })
})
