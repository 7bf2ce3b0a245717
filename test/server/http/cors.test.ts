import {expect} from 'chai'
import {tokenOf} from '../../../src/server/auth/tokens.js'
import {startApi, type TestApi} from '../../support/api.js'

const ORIGINS = ['https://hexweavers.io', 'http://localhost:5173']
const SECRET = 'a-secret-of-the-team'

describe('CORS', () => {
  let api: TestApi
  let rating: string
  before(async () => {
    api = await startApi({origins: ORIGINS, tokens: [tokenOf(SECRET, undefined)]})
    const {results} = await api.seed({}, [{}])
    rating = `/results/${results[0]!.id}/ratings`
  })
  after(() => api.close())

  const auth = {Authorization: `Bearer ${SECRET}`}
  const preflight = (
    path: string,
    Origin: string,
    method = 'POST',
    headers = 'content-type,x-user-id,authorization',
  ) =>
    api.ask(path, {
      method: 'OPTIONS',
      headers: {Origin, 'Access-Control-Request-Method': method, 'Access-Control-Request-Headers': headers},
    })

  for (const origin of ORIGINS) {
    it(`lets ${origin} read and write`, async () => {
      const read = await api.get('/results', {...auth, Origin: origin})
      expect([read.status, read.headers['access-control-allow-origin']]).to.deep.equal([200, origin])
      expect(read.headers['access-control-expose-headers']).to.match(/ETag/)
      const write = await api.post(rating, {rating: 4}, {...auth, 'X-User-Id': 'ana', Origin: origin})
      expect([write.status, write.headers['access-control-allow-origin']]).to.deep.equal([200, origin])
    })

    it(`lets ${origin} read errors too`, async () => {
      for (const [path, status, headers] of [
        ['/runs', 401, {}],
        ['/nothing', 404, auth],
        ['/runs?limit=0', 422, auth],
        ['/results/none', 404, auth],
      ] as const) {
        const answer = await api.get(path, {...headers, Origin: origin})
        expect([path, answer.status, answer.headers['access-control-allow-origin']]).to.deep.equal([
          path,
          status,
          origin,
        ])
      }

      const large = await api.post(rating, 'x'.repeat(20_000), {...auth, Origin: origin})
      expect([large.status, large.headers['access-control-allow-origin']]).to.deep.equal([413, origin])
    })

    it(`answers the question that browsers of ${origin} ask first, without a token`, async () => {
      for (const path of ['/results', rating, '/generate']) {
        const {status, headers, text} = await preflight(path, origin)
        expect([status, text, headers['access-control-allow-origin']]).to.deep.equal([204, '', origin])
        expect(headers['access-control-allow-methods']).to.match(/GET/).and.match(/POST/)
        for (const name of ['content-type', 'x-user-id', 'authorization'])
          expect(String(headers['access-control-allow-headers']).toLowerCase().split(',')).to.include(name)
        expect(Number(headers['access-control-max-age'])).to.be.above(0)
      }
    })
  }

  it('never lets every origin, and takes credentials from named ones alone', async () => {
    for (const origin of [...ORIGINS, 'https://evil.example']) {
      const {headers} = await api.get('/runs', {...auth, Origin: origin})
      expect(headers['access-control-allow-origin']).not.to.equal('*')
      if (origin.includes('evil')) expect(headers).not.to.have.property('access-control-allow-origin')
      else expect(headers).to.include({'access-control-allow-credentials': 'true'})
    }
  })

  for (const origin of [
    'https://evil.example',
    'null',
    'https://hexweavers.io.evil.example',
    'https://hexweavers.io/',
    'HTTPS://HEXWEAVERS.IO',
    'http://localhost:5174',
  ]) {
    it(`lets ${origin} do nothing`, async () => {
      expect((await preflight(rating, origin)).headers).not.to.have.property('access-control-allow-origin')
      expect((await api.get('/runs', {...auth, Origin: origin})).headers).not.to.have.property(
        'access-control-allow-origin',
      )
      expect(
        (await api.post(rating, {rating: 4}, {...auth, 'X-User-Id': 'ana', Origin: origin})).status,
      ).to.equal(403)
    })
  }

  it('keeps answers for one origin and one user apart from others', async () => {
    for (let round = 0; round < 2; round++) {
      for (const path of ['/runs', '/results', '/stats', '/ratings']) {
        for (const origin of ORIGINS) {
          const {headers} = await api.get(path, {...auth, Origin: origin})
          expect(headers['access-control-allow-origin']).to.equal(origin)
          for (const name of ['Origin', 'X-User-Id', 'Authorization'])
            expect(headers.vary?.split(/, */), `${path} ${round}`).to.include(name)
          const unchanged = await api.get(path, {...auth, Origin: origin, 'If-None-Match': headers.etag!})
          expect([
            unchanged.status,
            unchanged.headers['access-control-allow-origin'],
            unchanged.headers.vary,
          ]).to.deep.equal([304, origin, headers.vary])
        }
      }
    }
  })

  it('says nothing where no origin was named', async () => {
    const plain = await startApi()
    const {headers, status} = await plain.get('/runs', {Origin: ORIGINS[0]!})
    expect(status).to.equal(200)
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).to.deep.equal([])
    const asked = await plain.ask('/runs', {
      method: 'OPTIONS',
      headers: {Origin: ORIGINS[0]!, 'Access-Control-Request-Method': 'GET'},
    })
    expect([asked.status, asked.headers['access-control-allow-origin']]).to.deep.equal([405, undefined])
    await plain.close()
  })
})
