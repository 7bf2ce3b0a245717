import {expect} from 'chai'
import {idsOf, startApi, type TestApi} from '../../support/api.js'

describe('GET /runs', () => {
  let api: TestApi
  let newestFirst: string[]
  before(async () => {
    api = await startApi()
    const times = [
      '2026-11-20T10:00:00.000Z',
      '2026-11-22T10:00:00.000Z',
      '2026-11-22T10:00:00.000Z',
      '2026-11-21T10:00:00.000Z',
    ]
    for (const [at, started_at] of times.entries())
      await api.seed({
        id: `run-${at}`,
        started_at,
        status: 'completed',
        completed_at: '2026-11-23T10:00:00.000Z',
      })
    await api.seed(
      {
        id: 'run-full',
        started_at: '2026-11-23T10:00:00.000Z',
        config: {models: ['ä', '🍟'], deep: {nothing: null}},
      },
      [{}, {}, {status: 'failed'}],
    )
    newestFirst = ['run-full', 'run-1', 'run-2', 'run-3', 'run-0']
  })
  after(() => api.close())

  it('lists runs newest first, ties by id, with their results counted', async () => {
    const {status, body} = await api.get('/runs')
    expect(status).to.equal(200)
    expect(Object.keys(body as object)).to.deep.equal(['runs', 'total'])
    expect(body).to.include({total: 5})
    const runs = await api.rows('/runs')
    expect(idsOf(runs)).to.deep.equal(newestFirst)
    expect(runs[0]).to.deep.equal({
      id: 'run-full',
      started_at: '2026-11-23T10:00:00.000Z',
      completed_at: null,
      status: 'running',
      result_count: 2,
      failed_count: 1,
    })
    expect(runs[1]).to.deep.equal({
      id: 'run-1',
      started_at: '2026-11-22T10:00:00.000Z',
      completed_at: '2026-11-23T10:00:00.000Z',
      status: 'completed',
      result_count: 0,
      failed_count: 0,
    })
  })

  it('counts ratings of a result as one result', async () => {
    const [result] = await api.rows('/results?run_id=run-full')
    for (const user of ['ana', 'bo']) await api.rate(String(result!['id']), user, 4)
    expect((await api.rows('/runs'))[0]).to.include({result_count: 2})
  })

  it('gives pages that neither overlap nor leave anything out', async () => {
    const pages = []
    for (let offset = 0; offset < 6; offset += 2)
      pages.push(idsOf(await api.rows(`/runs?limit=2&offset=${offset}`)))
    expect(pages.map(({length}) => length)).to.deep.equal([2, 2, 1])
    expect(pages.flat()).to.deep.equal(newestFirst)
    expect((await api.get('/runs?limit=2&offset=5')).body).to.deep.equal({runs: [], total: 5})
    expect(await api.rows(`/runs?offset=${Number.MAX_SAFE_INTEGER}`)).to.deep.equal([])
  })

  it('gives 50 when nothing is said, and 100 at most', async () => {
    const many = await startApi()
    for (let at = 0; at < 101; at++) await many.seed({})
    expect(await many.rows('/runs')).to.have.length(50)
    expect(await many.rows('/runs?limit=100')).to.have.length(100)
    expect(await many.rows('/runs?offset=50')).to.have.length(50)
    await many.close()
  })

  it('gives one run with its configuration', async () => {
    const {status, body} = await api.get('/runs/run-full')
    expect(status).to.equal(200)
    expect(body).to.deep.equal({
      id: 'run-full',
      started_at: '2026-11-23T10:00:00.000Z',
      completed_at: null,
      status: 'running',
      config: {models: ['ä', '🍟'], deep: {nothing: null}},
    })
  })

  for (const id of [
    'none',
    'run',
    'run-full%20',
    '%00',
    '%FF',
    '%',
    "x'%20OR%20'1'='1",
    'run-full%2F..',
    '%F0%9F%8D',
  ]) {
    it(`finds no run ${id}`, async () => {
      const {status, body} = await api.get(`/runs/${id}`)
      expect([status, body]).to.deep.equal([404, {detail: 'Run not found'}])
    })
  }

  it('finds a run whose id needs encoding', async () => {
    const id = 'a/b ä%?#'
    await api.seed({id, started_at: '2020-01-01T00:00:00.000Z'})
    expect((await api.get(`/runs/${encodeURIComponent(id)}`)).body).to.include({id})
  })
})
