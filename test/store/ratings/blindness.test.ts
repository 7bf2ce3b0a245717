import {expect} from 'chai'
import fc from 'fast-check'
import type {Store} from '../../../src/store/store.js'
import {draws} from '../../support/draws.js'
import {aResult, aRun} from '../../support/records.js'
import {newStore} from '../../support/stores.js'

const at = (minute: number) => `2026-11-26T10:${String(minute).padStart(2, '0')}:00.000Z`

describe('what makes a rating blind', () => {
  let store: Store
  let ids: string[]
  beforeEach(async () => {
    store = await newStore()
    await store.runs.create(aRun({id: 'run'}))
    const results = [aResult('run'), aResult('run'), aResult('run', {status: 'failed'})]
    for (const result of results) await store.results.save(result)
    ids = results.map(({id}) => id)
  })
  afterEach(() => store.close())

  interface Change {
    rating?: number
    blind?: boolean | null
    user?: string
  }
  const rate = async (place: number, minute: number, {rating = 3, blind = true, user = 'ann'}: Change = {}) =>
    (await store.ratings.save({
      result_id: ids[place]!,
      user_id: user,
      rating,
      created_at: at(minute),
      blind,
    }))!.blind
  const rows = async () => (await store.ratings.ofResult(ids[0]!)).notes

  it('is what the front end says, while nothing was seen', async () => {
    expect(await rate(0, 1)).to.equal(true)
    expect(await rate(0, 2, {rating: 4})).to.equal(true)
    expect(await rate(1, 3, {blind: false})).to.equal(false)
    expect(await rate(1, 4, {user: 'bob', blind: null})).to.equal(null)
  })

  it('is counted alone where only blind ratings are asked for, by score', async () => {
    await rate(0, 1, {rating: 5})
    await rate(0, 2, {user: 'bob', rating: 2})
    await rate(1, 3, {rating: 2, blind: false})
    await rate(1, 4, {user: 'bob', rating: 4, blind: null})
    const groups = async (blind_only: boolean) => (await store.stats.groups(['persona_id'], {blind_only}))[0]
    expect(await groups(true)).to.deep.include({
      ...{histogram: [0, 1, 0, 0, 1], rated_count: 2, rated_results: 1, avg_rating: 3.5},
    })
    expect(await groups(false)).to.deep.include({
      ...{histogram: [0, 2, 0, 1, 1], rated_count: 4, rated_results: 2, avg_rating: 3.25},
    })
  })

  it('is lost for that person once chips and system were seen together, whenever the rating is dated', async () => {
    await store.ratings.saw('ann', [ids[0]!], at(5))
    expect(await rate(0, 6)).to.equal(false)
    expect(await rate(0, 1, {rating: 5})).to.equal(false)
    expect(await rate(0, 7, {user: 'bob'})).to.equal(true)
    expect(await rate(1, 8)).to.equal(true)
  })

  it('is lost for a correction after figures were opened, not for a first rating', async () => {
    await rate(0, 1)
    await store.raters.openedFigures('ann', at(2))
    expect(await rate(1, 3)).to.equal(true)
    expect(await rate(0, 4, {rating: 5})).to.equal(false)
    // Nor does a second correction make it blind again.
    expect(await rate(0, 5, {rating: 1})).to.equal(false)
  })

  it('is lost for a score that follows a rating which was taken back after figures were opened', async () => {
    await rate(0, 1)
    await store.raters.openedFigures('ann', at(2))
    await store.ratings.withdraw(ids[0]!, 'ann', at(3))
    expect(await rate(0, 4)).to.equal(false)
    await rate(1, 5)
    await store.ratings.withdraw(ids[1]!, 'ann', at(6))
    expect(await rate(1, 7)).to.equal(true)
    await rate(1, 8, {blind: false})
    await store.ratings.withdraw(ids[1]!, 'ann', at(9))
    expect(await rate(1, 10)).to.equal(false)
  })

  it('stays unknown where the score before was', async () => {
    await rate(0, 1, {blind: null})
    expect(await rate(0, 2, {rating: 4})).to.equal(null)
  })

  it('of a file is judged by what had been seen when the rating was made', async () => {
    await store.ratings.saw('ann', [ids[0]!], at(5))
    const line = {user_id: 'ann', rating: 2, blind: true}
    await store.ratings.saveAll(
      [
        {...line, result_id: ids[0]!, created_at: at(4)},
        {...line, result_id: ids[1]!, created_at: at(6)},
      ],
      [],
    )
    const before = await store.ratings.list({user_id: 'ann'}, {limit: 9, offset: 0})
    expect(before.map(({blind}) => blind)).to.deep.equal([true, true])
    await store.ratings.saveAll([{...line, rating: 4, result_id: ids[0]!, created_at: at(7)}], [])
    expect((await store.ratings.ofResult(ids[0]!)).ratings[0]!.blind).to.equal(false)
  })

  it('keeps the first moment, says nothing in lists of notes, and outlives a note', async () => {
    await store.ratings.saw('ann', ids, at(5))
    await store.ratings.saw('ann', ids, at(6))
    expect(await rows()).to.deep.equal([])
    expect(await store.raters.list()).to.deep.equal([])
    const note = {result_id: ids[0]!, user_id: 'ann', note: 'x', flagged: false, created_at: at(7)}
    await store.ratings.saveNote(note)
    expect((await rows()).map(({note: text}) => text)).to.deep.equal(['x'])
    await store.ratings.saveNote({...note, note: ''})
    expect(await rows()).to.deep.equal([])
    expect(await rate(0, 8)).to.equal(false)
  })

  it('is noted of figures only where the person has a newer rating, and never of people who were removed', async () => {
    const changes = () => store.changes.latest()
    await store.raters.openedFigures('ann', at(1))
    const nothing = await changes()
    await rate(0, 2)
    await store.raters.openedFigures('ann', at(3))
    const once = await changes()
    expect(once).to.be.above(nothing)
    await store.raters.openedFigures('ann', at(4))
    expect(await changes()).to.equal(once)
    await store.raters.remove('ann', at(5))
    const gone = await changes()
    await store.ratings.saw('ann', ids, at(6))
    await store.raters.openedFigures('ann', at(6))
    expect(await changes()).to.equal(gone)
  })

  it('does not touch reasons: they go with a note, and stay where they are left out', async () => {
    const note = {result_id: ids[0]!, user_id: 'ann', note: '', flagged: false, created_at: at(1)}
    await store.ratings.saveNote({...note, tags: ['generic'], bad_chips: ['a']})
    await store.ratings.saveNote({...note, note: 'x'})
    expect((await rows())[0]).to.deep.include({note: 'x', tags: ['generic'], bad_chips: ['a']})
    await store.ratings.saveNote(note)
    expect((await rows())[0]).to.deep.include({note: '', tags: ['generic'], bad_chips: ['a']})
    await store.ratings.saveNote({...note, tags: [], bad_chips: []})
    expect(await rows()).to.deep.equal([])
  })

  it('can be asked of figures, decisions, panels and exports: then no other rating counts', async () => {
    await rate(0, 1, {rating: 5})
    await rate(0, 2, {user: 'bob', rating: 1, blind: false})
    await rate(1, 3, {user: 'bob', rating: 2, blind: null})
    const only = {blind_only: true}
    const [all, blind] = [await store.stats.groups(['model'], {}), await store.stats.groups(['model'], only)]
    expect(all[0]).to.deep.include({rated_count: 3, rated_results: 2, avg_rating: 8 / 3, result_count: 2})
    expect(blind[0]).to.deep.include({rated_count: 1, rated_results: 1, avg_rating: 5, result_count: 2})
    expect(blind[0]!.histogram).to.deep.equal([0, 0, 0, 0, 1])
    const cells = await store.stats.ratedCells(only)
    expect(cells.map(({rater, n, sum}) => [rater, n, sum])).to.deep.equal([['ann', 1, 5]])
    expect((await store.decisions.scores(only)).map(({rater}) => rater)).to.deep.equal(['ann'])
    expect((await store.ratings.factored(only)).map(({rating}) => rating)).to.deep.equal([5])
    const exported = []
    for await (const page of store.ratings.pages(only)) exported.push(...page)
    expect(exported.map(({user_id, blind: isBlind}) => [user_id, isBlind])).to.deep.equal([['ann', true]])
    expect(await store.ratings.blindness({})).to.deep.equal({ratings: 3, not_blind: 1, unknown: 1})
    expect(await store.ratings.blindness(only)).to.deep.equal({ratings: 1, not_blind: 0, unknown: 0})
  })

  it('is counted within a filter as row by row, whatever kinds of ratings there are', async () => {
    const blindness = fc.oneof(
      ...[[true], [null], [true, false], [true, null], [true, false, null]].map((kinds) =>
        fc.array(fc.constantFrom<(boolean | null)[]>(...kinds), {minLength: 6, maxLength: 6}),
      ),
    )
    await fc.assert(
      fc.asyncProperty(blindness, fc.nat({max: 6}), async (kinds, rated) => {
        const drawn = await newStore()
        try {
          await drawn.runs.create(aRun({id: 'run'}))
          const expected = {ratings: 0, not_blind: 0, unknown: 0}
          const ofOne = {...expected}
          for (const [at, blind] of kinds.slice(0, rated).entries()) {
            const result = aResult('run', {
              trial: at + 1,
              model: at % 2 === 0 ? 'lab/one' : 'lab/two',
              ...(at === 5 && {status: 'failed' as const}),
            })
            await drawn.results.save(result)
            const row = {
              result_id: result.id,
              user_id: 'ann',
              rating: 3,
              created_at: '2026-11-26T10:00:00.000Z',
            }
            await drawn.ratings.save({...row, blind})
            for (const counts of [expected, ...(at % 2 === 0 ? [ofOne] : [])]) {
              if (result.status === 'failed') continue
              counts.ratings++
              if (blind === false) counts.not_blind++
              if (blind === null) counts.unknown++
            }
          }

          expect(await drawn.ratings.blindness({})).to.deep.equal(expected)
          expect(await drawn.ratings.blindness({}, expected.ratings)).to.deep.equal(expected)
          expect(await drawn.ratings.blindness({model: ['lab/one']})).to.deep.equal(ofOne)
        } finally {
          await drawn.close()
        }
      }),
      draws(60),
    )
  })
})
