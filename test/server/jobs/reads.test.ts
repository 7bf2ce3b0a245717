import {expect} from 'chai'
import {ChangeCache} from '../../../src/server/http/change-cache.js'
import {jobsOf} from '../../../src/server/jobs/jobs.js'
import {doRead, withKeptReads, withLongReads, type Read} from '../../../src/server/jobs/reads.js'
import type {Store} from '../../../src/store/store.js'
import {aResult, aRun} from '../../support/records.js'
import {newStore} from '../../support/stores.js'

describe('reads of the store', () => {
  let store: Store
  let ids: string[]
  beforeEach(async () => {
    store = await newStore()
    await store.runs.create(aRun({id: 'run'}))
    const results = ['a', 'b'].flatMap((model) =>
      ['p', 'q', 'r'].map((persona_id) => aResult('run', {model, persona_id, trial: 1})),
    )
    for (const result of results) await store.results.save(result)
    ids = results.map(({id}) => id)
    await rate(0, 2)
  })
  afterEach(() => store.close())

  const rate = (at: number, rating: number) =>
    store.ratings.save({result_id: ids[at]!, user_id: 'ann', rating, created_at: 'now', blind: true})

  /** A store that counts how often figures read something of it. */
  function counted(): {store: Store; reads: string[]} {
    const reads: string[] = []
    const stats = new Proxy(store.stats, {
      get: (of, name) => {
        const value: unknown = Reflect.get(of, name)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          reads.push(String(name))
          return (value as (...given: unknown[]) => unknown).apply(of, args)
        }
      },
    })
    return {store: {...store, stats}, reads}
  }

  it('are made once for all figures, until anything changes, and give the same figures', async () => {
    const {store: watched, reads} = counted()
    const kept = withKeptReads(watched, new ChangeCache(store.changes))
    const scope = {filter: {}, factors: ['model'] as const}
    const figures = async (of: Store) => [
      await jobsOf(of).board(scope),
      await jobsOf(of).comparison({by: 'model', filter: {}}),
      await jobsOf(of).effects({filter: {}}),
    ]
    const first = await figures(kept)
    expect(reads.filter((name) => name === 'ratedCells')).to.have.length(1)
    expect(reads.filter((name) => name === 'measuredCells')).to.have.length(1)
    expect(first).to.deep.equal(await figures(store))
    await rate(3, 5)
    const second = await figures(kept)
    expect(second)
      .to.deep.equal(await figures(store))
      .and.not.to.deep.equal(first)
    expect(reads.filter((name) => name === 'ratedCells')).to.have.length(2)
  })

  it('that are long are made elsewhere; all else of the store works as before', async () => {
    const asked: Read[] = []
    const long = withLongReads(store, (read) => {
      asked.push(read)
      return doRead(store, read)
    })
    const page = {limit: 1, offset: 0}
    expect(await long.results.list({model: ['a']}, page)).to.deep.equal(
      await store.results.list({model: ['a']}, page),
    )
    expect(await long.results.allLevels()).to.deep.include({model: ['a', 'b'], persona_id: ['p', 'q', 'r']})
    expect(await long.results.get(ids[0]!)).to.deep.equal(await store.results.get(ids[0]!))
    expect(await long.ratings.ratedBy('ann')).to.deep.equal(new Set([ids[0]]))
    expect(asked).to.deep.equal([
      {repository: 'results', name: 'list', args: [{model: ['a']}, page]},
      {repository: 'results', name: 'allLevels', args: []},
    ])
  })

  it('of every level say what each level by itself says', async () => {
    const levels = await store.results.allLevels()
    for (const column of ['model', 'persona_id', 'style', 'chip_count'] as const)
      expect(levels[column]).to.deep.equal(await store.results.levels(column))
  })
})
