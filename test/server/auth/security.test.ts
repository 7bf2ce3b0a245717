import {expect} from 'chai'
import {readUserId} from '../../../src/server/auth/user-id.js'
import {tokenOf} from '../../../src/server/auth/tokens.js'
import {startApi, utf8Header, type Answer, type Row, type TestApi} from '../../support/api.js'
import {GENERATE, routes, type Route} from '../../support/api-routes.js'

const SECRETS = {ana: 'ana-secret-0123456789', zoë: 'zoe-secret-0123456789', nobody: 'open-secret-0123456789'}
const bearer = (secret: string) => ({Authorization: `Bearer ${secret}`})

describe('tokens', () => {
  let api: TestApi
  let id: string
  let all: Route[]
  before(async () => {
    const tokens = [
      tokenOf(SECRETS.ana, 'ana'),
      tokenOf(SECRETS.zoë, 'Zoë 🍟'),
      tokenOf(SECRETS.nobody, undefined),
    ]
    api = await startApi({tokens, hosts: undefined, generate: {'generate-model': ['builtin/lexicon']}})
    const {run, results} = await api.seed({}, [{}, {}])
    id = results[0]!.id
    all = routes({run: run.id, result: id})
  })
  after(() => api.close())

  const wrong: [string, Record<string, string>][] = [
    ['none', {}],
    ['an empty one', {Authorization: ''}],
    ['a word without a secret', {Authorization: 'Bearer'}],
    ['a wrong one', bearer('ana-secret-0123456780')],
    ['a part of one', bearer(SECRETS.ana.slice(0, -1))],
    ['one and more', bearer(`${SECRETS.ana}x`)],
    ['two', bearer(`${SECRETS.ana} ${SECRETS.nobody}`)],
    ['another case', bearer(SECRETS.ana.toUpperCase())],
    ['another scheme', {Authorization: `Basic ${Buffer.from(`ana:${SECRETS.ana}`).toString('base64')}`}],
    ['a bare secret', {Authorization: SECRETS.ana}],
    ['its digest', bearer(`sha256:${tokenOf(SECRETS.ana, undefined).digest.toString('hex')}`)],
    ['a cookie', {Cookie: `token=${SECRETS.ana}`}],
    ['the name alone', {'X-User-Id': 'ana'}],
    ['a very long one', bearer('x'.repeat(8000))],
  ]
  for (const [what, headers] of wrong) {
    it(`open nothing with ${what}`, async () => {
      for (const {path, method, body, open} of all.filter((route) => route.open !== true)) {
        const answer = await api.ask(path, {method, body, headers})
        expect([path, answer.status, answer.body, answer.headers['www-authenticate']]).to.deep.equal([
          path,
          401,
          {detail: 'Not authenticated'},
          'Bearer',
        ])
        expect(answer.headers.etag).to.equal(undefined)
        expect(open).to.equal(undefined)
      }

      expect((await api.dump())['ratings']).to.deep.equal([])
    })
  }

  it('open nothing by a parameter, nor for what is not there', async () => {
    for (const path of [
      `/runs?token=${SECRETS.ana}`,
      `/runs?access_token=${SECRETS.ana}`,
      '/nothing',
      '/',
      '/results/none',
      '/runs?limit=0',
      '/health/../runs',
      '//health',
      '/HEALTH',
      '/docs/../runs',
      '/%64ocs/x',
    ]) {
      const {status, body} = await api.get(path)
      expect([path, status, body]).to.deep.equal([path, 401, {detail: 'Not authenticated'}])
    }
  })

  it('are not needed for what holds no data', async () => {
    for (const {path} of all.filter(({open}) => open === true)) {
      for (const headers of [{}, bearer('a-wrong-secret-0123456789')]) {
        const {status, text} = await api.get(path, headers)
        expect([path, status]).to.deep.equal([path, 200])
        for (const secret of [...Object.values(SECRETS), api.file, id])
          expect(text.includes(secret), `${path} tells ${secret}`).to.equal(false)
      }
    }
  })

  for (const scheme of ['Bearer', 'bearer', 'BEARER', 'Bearer  ']) {
    it(`open everything with each secret: ${scheme}`, async () => {
      for (const secret of Object.values(SECRETS)) {
        for (const {path} of all.filter(({method}) => method === 'GET'))
          expect([path, (await api.get(path, {Authorization: `${scheme} ${secret}`})).status]).to.deep.equal([
            path,
            200,
          ])
        expect(
          (await api.post('/generate', GENERATE, {Authorization: `${scheme} ${secret}`})).status,
        ).to.equal(200)
      }
    })
  }

  const rate = (secret: string, rating: number, user?: string): Promise<Answer> =>
    api.post(
      `/results/${id}/ratings`,
      {rating},
      {...bearer(secret), ...(user !== undefined && {'X-User-Id': utf8Header(user)})},
    )

  it('rate for the user they are bound to, named or not', async () => {
    expect((await rate(SECRETS.ana, 2)).body).to.include({user_id: 'ana', rating: 2})
    expect((await rate(SECRETS.ana, 3, 'ana')).body).to.include({user_id: 'ana', rating: 3})
    expect((await rate(SECRETS.zoë, 4)).body).to.include({user_id: 'Zoë 🍟', rating: 4})
    expect((await rate(SECRETS.zoë, 5, 'Zoë 🍟')).body).to.include({user_id: 'Zoë 🍟', rating: 5})
    expect(
      (await api.rows('/ratings', bearer(SECRETS.ana))).map(({user_id, rating}) => [user_id, rating]).sort(),
    ).to.deep.equal([
      ['Zoë 🍟', 5],
      ['ana', 3],
    ])
  })

  it('rate for nobody else', async () => {
    const before = (await api.dump())['ratings']
    for (const user of ['bo', 'ANA', 'ana2', 'ana, bo', 'Zoë 🍟']) {
      const {status, body} = await rate(SECRETS.ana, 1, user)
      expect([user, status, body]).to.deep.equal([
        user,
        403,
        {detail: 'The token belongs to another user than X-User-Id names'},
      ])
    }

    for (const path of ['/results', `/results/${id}`])
      expect((await api.get(path, {...bearer(SECRETS.ana), 'X-User-Id': 'bo'})).status).to.equal(403)
    expect((await api.dump())['ratings']).to.deep.equal(before)
  })

  it('believe the name where they are bound to nobody', async () => {
    expect((await rate(SECRETS.nobody, 1)).status).to.equal(422)
    expect((await rate(SECRETS.nobody, 1, 'bo')).body).to.include({user_id: 'bo'})
  })

  it('tell each user their own rating, never that of another', async () => {
    await rate(SECRETS.ana, 3)
    await rate(SECRETS.zoë, 5)
    for (let round = 0; round < 2; round++) {
      for (const [secret, rating] of [
        [SECRETS.ana, 3],
        [SECRETS.zoë, 5],
      ] as const) {
        expect((await api.get(`/results/${id}`, bearer(secret))).body).to.include({my_rating: rating})
        expect((await api.rows('/results', bearer(secret))).find((row) => row['id'] === id)).to.include({
          my_rating: rating,
        })
      }

      expect((await api.get(`/results/${id}`, bearer(SECRETS.nobody))).body).not.to.have.property('my_rating')
    }
  })

  it('give no 304 to who has none', async () => {
    const {headers} = await api.get('/results', bearer(SECRETS.ana))
    expect((await api.get('/results', {'If-None-Match': headers.etag!})).status).to.equal(401)
    expect(
      (await api.get('/results', {...bearer(SECRETS.nobody), 'If-None-Match': headers.etag!})).status,
    ).to.equal(200)
    expect(
      (await api.get('/results', {...bearer(SECRETS.ana), 'If-None-Match': headers.etag!})).status,
    ).to.equal(304)
  })

  it('stand in no log', async () => {
    await api.get('/runs', bearer(SECRETS.ana))
    const log = JSON.stringify(api.lines)
    for (const secret of Object.values(SECRETS))
      expect(log.replaceAll(/oken=[^"&]*/g, '')).not.to.contain(secret)
    expect(api.lines.at(-1)).to.include({user: 'ana', url: '/runs'})
  })
})

describe('requests that a foreign page makes', () => {
  let api: TestApi
  let rating: string
  before(async () => {
    api = await startApi({origins: ['https://hexweavers.io']})
    const {results} = await api.seed({}, [{}])
    rating = `/results/${results[0]!.id}/ratings`
  })
  after(() => api.close())

  const foreign = [
    'evil.example',
    'evil.example:8000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'notlocalhost',
    'localhost.',
    '10.0.0.1',
    '127.0.0.2',
    '0.0.0.0',
    '[::2]',
    'xn--',
    'xn--80ak6aa92e.com',
    'bench',
    '1',
  ]
  for (const host of foreign) {
    it(`by the name ${host} are refused on every route`, async () => {
      for (const path of ['/runs', '/health', '/docs', '/openapi.json', '/nothing', '/results?limit=1']) {
        const {status, body, headers} = await api.get(path, {Host: host})
        expect([path, status, body]).to.deep.equal([
          path,
          403,
          {detail: 'This server does not go by that name'},
        ])
        expect(headers['access-control-allow-origin']).to.equal(undefined)
      }

      expect((await api.post(rating, {rating: 4}, {Host: host, 'X-User-Id': 'ana'})).status).to.equal(403)
    })
  }

  it('by names of this machine are answered', async () => {
    for (const host of ['localhost', 'LOCALHOST:8000', `127.0.0.1:${api.port}`, '[::1]:80'])
      expect((await api.get('/runs', {Host: host})).status).to.equal(200)
  })

  for (const origin of [
    'https://evil.example',
    'null',
    'http://hexweavers.io',
    'https://hexweavers.io.evil.example',
    'https://hexweavers.io:444',
    'file://',
    'http://localhost:1',
    '',
    'https://HEXWEAVERS.IO.',
  ]) {
    it(`from ${origin === '' ? 'an empty origin' : origin} may not write, and are not readable`, async () => {
      const {status, body, headers} = await api.post(
        rating,
        {rating: 4},
        {'X-User-Id': 'ana', Origin: origin},
      )
      expect([status, body]).to.deep.equal([403, {detail: 'This origin may not write here'}])
      expect(headers['access-control-allow-origin']).to.equal(undefined)
      expect((await api.post('/generate', GENERATE, {Origin: origin})).status).to.equal(403)
      expect((await api.get('/runs', {Origin: origin})).headers['access-control-allow-origin']).to.equal(
        undefined,
      )
      expect(await api.rows('/ratings')).to.deep.equal([])
    })
  }

  it('cannot write as forms do, with whatever type', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      expect(
        (await api.post(rating, '{"rating":4}', {'X-User-Id': 'ana', 'Content-Type': type})).status,
      ).to.equal(422)
    }

    expect(await api.rows('/ratings')).to.deep.equal([])
  })

  it('may write from the page the server shows itself, and from programs', async () => {
    for (const origin of [api.url, undefined])
      expect(
        (
          await api.post(
            rating,
            {rating: 4},
            {'X-User-Id': 'ana', ...(origin !== undefined && {Origin: origin})},
          )
        ).status,
      ).to.equal(200)
  })

  it('have raised no defect', () => expect(api.defects).to.deep.equal([]))
})

describe('hostile text', () => {
  const NASTY = [
    '</script><script>alert(1)</script>',
    '\u001b[31m\u0007',
    '\u0000',
    '\u2028\u2029',
    '"}],"x":[{"',
    "'; DROP TABLE results; --",
    '%0d%0aX-Evil: 1',
    '\r\nX-Evil: 1',
    '{{7*7}}',
    '\uD800',
    '../../../etc/passwd',
    '﷽'.repeat(1000),
  ]
  let api: TestApi
  before(async () => {
    api = await startApi({hosts: undefined})
  })
  after(() => api.close())

  it('stays text in JSON: in chips, names and errors', async () => {
    const chips = NASTY.map((text) => ({key: text, display: text, type: 'jargon' as const}))
    const {results} = await api.seed({id: NASTY[0]!}, [
      {
        final_chips: chips,
        errors: NASTY,
        sector: NASTY[1]!,
        desired_role: NASTY[4]!,
        persona_id: NASTY[3]!,
        model: NASTY[5]!,
      },
    ])
    const answer = await api.get(`/results/${results[0]!.id}`)
    expect(answer.headers['content-type']).to.equal('application/json')
    expect(answer.headers['x-content-type-options']).to.equal('nosniff')
    expect((answer.body as {final_chips: Row[]}).final_chips).to.deep.equal(JSON.parse(JSON.stringify(chips)))
    expect(answer.body).to.deep.include({
      sector: NASTY[1],
      desired_role: NASTY[4],
      persona_id: NASTY[3],
      model: NASTY[5],
    })
    const [listed] = await api.rows(
      `/results?model=${encodeURIComponent(NASTY[5]!)}&persona_id=${encodeURIComponent(NASTY[3]!)}`,
    )
    expect(listed).to.include({sector: NASTY[1], run_id: NASTY[0]})
    expect((await api.rows(`/stats?run_id=${encodeURIComponent(NASTY[0]!)}`))[0]).to.include({
      model: NASTY[5],
      result_count: 1,
    })
    expect((await api.get(`/runs/${encodeURIComponent(NASTY[0]!)}`)).body).to.include({id: NASTY[0]})
  })

  it('is not told back by errors', async () => {
    for (const text of NASTY.filter((nasty) => nasty !== '\uD800').map(encodeURIComponent)) {
      for (const path of [
        `/${text}`,
        `/runs/${text}`,
        `/results/none${text}`,
        `/runs?limit=${text}`,
        `/results?status=${text}`,
        `/stats?group_by=${text}`,
      ]) {
        const {status, text: answer} = await api.get(path)
        expect(status, path).to.be.oneOf([200, 404, 422])
        if (status === 422) expect(answer).not.to.match(/alert|DROP|X-Evil|passwd/)
      }
    }
  })

  it('puts no header into an answer', async () => {
    const paths = [
      '/%0d%0aX-Evil:%201',
      '/runs?x=%0d%0aX-Evil:%201',
      '/runs/%0d%0aX-Evil:%201',
      '/results?rated_by=%0d%0aX-Evil:%201',
    ]
    for (const path of paths) expect((await api.get(path)).headers).not.to.have.property('x-evil')
    const answer = await api.raw(
      'GET /runs HTTP/1.1\r\nHost: localhost\r\nX-User-Id: ana\r\nX-Evil: 1\r\nOrigin: x\r\nConnection: close\r\n\r\n',
    )
    expect(answer)
      .to.match(/^HTTP\/1\.1 200 /)
      .and.not.to.match(/evil/i)
  })

  it('in the name of a host harms nothing where any name is fine', async () => {
    const {results} = await api.seed({}, [{}])
    for (const host of ['xn--', 'evil.example', '1', '999.999.999.999', 'a'.repeat(5000), '[::1]']) {
      for (const path of ['/runs', '/health', '/docs', '/nothing', '/stats?x=1'])
        expect((await api.get(path, {Host: host})).status, `${host} ${path}`).to.be.below(500)
      expect(
        (await api.post(`/results/${results[0]!.id}/ratings`, {rating: 3}, {Host: host, 'X-User-Id': 'ana'}))
          .status,
        host,
      ).to.be.below(500)
    }

    expect(api.defects).to.deep.equal([])
  })

  it('is no name of a user', () => {
    for (const name of ['', ' ', '\t', 'a\u0000b', 'a\nb', 'a\u007fb', 'x'.repeat(201)])
      expect(readUserId(name)).to.equal(undefined)
  })
})
