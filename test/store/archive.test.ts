import {expect} from 'chai'
import type {Store} from '../../src/store/store.js'
import {tempFolder} from '../support/processes.js'
import {aResult, aRun} from '../support/records.js'
import {newStore} from '../support/stores.js'

describe('an archived run', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let store: Store
  let archived: string
  let kept: string
  beforeEach(async () => {
    folder = await tempFolder()
    store = await newStore(folder.file('bench.db'))
    const [first, second] = [
      aRun({status: 'interrupted', started_at: '2026-11-25T10:00:00.000Z'}),
      aRun({status: 'interrupted'}),
    ]
    for (const run of [first, second]) {
      await store.runs.create(run)
      for (let made = 0; made < 2; made++) {
        const result = aResult(run.id)
        await store.results.save(result)
        await store.ratings.save({
          result_id: result.id,
          user_id: 'ann',
          rating: 3,
          created_at: 'now',
          blind: false,
        })
        await store.ratings.saveRepeat({
          result_id: result.id,
          user_id: 'ann',
          rating: 3,
          created_at: 'now',
          blind: null,
        })
      }
    }

    ;[archived, kept] = [first.id, second.id]
    expect(await store.archive.set(archived, '2026-11-26')).to.equal(true)
  })
  afterEach(async () => {
    await store.close()
    await folder.remove()
  })

  /** How many results, ratings and so on each reader finds. */
  async function found(filter: {run_id?: string; runs?: string[]} = {}) {
    const groups = await store.stats.groups(['model'], filter)
    return {
      groups: groups.reduce((sum, {result_count}) => sum + result_count, 0),
      rated: (await store.stats.ratedCells(filter, {occasions: ['run_id']})).reduce((sum, {n}) => sum + n, 0),
      factored: (await store.ratings.factored(filter)).length,
      repeats: (await store.ratings.repeats(filter)).length,
      notBlind: (await store.ratings.blindness(filter)).not_blind,
      versions: (await store.versions.uses(filter, []))[0]?.results ?? 0,
    }
  }

  const every = (n: number) => ({
    ...{groups: n, rated: n, factored: n, repeats: n, notBlind: n, versions: n},
  })

  it('is out of figures and queue, until it is restored', async () => {
    expect(await found()).to.deep.equal(every(2))
    expect(await store.archive.set(archived, null)).to.equal(true)
    expect(await found()).to.deep.equal(every(4))
    expect(await store.archive.set(archived, null)).to.equal(false)
    expect(await store.archive.set(kept, null)).to.equal(false)
  })

  it('is looked at by who names it', async () => {
    expect(await found({run_id: archived})).to.deep.equal(every(2))
    expect(await found({runs: [archived, kept]})).to.deep.equal(every(4))
  })

  it('is rated by nobody, also where it is named', async () => {
    const inQueue = async (filter: {run_id?: string; runs?: string[]}) => [
      (await store.ratings.candidates(filter, 10)).length,
      (await store.ratings.repeatable(filter, 'bob', 10)).length,
    ]
    for (const {id} of await store.ratings.candidates({}, 10)) {
      await store.ratings.save({result_id: id, user_id: 'bob', rating: 3, created_at: 'now', blind: true})
    }

    expect(await inQueue({})).to.deep.equal([2, 2])
    expect(await inQueue({run_id: archived})).to.deep.equal([0, 0])
    expect(await inQueue({runs: [archived, kept]})).to.deep.equal([2, 2])
    await store.archive.set(archived, null)
    expect(await inQueue({})).to.deep.equal([4, 2])
  })

  it('stays in lists and exports, and is marked', async () => {
    expect((await store.results.list({}, {limit: 10, offset: 0})).total).to.equal(4)
    expect(await store.lists.total({})).to.equal(4)
    const runs = await store.runs.list({limit: 10})
    expect(runs.map(({id, archived_at}) => [id, archived_at])).to.deep.equal([
      [archived, '2026-11-26'],
      [kept, null],
    ])
    expect([...(await store.archive.all())]).to.deep.equal([[archived, '2026-11-26']])
  })

  it('is not resumed by itself', async () => {
    expect((await store.runs.latestUnfinished())?.id).to.equal(kept)
    // Nor is a run whose config cannot be read: the next one is.
    expect(await store.runs.latestUnfinished(() => false)).to.equal(undefined)
  })

  it('keeps its first moment when it is archived again; no run can be archived that is not there', async () => {
    expect(await store.archive.set(archived, '2026-11-27')).to.equal(false)
    expect(await store.archive.set('none', '2026-11-27')).to.equal(false)
    expect([...(await store.archive.all())]).to.deep.equal([[archived, '2026-11-26']])
  })
})
