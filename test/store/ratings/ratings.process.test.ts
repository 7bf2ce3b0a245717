import {createClient, type Client} from '@libsql/client'
import {expect} from 'chai'
import fc from 'fast-check'
import {databaseLocation} from '../../../src/store/database/location.js'
import {openStore, type Store} from '../../../src/store/store.js'
import {startSqld, tempFolder} from '../../support/processes.js'
import {aResult, aRun} from '../../support/records.js'

const USERS = ['ann', 'bob', 'cem']

/** What a rater does: rates (again), or takes the rating back. */
const act = fc.record({
  user: fc.constantFrom(...USERS),
  result: fc.nat({max: 2}),
  rating: fc.option(fc.integer({min: 1, max: 5})),
})

/** A second client writes the ratings, as another program would: totals and filters must follow all the same. */
function followsRatings(
  open: () => Promise<{store: Store; client: Client; end: () => Promise<void>}>,
  numRuns: number,
): void {
  let store: Store
  let client: Client
  let end: () => Promise<void>
  before(async () => {
    ;({store, client, end} = await open())
  })
  after(async () => {
    client.close()
    await store.close()
    await end()
  })

  async function threeResults() {
    const run = aRun()
    await store.runs.create(run)
    const results = [1, 2, 3].map((i) => aResult(run.id, {cost_usd: i, model: `m/${i}`}))
    for (const result of results) await store.results.save(result)
    return {run, results}
  }

  const rate = (user: string, resultId: string, rating: number | null) =>
    rating === null
      ? client.execute({
          sql: 'DELETE FROM ratings WHERE user_id = ? AND result_id = ?',
          args: [user, resultId],
        })
      : client.execute({
          sql: `INSERT INTO ratings (id, result_id, user_id, rating, created_at) VALUES (?, ?, ?, ?, 'now')
                ON CONFLICT (result_id, user_id) DO UPDATE SET rating = excluded.rating`,
          args: [`${user} ${resultId}`, resultId, user, rating],
        })

  it('keeps totals, means and filters true through any ratings, changes and withdrawals', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, {maxLength: 12}), async (acts) => {
        const {run, results} = await threeResults()
        const expected = new Map<string, Map<string, number>>(results.map(({id}) => [id, new Map()]))
        for (const {user, result, rating} of acts) {
          const {id} = results[result]!
          await rate(user, id, rating)
          if (rating === null) expected.get(id)!.delete(user)
          else expected.get(id)!.set(user, rating)
        }

        const {results: listed, total} = await store.results.list({run_id: run.id}, {limit: 10, offset: 0})
        expect([listed.length, total]).to.deep.equal([3, 3])
        for (const {id, rating_count, avg_rating} of listed) {
          const given = [...expected.get(id)!.values()]
          expect(rating_count).to.equal(given.length)
          expect(avg_rating).to.equal(
            given.length === 0 ? null : given.reduce((a, b) => a + b) / given.length,
          )
        }

        for (const user of USERS) {
          const ids = results.map(({id}) => id)
          const theirs = ids.filter((id) => expected.get(id)!.has(user))
          const rated = await store.results.list({run_id: run.id, rated_by: user}, {limit: 10, offset: 0})
          const unrated = await store.results.list({run_id: run.id, unrated_by: user}, {limit: 10, offset: 0})
          expect(rated.results.map(({id}) => id)).to.have.members(theirs)
          expect([rated.total, unrated.total]).to.deep.equal([theirs.length, 3 - theirs.length])
          expect(unrated.results.map(({id}) => id)).to.have.members(ids.filter((id) => !theirs.includes(id)))
        }

        // How often each score was given, too, through every change.
        const histograms = (await store.stats.groups(['model'], {run_id: run.id})).map(
          ({histogram}) => histogram,
        )
        const scores = [...expected.values()].flatMap((ratings) => [...ratings.values()])
        for (const score of [1, 2, 3, 4, 5]) {
          const counted = histograms.reduce((sum, histogram) => sum + histogram[score - 1]!, 0)
          expect(counted).to.equal(scores.filter((given) => given === score).length)
        }

        // Each result once, with its own cost, however many ratings it has.
        const groups = await store.stats.groups(['model'], {run_id: run.id})
        expect(groups.map(({result_count}) => result_count)).to.deep.equal([1, 1, 1])
        expect(groups.reduce((sum, {total_cost_usd}) => sum + (total_cost_usd ?? 0), 0)).to.equal(6)
        const all = [...expected.values()].reduce((sum, ratings) => sum + ratings.size, 0)
        expect(groups.reduce((sum, {rated_count}) => sum + rated_count, 0)).to.equal(all)
      }),
      {numRuns},
    )
  })

  it('keeps the ratings when a failed result is tried again', async () => {
    const run = aRun()
    await store.runs.create(run)
    const result = aResult(run.id, {status: 'failed'})
    await store.results.save(result)
    await rate('ann', result.id, 2)
    await store.results.save({...result, status: 'completed'})
    expect(await store.results.get(result.id)).to.include({
      status: 'completed',
      rating_count: 1,
      avg_rating: 2,
    })
  })

  it('joins the filter by rater with the others', async () => {
    const {run, results} = await threeResults()
    for (const {id} of results) await rate('ann', id, 4)
    const page = await store.results.list(
      {run_id: run.id, rated_by: 'ann', unrated_by: 'bob', model: ['m/2']},
      {limit: 10, offset: 0},
    )
    expect(page.results.map(({id}) => id)).to.deep.equal([results[1]!.id])
    const nobody = await store.results.list(
      {run_id: run.id, rated_by: `ann' OR '1'='1`},
      {limit: 10, offset: 0},
    )
    expect(nobody.total).to.equal(0)
  })

  it('refuses ratings outside 1 to 5 and of results that are not there', async () => {
    const {results} = await threeResults()
    for (const [id, rating] of [
      [results[0]!.id, 0],
      [results[0]!.id, 6],
      ['no such result', 3],
    ] as const) {
      let refused = false
      await rate('ann', id, rating).catch(() => (refused = true))
      expect(refused, `${id} ${rating}`).to.equal(true)
    }

    expect(await store.results.get(results[0]!.id)).to.include({rating_count: 0})
  })
}

describe('ratings by another client', () => {
  describe('in a local file', () => {
    followsRatings(async () => {
      const folder = await tempFolder()
      const url = `file:${folder.file('ratings.db')}`
      return {
        store: await openStore(databaseLocation(url, {}), {create: true}),
        client: createClient({url, timeout: 5000}),
        end: folder.remove,
      }
    }, 20)
  })

  describe('on a real sqld', () => {
    followsRatings(async () => {
      const folder = await tempFolder()
      const {url, close} = await startSqld(folder.file('sqld'))
      const end = async () => {
        await close()
        await folder.remove()
      }

      return {
        store: await openStore(databaseLocation(url, {}), {create: true}),
        client: createClient({url}),
        end,
      }
    }, 5)
  })
})
