import {expect} from 'chai'
import {startApi, type TestApi} from '../../support/api.js'
import {routes, type Route} from '../../support/api-routes.js'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'] as const
/** Bytes of a body that is just small enough. */
const LARGEST = 16_384

describe('errors of the API', () => {
  let api: TestApi
  let all: Route[]
  let rating: string
  before(async () => {
    api = await startApi({generate: {'generate-model': ['builtin/lexicon']}})
    const {run, results} = await api.seed({}, [{}])
    all = routes({run: run.id, result: results[0]!.id})
    rating = `/results/${results[0]!.id}/ratings`
  })
  after(() => api.close())

  it('answer unknown routes, whatever the method', async () => {
    const paths = [
      '/',
      '//',
      '//runs',
      '/RUNS',
      '/runs/a/b',
      '/results/a/b',
      '/results//ratings',
      '/ratings/x',
      '//runs/',
      '/nothing/',
      '/openapi',
      '/favicon.ico',
      '/results/%2e%2e',
      '/api/runs',
      '/%00',
    ]
    for (const path of paths) {
      for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
        const {status, body, headers} = await api.ask(path, {method})
        expect([method, path, status, body]).to.deep.equal([method, path, 404, {detail: 'Not Found'}])
        expect(headers['content-type']).to.equal('application/json')
      }
    }
  })

  it('sends every route with a slash at its end to the route without it', async () => {
    for (const {path, method} of [...all, {path: '/results/a%2Fb', method: 'GET'}]) {
      for (const [suffix, query] of [
        ['/', ''],
        ['/', '?limit=2&x=//evil.example'],
        ['//', ''],
      ] as const) {
        const {status, headers, text} = await api.ask(`${path}${suffix}${query}`, {method})
        expect([status, headers.location, text]).to.deep.equal([307, `${path}${query}`, ''])
      }
    }

    // No address that a browser would take for another server.
    for (const path of ['//evil.example/', '//evil.example//runs/', '//runs/', '/\\\\evil.example/'])
      expect((await api.get(path)).headers, path).not.to.have.property('location')
  })

  it('answer other methods with those that are allowed', async () => {
    for (const {path, method: own} of all) {
      const allow = own === 'GET' ? 'GET, HEAD' : 'POST'
      for (const method of METHODS.filter((one) => one !== own)) {
        const {status, body, headers} = await api.ask(path, {method, headers: {'X-User-Id': 'ana'}})
        expect([method, path, status, body, headers.allow]).to.deep.equal([
          method,
          path,
          405,
          {detail: 'Method Not Allowed'},
          allow,
        ])
      }

      if (own === 'POST') expect((await api.ask(path, {method: 'HEAD'})).status).to.equal(405)
    }

    expect(await api.rows('/ratings')).to.deep.equal([])
  })

  it('answer HEAD as GET, without a body', async () => {
    const paths = [
      ...all.filter(({method}) => method === 'GET').map(({path}) => path),
      '/nothing',
      '/runs/none',
      '/runs?limit=0',
    ]
    for (const path of paths) {
      const head = await api.ask(path, {method: 'HEAD'})
      const get = await api.get(path)
      const headers = Object.fromEntries(
        Object.entries(get.headers).filter(
          ([name]) => !['date', 'content-length', 'transfer-encoding'].includes(name),
        ),
      )
      expect([path, head.status, head.text]).to.deep.equal([path, get.status, ''])
      expect(head.headers).to.deep.include(headers)
    }
  })

  describe('for bodies', () => {
    /** A rating, padded to so many bytes. */
    const padded = (bytes: number) => `{"rating":4${' '.repeat(bytes - 12)}}`
    const post = (body: string, chunked: boolean) =>
      api.ask(rating, {method: 'POST', body, chunked, headers: {'X-User-Id': 'ana'}})

    for (const chunked of [false, true]) {
      it(`take ${LARGEST} bytes and no more${chunked ? ', also without a length' : ''}`, async () => {
        expect((await post(padded(LARGEST), chunked)).status).to.equal(200)
        for (const bytes of [LARGEST + 1, 100_000, 3_000_000]) {
          const {status, body} = await post(padded(bytes), chunked)
          expect([bytes, status, body]).to.deep.equal([bytes, 413, {detail: 'The body is too large'}])
          expect((await api.get('/health')).status).to.equal(200)
        }
      })
    }

    it('refuse what is announced as too large before it is sent', async () => {
      const answer = await api.raw(
        `POST ${rating} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-User-Id: ana\r\nContent-Type: application/json\r\nContent-Length: 999999999\r\n\r\n{`,
      )
      expect(answer).to.match(/^HTTP\/1\.1 413 /)
    })

    it('refuse what is large on /generate too', async () => {
      expect((await api.post('/generate', 'x'.repeat(LARGEST + 1))).status).to.equal(413)
    })

    it('mean nothing to a read', async () => {
      expect((await api.ask('/runs', {method: 'GET', body: 'x'.repeat(20_000)})).status).to.equal(200)
    })
  })

  const broken: [string, string][] = [
    ['a name with blanks', 'GET /runs HTTP/1.1\r\nHost: a b\r\n'],
    ['no host at all', 'GET /runs HTTP/1.1\r\n'],
    [
      'two lengths',
      `POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n`,
    ],
    [
      'a length and chunks',
      `POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n`,
    ],
    ['a folded header', 'GET /runs HTTP/1.1\r\nHost: localhost\r\nX-User-Id: ana\r\n bo\r\n'],
    ['a NUL in a header', 'GET /runs HTTP/1.1\r\nHost: localhost\r\nX-User-Id: a\0b\r\n'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['an unknown method', 'BREW /runs HTTP/1.1\r\nHost: localhost\r\n'],
  ]
  for (const [what, head] of broken) {
    it(`refuse ${what} before anything is done`, async () => {
      const answer = await api.raw(`${head}Connection: close\r\n\r\n`)
      expect(answer).to.match(/^HTTP\/1\.1 400 /)
      expect(answer).not.to.contain('"runs"')
      expect((await api.get('/health')).status).to.equal(200)
    })
  }

  it('have raised no defect', () => expect(api.defects).to.deep.equal([]))
})

describe('a database that fails', () => {
  it('is told to the log, and to nobody else', async () => {
    const api = await startApi()
    const {run, results} = await api.seed({}, [{}])
    const client = await import('@libsql/client/sqlite3').then(({createClient}) =>
      createClient({url: `file:${api.file}`}),
    )
    await client.execute('DROP TABLE changes')
    client.close()
    const failing = routes({run: run.id, result: results[0]!.id}).filter(
      ({path, open}) => open !== true && path !== '/options' && path !== '/generate',
    )
    for (const {path, method, body} of failing) {
      const answer = await api.ask(path, {method, body, headers: {'X-User-Id': 'ana'}})
      expect([path, answer.status, answer.body]).to.deep.equal([path, 500, {detail: 'Internal Server Error'}])
    }

    expect(api.defects).to.have.length(failing.length)
    expect(String(api.defects[0])).to.contain('no such table')
    await api.close()
  })
})
