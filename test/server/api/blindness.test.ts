import {expect} from 'chai'
import type {RatingCommand} from '../../../src/rating/page-commands.js'
import {jobsOf, type Jobs} from '../../../src/server/jobs/jobs.js'
import {startApi, type TestApi} from '../../support/api.js'

const DAY = 24 * 3600_000

/** What a rater with a token can do over HTTP: read, and send what a page sends, dated as one likes. */
describe('a rater who looks before, or between', () => {
  let api: TestApi
  let jobs: Jobs
  let ids: string[]
  beforeEach(async () => {
    api = await startApi()
    const {results} = await api.seed({id: 'run-a'}, [{}, {}, {model: 'lab/two'}])
    ids = results.map(({id}) => id)
    jobs = jobsOf(api.store)
  })
  afterEach(() => api.close())

  const send = (place: number, command: RatingCommand, age = 0, rater = 'ana') =>
    jobs.applyCommand({
      rater,
      item: {id: ids[place]!, repeat: false},
      command,
      at: new Date(Date.now() - age).toISOString(),
      isBlind: true,
      rubric: {version: null, tags: []},
    })
  const rate = (place: number, score: number, age = 0) => send(place, {kind: 'rate', score}, age)
  const blind = async (place: number, user = 'ana') =>
    (await api.store.ratings.list({result_id: ids[place]!, user_id: user}, {limit: 1, offset: 0}))[0]?.blind
  const get = (path: string, user = 'ana') => api.get(path, {'X-User-Id': user})
  /** Time goes on: what is read is read after what was rated. */
  const later = () => new Promise((resolve) => setTimeout(resolve, 3))

  it('is blind without a look, and stays so when a lost command is sent again', async () => {
    await rate(0, 4)
    await later()
    await get('/stats')
    await rate(0, 4)
    expect(await blind(0)).to.equal(true)
    await rate(1, 2)
    expect(await blind(1)).to.equal(true)
  })

  it('is not blind for a result that was read before, however the rating is dated', async () => {
    expect((await get(`/results/${ids[0]}`)).status).to.equal(200)
    await rate(0, 4)
    await get(`/results/${ids[1]}`)
    await rate(1, 4, 30 * DAY)
    expect([await blind(0), await blind(1)]).to.deep.equal([false, false])
    await send(0, {kind: 'rate', score: 5}, 0, 'bob')
    expect(await blind(0, 'bob')).to.equal(true)
  })

  it('is not blind where the answer was one that is kept: another user asked for it before', async () => {
    await get(`/results/${ids[0]}`, 'bob')
    await get(`/results/${ids[0]}`, 'bob')
    await get(`/results/${ids[0]}`)
    await rate(0, 4)
    expect(await blind(0)).to.equal(false)
  })

  for (const path of [
    '/stats',
    '/compare',
    '/effects',
    '/decide',
    '/results',
    '/results?rated_by=ana',
    '/ratings?user_id=ana',
  ]) {
    it(`corrects nothing blind after ${path}, nor after taking the rating back`, async () => {
      await rate(0, 4)
      await rate(1, 4)
      await later()
      expect((await get(path)).status).to.equal(200)
      await later()
      await rate(0, 1)
      expect(await blind(0)).to.equal(false)
      await send(1, {kind: 'withdraw'})
      await rate(1, 1)
      expect(await blind(1)).to.equal(false)
      // A first rating is blind all the same.
      await rate(2, 3)
      expect(await blind(2)).to.equal(true)
    })
  }

  it('who is nobody known changes nothing, and lists mark no result as seen', async () => {
    await rate(0, 4)
    await later()
    for (const path of ['/stats', `/results/${ids[0]}`, '/results']) await api.get(path)
    await rate(0, 2)
    expect(await blind(0)).to.equal(true)
    await get('/results')
    await rate(1, 2)
    expect(await blind(1)).to.equal(true)
    const {notes} = (await api.dump()) as {notes: unknown[]}
    expect(notes).to.deep.equal([])
  })
})
