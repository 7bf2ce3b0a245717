import {expect} from 'chai'
import {createApi} from '../../../src/server/http/app.js'
import {ChangeCache} from '../../../src/server/http/change-cache.js'
import {jobsOf} from '../../../src/server/jobs/jobs.js'
import {draws} from '../../support/draws.js'
import {startApi, type TestApi} from '../../support/api.js'

describe('answers that are kept', () => {
  let api: TestApi
  let id: string
  let paths: string[]
  beforeEach(async () => {
    api = await startApi()
    const {run, results} = await api.seed({}, [{}, {}])
    id = results[0]!.id
    paths = [
      '/runs',
      `/runs/${run.id}`,
      '/results',
      '/results?limit=1',
      `/results/${id}`,
      '/ratings',
      '/stats',
      '/stats?group_by=style',
    ]
  })
  afterEach(() => api.close())

  const tagOf = async (path: string, user?: string) =>
    (await api.get(path, user === undefined ? {} : {'X-User-Id': user})).headers.etag!

  it('carry a tag, and are not sent again while they hold', async () => {
    for (const path of paths) {
      const first = await api.get(path)
      expect(first.headers['cache-control']).to.equal('private, no-cache')
      expect(first.headers.vary)
        .to.match(/X-User-Id/)
        .and.match(/Authorization/)
      const again = await api.get(path, {'If-None-Match': first.headers.etag!})
      expect([path, again.status, again.text, again.headers.etag]).to.deep.equal([
        path,
        304,
        '',
        first.headers.etag,
      ])
      expect((await api.get(path)).text).to.equal(first.text)
      expect((await api.get(path, {'If-None-Match': '"other"'})).status).to.equal(200)
    }
  })

  it('are made anew after a rating', async () => {
    for (const path of paths) await api.get(path)
    const tags = await Promise.all(paths.map((path) => tagOf(path)))
    await api.rate(id, 'ana', 5)
    for (const [at, path] of paths.entries())
      expect((await api.get(path, {'If-None-Match': tags[at]})).status).to.equal(200)
    expect((await api.get(`/results/${id}`)).body).to.include({rating_count: 1, avg_rating: 5})
    await api.rate(id, 'ana', 3)
    expect((await api.get(`/results/${id}`)).body).to.include({rating_count: 1, avg_rating: 3})
    expect((await api.rows('/ratings'))[0]).to.include({rating: 3})
    expect((await api.rows('/stats'))[0]).to.include({avg_rating: 3})
  })

  it('are made anew after another program wrote', async () => {
    const tag = await tagOf('/results')
    const client = await import('@libsql/client/sqlite3').then(({createClient}) =>
      createClient({url: `file:${api.file}`}),
    )
    await client.execute({
      sql: "INSERT INTO ratings (id, result_id, user_id, rating, created_at) VALUES ('x', ?, 'cy', 1, '2026-11-23T10:00:00.000Z')",
      args: [id],
    })
    client.close()
    expect((await api.get('/results', {'If-None-Match': tag})).status).to.equal(200)
    expect((await api.get(`/results/${id}`, {'X-User-Id': 'cy'})).body).to.include({my_rating: 1})
  })

  it('belong to one user: no tag of one fits the answer of another', async () => {
    await api.rate(id, 'ana', 5)
    for (const path of ['/results', `/results/${id}`]) {
      const tags = [await tagOf(path), await tagOf(path, 'ana'), await tagOf(path, 'bo')]
      expect(new Set(tags).size).to.equal(3)
      const {status, text} = await api.get(path, {'X-User-Id': 'bo', 'If-None-Match': tags[1]})
      expect(status).to.equal(200)
      expect(text).to.contain('"my_rating":null')
    }
  })

  it('belong to one address: a tag of another fits nothing', async () => {
    const tag = await tagOf('/results')
    expect((await api.get('/results?limit=1', {'If-None-Match': tag})).status).to.equal(200)
    expect((await api.get('/results?limit=0', {'If-None-Match': tag})).status).to.equal(422)
    expect((await api.get('/results/none', {'If-None-Match': tag})).status).to.equal(404)
    expect((await api.get('/results/a/b', {'If-None-Match': tag})).status).to.equal(404)
  })

  it('are the same for many who ask at once', async () => {
    const answers = await Promise.all(Array.from({length: 50}, () => api.get('/stats')))
    expect(new Set(answers.map(({text}) => text)).size).to.equal(1)
    expect(answers.every(({status}) => status === 200)).to.equal(true)
  })

  it('tell a user what they gave, however many users ask', async () => {
    const {numRuns: users} = draws(300)
    for (let at = 0; at < users; at++)
      await api.store.ratings.save({
        result_id: id,
        user_id: `user-${at}`,
        rating: (at % 5) + 1,
        created_at: '2026-11-23T10:00:00.000Z',
        blind: null,
      })
    const asked = Array.from({length: users}, (_, at) =>
      api.get(`/results/${id}`, {'X-User-Id': `user-${at}`}),
    )
    for (const [at, {body}] of (await Promise.all(asked)).entries())
      expect(body).to.include({my_rating: (at % 5) + 1})
  })

  it('are logged under the name of who asks, kept or not', async () => {
    const tag = await tagOf('/results', 'ana')
    await api.get('/results', {'X-User-Id': 'ana'})
    await api.get('/results', {'X-User-Id': 'ana', 'If-None-Match': tag})
    expect(api.lines.map(({status, user, url}) => [status, user, url])).to.deep.equal([
      [200, 'ana', '/results'],
      [200, 'ana', '/results'],
      [304, 'ana', '/results'],
    ])
  })

  it('are none where something was wrong', async () => {
    for (const path of ['/results?limit=0', '/results/none', '/nothing', '/health', '/options']) {
      const {headers} = await api.get(path)
      expect([path, headers['cache-control'], headers.etag]).to.deep.equal([path, 'no-store', undefined])
    }

    expect((await api.rate(id, 'ana', 4)).headers['cache-control']).to.equal('no-store')
  })

  it('are none in a process that comes and goes', async () => {
    const short = await startApi({caches: false})
    const {headers} = await short.get('/runs')
    expect([headers['cache-control'], headers.etag]).to.deep.equal(['no-store', undefined])
    await short.close()
  })

  it('carry a tag that no other process gives', async () => {
    const tag = await tagOf('/runs')
    const twin = createApi(
      {
        store: api.store,
        jobs: jobsOf(api.store),
        cache: new ChangeCache(api.store.changes),
        suite: api.suite,
        version: '0',
        generate: undefined,
        models: ['x'],
      },
      {tokens: [], origins: [], hosts: undefined, log: () => {}, onDefect: () => {}},
    )
    expect((await twin.request('/runs')).headers.get('etag')).not.to.equal(tag)
  })
})

describe('the documents', () => {
  let api: TestApi
  before(async () => {
    api = await startApi()
  })
  after(() => api.close())

  for (const path of ['/openapi.json', '/docs']) {
    it(`may be kept for a while: ${path}`, async () => {
      const {status, headers, text} = await api.get(path)
      expect([status, headers['cache-control']]).to.deep.equal([200, 'public, max-age=300'])
      expect(text.length).to.be.above(1000)
      const again = await api.get(path, {'If-None-Match': headers.etag!})
      expect([again.status, again.text, again.headers.etag]).to.deep.equal([304, '', headers.etag])
    })
  }

  it('name every route', async () => {
    const {paths} = (await api.get('/openapi.json')).body as {paths: Record<string, object>}
    expect(
      Object.entries(paths)
        .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`))
        .sort(),
    ).to.deep.equal([
      ...[
        'get /compare',
        'get /decide',
        'get /effects',
        'get /health',
        'get /judgements',
        'get /options',
        'get /prompts',
        'get /prompts/{hash}',
        'get /ratings',
        'get /results',
        'get /results/{id}',
        'get /runs',
        'get /runs/{id}',
        'get /stats',
      ],
      ...['post /generate', 'post /results/{id}/ratings'],
    ])
    const {text, headers} = await api.get('/docs')
    for (const path of Object.keys(paths)) expect(text).to.contain(path)
    expect(headers['content-security-policy']).to.contain("default-src 'none'")
    expect(text).not.to.match(/<script|https?:\/\/(?!127\.0\.0\.1)/)
  })
})
