import {expect} from 'chai'
import type {Store} from '../../../src/store/store.js'
import {aCall, aResult, aRun} from '../../support/records.js'
import {newStore} from '../../support/stores.js'

const GONE = 'no such model'
const day = (of: number) => `2026-11-0${of}T10:00:00.000Z`

describe('models that a provider does not have any more', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
    await store.runs.create(aRun({id: 'run'}))
  })
  afterEach(() => store.close())

  const save = (model: string, of: number, error?: string) =>
    store.results.save(
      aResult('run', {
        ...{model, trial: of, created_at: day(of)},
        ...(error !== undefined && {status: 'failed' as const, errors: [`final: ${error}`]}),
      }),
    )

  it('are those whose latest result says so, since the last that does', async () => {
    await save('lab/gone', 1)
    await save('lab/gone', 2, GONE)
    await save('lab/gone', 3, GONE)
    await save('lab/gone', 4, 'a timeout')
    await save('lab/back', 2, GONE)
    await save('lab/back', 3)
    await save('lab/well', 4)
    await save('lab/slow', 3, 'a timeout')
    expect(await store.drift.retired(GONE)).to.deep.equal([{model: 'lab/gone', since: day(3)}])
  })
})

describe('systems that answered on several days', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
    for (const id of ['run', 'hidden']) await store.runs.create(aRun({id}))
  })
  afterEach(() => store.close())

  async function rated(model: string, of: number, rating: number | undefined, change: object = {}) {
    const result = aResult('run', {model, trial: 1, created_at: day(of), ...change})
    await store.results.save(result)
    if (rating === undefined) return
    const row = {result_id: result.id, user_id: 'ann', rating, blind: true, created_at: day(9)}
    await store.ratings.save(row)
  }

  it('are told by their ratings, of two days at least', async () => {
    await rated('lab/two', 1, 4)
    await rated('lab/two', 1, 2, {trial: 2})
    await rated('lab/two', 3, 5, {trial: 3})
    await rated('lab/two', 4, undefined, {trial: 4})
    await rated('lab/two', 3, 1, {persona_id: 'pilot'})
    await rated('lab/once', 1, 4)
    await rated('lab/once', 2, undefined, {trial: 2})
    await rated('lab/also', 1, 4)
    await rated('lab/also', 2, 4, {chip_count: 35})
    const [first, second, third] = [1, 2, 3].map((on) => day(on).slice(0, 10))
    expect(await store.drift.ratedModels({})).to.deep.equal([
      {model: 'lab/also', ratings: 2, first_day: first, last_day: second},
      {model: 'lab/once', ratings: 1, first_day: first, last_day: first},
      {model: 'lab/two', ratings: 4, first_day: first, last_day: third},
    ])
    const days = await store.drift.repeatedConfigurations({})
    expect(days.map(({model, day: on, ratings, sum}) => [model, on, ratings, sum])).to.deep.equal([
      ['lab/two', '2026-11-01', 2, 6],
      ['lab/two', '2026-11-03', 1, 5],
    ])
    expect(JSON.parse(days[0]!.configuration)).to.include('cook').and.include(15)
    expect(days[0]!.configuration).to.equal(days[1]!.configuration)
    expect(await store.drift.repeatedConfigurations({model: ['lab/also']})).to.deep.equal([])
  })

  it('are told by who answered, from the first to the last answer', async () => {
    const answered = (model: string, of: number, answered_by: string | null, change: object = {}) =>
      store.calls.save(aCall('run', 'result', {model, answered_by, created_at: day(of), ...change}))
    await answered('lab/two', 3, 'two-b', {system_fingerprint: 'fp'})
    await answered('lab/two', 1, 'two-a')
    await answered('lab/two', 2, 'two-a')
    await answered('lab/two', 4, null)
    await answered('lab/one', 5, 'one')
    await answered('lab/one', 6, 'one', {run_id: 'hidden'})
    await store.archive.set('hidden', day(7))
    const two = {model: 'lab/two', system_fingerprint: null}
    const all = [
      {model: 'lab/one', answered_by: 'one', system_fingerprint: null, first: day(5), last: day(5)},
      {...two, answered_by: 'two-a', first: day(1), last: day(2)},
      {...two, answered_by: 'two-b', system_fingerprint: 'fp', first: day(3), last: day(3)},
    ]
    expect(await store.drift.answeringModels({})).to.deep.equal(all)
    expect(await store.drift.answeringModels({model: ['lab/one']})).to.deep.equal(all.slice(0, 1))
    expect(await store.drift.answeringModels({not_models: ['lab/one'], until: day(3)})).to.deep.equal([
      all[1],
    ])
  })
})
