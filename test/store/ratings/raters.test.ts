import {createClient, type Client} from '@libsql/client'
import {expect} from 'chai'
import {BenchError} from '../../../src/errors/bench-error.js'
import {databaseLocation} from '../../../src/store/database/location.js'
import {raterId} from '../../../src/store/ratings/rater-ids.js'
import {openStore, type Store} from '../../../src/store/store.js'
import {tempFolder} from '../../support/processes.js'
import {aResult, aRun} from '../../support/records.js'

describe('the people of a database', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let store: Store
  let raw: Client
  let results: string[]
  beforeEach(async () => {
    folder = await tempFolder()
    const url = `file:${folder.file('bench.db')}`
    store = await openStore(databaseLocation(url, {}), {create: true})
    raw = createClient({url})
    const run = aRun({config: {cases: 3, user: 'ann'}})
    await store.runs.create(run)
    const made = [aResult(run.id), aResult(run.id), aResult(run.id)]
    for (const result of made) await store.results.save(result)
    results = made.map(({id}) => id)
  })
  afterEach(async () => {
    raw.close()
    await store.close()
    await folder.remove()
  })

  const rate = (user_id: string, at: number, rating: number, created_at = '2026-11-02') =>
    store.ratings.save({result_id: results[at]!, user_id, rating, created_at, blind: at === 0})
  const note = (user_id: string, at: number, text: string, created_at = '2026-11-03') =>
    store.ratings.saveNote({result_id: results[at]!, user_id, note: text, flagged: true, created_at})
  const repeat = (user_id: string, at: number) =>
    store.ratings.saveRepeat({
      result_id: results[at]!,
      user_id,
      rating: 3,
      created_at: '2026-11-04',
      blind: true,
    })
  const all = async (sql: string) => (await raw.execute(sql)).rows.map((row) => Object.values(row))
  async function refusal(work: Promise<unknown>) {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).to.be.instanceOf(BenchError)
    return (error as BenchError).code
  }

  it('are listed with what they did, and when last', async () => {
    await rate('ann', 0, 4)
    await rate('ann', 1, 3)
    await note('ann', 1, 'a')
    await repeat('ann', 0)
    await note('bob', 0, 'b')
    expect(await store.raters.list()).to.deep.equal([
      {user_id: 'ann', ratings: 2, not_blind: 1, repeats: 1, notes: 1, last_activity: '2026-11-04'},
      {user_id: 'bob', ratings: 0, not_blind: 0, repeats: 0, notes: 1, last_activity: '2026-11-03'},
    ])
  })

  describe('renamed', () => {
    it('keep everything under the new name, with the ids that follow from it', async () => {
      await rate('ann', 0, 4)
      await note('ann', 1, 'a')
      await repeat('ann', 0)
      const {renamed, gaveWay} = await store.raters.rename('ann', 'ana')
      expect([renamed, gaveWay]).to.deep.equal([{ratings: 1, repeats: 1, notes: 1, runs: 1}, 0])
      expect(
        await all(
          `SELECT user_id FROM ratings UNION SELECT user_id FROM notes UNION SELECT user_id FROM rating_repeats`,
        ),
      ).to.deep.equal([['ana']])
      expect(await all(`SELECT json_extract(config, '$.user') FROM runs`)).to.deep.equal([['ana']])
      const {id} = (await store.ratings.list({user_id: 'ana'}, {limit: 1, offset: 0}))[0]!
      // A new rating of the person replaces the old one.
      expect((await rate('ana', 0, 2))!.id).to.equal(id)
      expect(
        await all('SELECT rating_count, rating_sum FROM results ORDER BY rating_count DESC LIMIT 1'),
      ).to.deep.equal([[1, 2]])
    })

    for (const [first, second, stays] of [
      ['2026-11-01', '2026-11-02', 2],
      ['2026-11-02', '2026-11-01', 4],
    ] as const)
      it(`leave the later of two ratings of one result: ${first} as ann, ${second} as ana`, async () => {
        await rate('ann', 0, 4, first)
        await rate('ann', 1, 5)
        await rate('ana', 0, 2, second)
        expect((await store.raters.rename('ann', 'ana')).gaveWay).to.equal(stays === 2 ? 1 : 0)
        expect(await all('SELECT rating FROM ratings ORDER BY rating')).to.deep.equal([[stays], [5]])
      })

    it('take along when they last saw figures, the later of both', async () => {
      for (const [name, at] of [
        ['ann', '2026-11-02'],
        ['ana', '2026-11-01'],
      ] as const)
        await raw.execute({
          sql: `INSERT INTO raters VALUES (?, ?, ?, NULL, 'now')`,
          args: [raterId(name), name, at],
        })
      await store.raters.rename('ann', 'ana')
      expect(await all('SELECT user_id, figures_seen_at FROM raters')).to.deep.equal([['ana', '2026-11-02']])
    })
  })

  describe('removed', () => {
    it('leave nothing but a hash, and nobody else loses anything', async () => {
      await rate('ann', 0, 4)
      await rate('bob', 0, 2)
      await note('ann', 1, 'a')
      await repeat('ann', 0)
      await store.raters.remove('ann', '2026-11-05')
      expect(await store.raters.contents('ann')).to.deep.equal({ratings: 0, repeats: 0, notes: 0, runs: 0})
      expect(await store.raters.names()).to.deep.equal(['bob'])
      expect(await store.raters.removedCount()).to.equal(1)
      expect(
        await all('SELECT rating_count, rating_sum FROM results ORDER BY rating_count DESC LIMIT 1'),
      ).to.deep.equal([[1, 2]])
      for (const {sql} of (await all(`SELECT name FROM sqlite_schema WHERE type = 'table'`)).map(
        ([name]) => ({sql: `SELECT * FROM ${name as string}`}),
      ))
        expect(JSON.stringify(await all(sql))).to.not.contain('ann')
    })

    it('cannot come back: not by a rating, a repeat, a note or an import', async () => {
      await store.raters.remove('Jose\u0301', '2026-11-05')
      expect(await refusal(rate('José', 0, 4))).to.equal('RATER_REMOVED')
      expect(await refusal(repeat('José', 0))).to.equal('RATER_REMOVED')
      expect(await refusal(note('José', 0, 'x'))).to.equal('RATER_REMOVED')
      expect(await refusal(store.raters.saveCalibration('José', {}, '2026-11-06'))).to.equal('RATER_REMOVED')
      await store.ratings.saveAll(
        ['José', 'bob'].map((user_id) => ({
          result_id: results[0]!,
          user_id,
          rating: 3,
          created_at: 'now',
          blind: null,
        })),
        ['José', 'bob'].map((user_id) => ({
          result_id: results[0]!,
          user_id,
          note: 'x',
          flagged: null,
          created_at: 'now',
        })),
      )
      expect(await store.raters.names()).to.deep.equal(['ann', 'bob'])
      expect(await store.raters.removed(['bob', 'José', 'eve'])).to.deep.equal(new Set(['José']))
      // A result that is not there is another matter.
      expect(
        await store.ratings.save({
          result_id: 'none',
          user_id: 'bob',
          rating: 1,
          created_at: 'now',
          blind: null,
        }),
      ).to.equal(undefined)
    })
  })
})
