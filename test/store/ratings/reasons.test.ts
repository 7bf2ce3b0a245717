import {expect} from 'chai'
import type {Store} from '../../../src/store/store.js'
import {badChipsView, tagsView} from '../../../src/terminal/views/figures/reasons-view.js'
import {aResult, aRun} from '../../support/records.js'
import {newStore} from '../../support/stores.js'

const chip = (key: string, display = key.toUpperCase()) => ({key, display, type: 'jargon' as const})

describe('why answers are poor', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
    await store.runs.create(aRun({id: 'run'}))
    await store.results.save(
      aResult('run', {id: 'one', final_chips: [chip('a'), chip('b'), chip('c'), chip('d')]}),
    )
    await store.results.save(
      aResult('run', {id: 'two', model: 'lab/two', final_chips: [chip('x', 'b'), chip('y')]}),
    )
    const say = async (
      result_id: string,
      user_id: string,
      tags: string[],
      bad_chips: string[],
      blind = true,
    ) => {
      const created_at = '2026-11-26T10:00:00.000Z'
      await store.ratings.save({result_id, user_id, rating: 2, created_at, blind})
      await store.ratings.saveNote({
        result_id,
        user_id,
        note: '',
        flagged: false,
        created_at,
        tags,
        bad_chips,
      })
    }
    await say('one', 'ann', ['generic', 'duplicates'], ['b', 'c'])
    await say('one', 'bob', ['generic'], ['b'])
    await say('two', 'ann', [], ['x', 'gone'], false)
  })
  afterEach(() => store.close())

  it('is told by tags of ratings, by system and prompt', async () => {
    const groups = await store.reasons.tags({})
    expect(groups).to.deep.equal([
      {model: 'lab/one', style: 'terse', ratings: 2, tagged: 2, tags: {generic: 2, duplicates: 1}},
      {model: 'lab/two', style: 'terse', ratings: 1, tagged: 0, tags: {}},
    ])
    expect(tagsView(groups, 80))
      .to.match(/generic +duplicates/)
      .and.to.match(/lab\/one +terse +2 +100 % +50 %/)
    expect(tagsView(await store.reasons.tags({model: ['lab/two']}), 80)).to.contain('No rating here')
  })

  it('is told by marked chips: their share, and the worst with where they came from', async () => {
    expect(await store.reasons.badChips({})).to.deep.equal([
      {model: 'lab/one', style: 'terse', ratings: 2, chips: 8, bad: 3},
      {model: 'lab/two', style: 'terse', ratings: 1, chips: 2, bad: 2},
    ])
    const worst = await store.reasons.worstChips({}, 9)
    // By the text, whatever its case; a key that is in no answer is no chip.
    expect(worst.map(({display, marks, results}) => [display, marks, results])).to.deep.equal([
      ['B', 3, 2],
      ['C', 1, 1],
    ])
    expect(worst[0]!.from).to.deep.equal([
      {model: 'lab/one', style: 'terse', result_id: 'one', marks: 2},
      {model: 'lab/two', style: 'terse', result_id: 'two', marks: 1},
    ])
    expect(badChipsView(await store.reasons.badChips({}), worst, 80)).to.contain(
      'lab/one terse one and 1 more',
    )
    expect((await store.reasons.worstChips({blind_only: true}, 1))[0]).to.deep.include({
      display: 'B',
      marks: 2,
    })
  })

  it('finds results by a tag', async () => {
    const ids = async (tag: string) =>
      (await store.results.list({tag}, {limit: 9, offset: 0})).results.map(({id}) => id)
    expect(await ids('generic')).to.deep.equal(['one'])
    expect(await ids('gener')).to.deep.equal([])
  })
})
