import {createClient, type Client} from '@libsql/client'
import {expect} from 'chai'
import {importRatings} from '../../../src/cli/rating/import-ratings.js'
import {rateOne} from '../../../src/cli/rating/rate-one.js'
import type {AnnotationChange} from '../../../src/records/rating.js'
import {jobsOf} from '../../../src/server/jobs/jobs.js'
import {databaseLocation} from '../../../src/store/database/location.js'
import {openStore, type Store} from '../../../src/store/store.js'
import {tempFolder} from '../../support/processes.js'
import {aResult, aRun} from '../../support/records.js'

const NOW = '2026-11-26T10:00:00.000Z'
const LATER = '2026-11-26T11:00:00.000Z'

describe('ratings that are saved together', () => {
  it('come with their notes and second ratings, those of unknown results left out', async () => {
    const store = await openStore(databaseLocation(':memory:', {}), {create: true})
    await store.runs.create(aRun({id: 'run'}))
    for (const id of ['one', 'two']) await store.results.save(aResult('run', {id}))
    const rating = (result_id: string, of: number, user_id = 'ann') =>
      ({...{result_id, user_id, rating: of}, blind: true, created_at: NOW}) as const
    const note = {result_id: 'two', user_id: 'ann', note: 'Fine.', flagged: true, created_at: NOW}
    await store.ratings.saveAll(
      [rating('one', 2), rating('one', 3, 'bob'), rating('gone', 4)],
      [{...note, tags: ['generic'], bad_chips: []}],
      [rating('one', 5), rating('gone', 1)],
    )
    const [ann, bob] = await Promise.all(['ann', 'bob'].map((name) => store.raters.contents(name)))
    expect(ann).to.deep.include({ratings: 1, repeats: 1, notes: 1})
    expect(bob).to.deep.include({ratings: 1, repeats: 0, notes: 0})
    expect((await store.ratings.repeats({})).length).to.equal(1)
    await store.ratings.saveAll([], [])
    await store.close()
  })
})

describe('a rating with what its rater says besides', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let store: Store
  let raw: Client
  let id: string
  let failed: string
  beforeEach(async () => {
    folder = await tempFolder()
    const url = `file:${folder.file('bench.db')}`
    store = await openStore(databaseLocation(url, {}), {create: true})
    raw = createClient({url})
    await store.runs.create(aRun({id: 'run'}))
    const results = [aResult('run'), aResult('run', {status: 'failed'})]
    for (const result of results) await store.results.save(result)
    ;[id, failed] = results.map((result) => result.id) as [string, string]
  })
  afterEach(async () => {
    raw.close()
    await store.close()
    await folder.remove()
  })

  const aRating = (rating = 2, created_at = NOW) => ({
    result_id: id,
    user_id: 'ann',
    rating,
    created_at,
    blind: null,
  })
  const tables = async () => {
    const all = ['ratings', 'notes', 'changes'].map((table) => raw.execute(`SELECT * FROM ${table}`))
    return (await Promise.all(all)).map(({rows}) => rows.map((row) => ({...row})))
  }
  const noted = async () => (await store.ratings.ofResult(id)).notes[0]

  const ways: Record<string, () => Promise<unknown>> = {
    'a script through the API': () =>
      jobsOf(store).rate({rating: aRating(), besides: {note: 'dull', tags: ['generic']}}),
    'a script on this machine': () => {
      const wish = {rater: 'ann', score: 2, note: 'dull', flag: false, tags: ['generic'], badChips: undefined}
      return rateOne(store, id, wish, () => Promise.resolve(['generic']))
    },
    'a file': () => {
      const file = Buffer.from(`result_id,user_id,rating,note,tags\n${id},ann,2,dull,"[""generic""]"\n`)
      const options = {rater: 'ann', skipMissing: false, overwriteNewer: false, suiteTags: ['generic']}
      return importRatings(store, 'r.csv', file, options)
    },
  }
  for (const [who, rate] of Object.entries(ways)) {
    it(`of ${who} is stored whole, or not at all when the database dies between`, async () => {
      const before = await tables()
      await raw.execute("CREATE TRIGGER dying BEFORE INSERT ON notes BEGIN SELECT RAISE(ABORT, 'died'); END")
      const error = await rate().then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      expect(error).to.be.instanceOf(Error)
      expect(await tables()).to.deep.equal(before)
      await raw.execute('DROP TRIGGER dying')
      await rate()
      expect(await store.ratings.ofRater(id, 'ann')).to.have.property('rating', 2)
      expect(await noted())
        .to.include({note: 'dull'})
        .and.to.deep.include({tags: ['generic']})
    })
  }

  it('says nothing of a result that failed, or is not there', async () => {
    const before = await tables()
    for (const result_id of [failed, 'nowhere'])
      expect(await store.ratings.save({...aRating(), result_id}, {note: 'dull'})).to.equal(undefined)
    expect(await tables()).to.deep.equal(before)
  })

  const changes: [string, AnnotationChange, object | undefined][] = [
    ['nothing', {}, {note: 'dull', flagged: true, tags: ['generic'], created_at: NOW}],
    ['a note', {note: 'odd'}, {note: 'odd', flagged: true, tags: ['generic'], created_at: LATER}],
    ['no flag', {flagged: false}, {note: 'dull', flagged: false, tags: ['generic'], created_at: LATER}],
    ['no tags', {tags: []}, {note: 'dull', flagged: true, tags: [], created_at: LATER}],
    ['that nothing is left', {note: '', flagged: false, tags: [], bad_chips: []}, undefined],
  ]
  for (const [what, change, after] of changes) {
    it(`keeps what is left out, said ${what}`, async () => {
      await store.ratings.save(aRating(), {note: 'dull', flagged: true, tags: ['generic'], bad_chips: ['a']})
      await store.ratings.save(aRating(4, LATER), change)
      expect(await store.ratings.ofRater(id, 'ann')).to.have.property('rating', 4)
      if (after) expect(await noted()).to.deep.include(after)
      else expect((await tables())[1]).to.deep.equal([])
    })
  }

  it('leaves no row, and no change, where nothing is said', async () => {
    await store.ratings.save(aRating(), {note: '', flagged: false})
    const [ratings, notes, made] = await tables()
    expect([ratings!.length, notes]).to.deep.equal([1, []])
    expect(made!.map(({kind}) => kind)).not.to.include('note')
  })
})
