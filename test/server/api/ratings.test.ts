import {expect} from 'chai'
import {idsOf, startApi, utf8Header, type Row, type TestApi} from '../../support/api.js'

const FIELDS = ['id', 'result_id', 'user_id', 'rating', 'created_at']

describe('ratings', () => {
  let api: TestApi
  let ids: string[]
  let failed: string
  beforeEach(async () => {
    api = await startApi()
    const {results} = await api.seed({id: 'run-a'}, [{}, {}, {}, {status: 'failed'}])
    ids = results.slice(0, 3).map(({id}) => id)
    failed = results[3]!.id
  })
  afterEach(() => api.close())

  it('are stored, and answered as they are stored', async () => {
    const earliest = new Date().toISOString()
    const {status, body} = await api.rate(ids[0]!, 'ana', 4)
    expect(status).to.equal(200)
    expect(body).to.include({result_id: ids[0], user_id: 'ana', rating: 4}).and.to.include.all.keys(FIELDS)
    expect((body as Row)['created_at']).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(String((body as Row)['created_at']) >= earliest).to.equal(true)
    expect(await api.rows('/ratings')).to.deep.equal([body])
    expect((await api.dump())['ratings']).to.deep.equal([
      {...(body as Row), blind: null, seconds: null, rubric_version: null},
    ])
  })

  it('are not taken of a user who was removed, and one user has one name', async () => {
    await api.rate(ids[0]!, utf8Header('Jose\u0301'), 4)
    await api.rate(ids[0]!, utf8Header(' José\u200B'), 2)
    const ratings = (await api.rows('/ratings')).map(({user_id, rating}) => [user_id, rating])
    expect(ratings).to.deep.equal([['José', 2]])
    await api.store.raters.remove('José', '2026-11-26T09:00:00.000Z')
    const {status, body} = await api.rate(ids[0]!, utf8Header('José'), 4)
    expect([status, body]).to.deep.equal([403, {detail: 'This user was removed, and cannot rate'}])
    expect(await api.rows('/ratings')).to.deep.equal([])
  })

  for (const rating of [1, 2, 3, 4, 5]) {
    it(`take ${rating}`, async () => {
      expect((await api.rate(ids[0]!, 'ana', rating)).body).to.include({rating})
      expect((await api.get(`/results/${ids[0]!}`, {'X-User-Id': 'ana'})).body).to.include({
        avg_rating: rating,
        rating_count: 1,
        my_rating: rating,
      })
    })
  }

  it('replace the one before and keep its id, each user apart', async () => {
    const first = (await api.rate(ids[0]!, 'ana', 4)).body as Row
    const other = (await api.rate(ids[0]!, 'bo', 1)).body as Row
    const second = (await api.rate(ids[0]!, 'ana', 2)).body as Row
    expect(second).to.include({id: first['id'], rating: 2})
    expect(other['id']).not.to.equal(first['id'])
    const rows = await api.rows('/ratings')
    expect(rows).to.have.length(2)
    expect(rows.map(({user_id, rating}) => [user_id, rating]).sort()).to.deep.equal([
      ['ana', 2],
      ['bo', 1],
    ])
    expect((await api.get(`/results/${ids[0]!}`)).body).to.include({avg_rating: 1.5, rating_count: 2})
  })

  it('are of nobody when two people are named', async () => {
    const {status, body} = await api.post(
      `/results/${ids[0]!}/ratings`,
      {rating: 4},
      {'X-User-Id': ['ana', 'bo']},
    )
    expect([status, body]).to.deep.equal([
      422,
      {detail: [{type: 'single', loc: ['header', 'x-user-id'], msg: 'Should be given once'}]},
    ])
    expect((await api.rate(ids[0]!, 'Lovelace, Ada', 4)).status).to.equal(200)
    expect(await api.rows('/ratings')).to.have.length(1)
  })

  it('keep the id of a row that another program made', async () => {
    await api.rate(ids[0]!, 'ana', 4)
    const client = await import('@libsql/client/sqlite3').then(({createClient}) =>
      createClient({url: `file:${api.file}`}),
    )
    await client.execute("UPDATE ratings SET id = 'from-elsewhere'")
    client.close()
    expect((await api.rate(ids[0]!, 'ana', 5)).body).to.include({id: 'from-elsewhere', rating: 5})
    expect(await api.rows('/ratings')).to.have.length(1)
  })

  it('keep every one of many that come at the same time', async () => {
    const answers = await Promise.all(
      Array.from({length: 60}, (_, at) => api.rate(ids[at % 3]!, `user-${at % 20}`, (at % 5) + 1)),
    )
    expect(answers.map(({status}) => status)).to.deep.equal(Array.from({length: 60}, () => 200))
    const rows = await api.rows('/ratings?limit=500')
    expect(rows).to.have.length(60)
    const sum = rows.reduce((total, {rating}) => total + Number(rating), 0)
    const results = await api.rows('/results')
    expect(
      results.reduce(
        (total, {avg_rating, rating_count}) => total + Number(avg_rating) * Number(rating_count),
        0,
      ),
    ).to.be.closeTo(sum, 1e-9)
  })

  it('are listed newest first, ties by id, by result and user, a page at a time', async () => {
    for (const [at, user_id] of ['ana', 'bo', 'Zoë 🍟', "o'neil"].entries())
      for (const [of, result_id] of ids.entries())
        await api.store.ratings.save({
          result_id,
          user_id,
          rating: of + 1,
          created_at: `2026-11-23T10:0${at % 2}:00.000Z`,
          blind: null,
        })
    const all = await api.rows('/ratings')
    const sorted = [...all].sort(
      (a, b) =>
        String(b['created_at']).localeCompare(String(a['created_at'])) ||
        (String(a['id']) < String(b['id']) ? -1 : 1),
    )
    expect(all).to.have.length(12)
    expect(idsOf(all)).to.deep.equal(idsOf(sorted))
    expect(all[0]).to.include.all.keys(FIELDS)
    const where = (test: (row: Row) => boolean) => idsOf(all.filter(test))
    for (const result_id of ids)
      expect(idsOf(await api.rows(`/ratings?result_id=${result_id}`))).to.deep.equal(
        where((row) => row['result_id'] === result_id),
      )
    for (const user of ['ana', 'bo', 'Zoë 🍟', "o'neil"]) {
      expect(idsOf(await api.rows(`/ratings?user_id=${encodeURIComponent(user)}`)))
        .to.deep.equal(where((row) => row['user_id'] === user))
        .and.have.length(3)
      expect(
        await api.rows(`/ratings?user_id=${encodeURIComponent(user)}&result_id=${ids[1]!}`),
      ).to.have.length(1)
    }

    for (const none of [
      'result_id=none',
      'user_id=none',
      'user_id=ANA',
      `user_id=none&result_id=${ids[0]!}`,
      'user_id=%00',
      "user_id=' OR 1=1--".replaceAll(' ', '%20'),
    ])
      expect(await api.rows(`/ratings?${none}`)).to.deep.equal([])
    const pages = []
    for (let offset = 0; offset < 15; offset += 5)
      pages.push(...(await api.rows(`/ratings?limit=5&offset=${offset}`)))
    expect(pages).to.deep.equal(all)
  })

  it('come 100 at a time when nothing is said, and 500 at most', async () => {
    const users = Array.from({length: 501}, (_, at) => `user-${at}`)
    await api.store.ratings.saveAll(
      users.map((user_id) => ({
        result_id: ids[0]!,
        user_id,
        rating: 3,
        created_at: '2026-11-23T10:00:00.000Z',
        blind: null,
      })),
      [],
    )
    expect(await api.rows('/ratings')).to.have.length(100)
    expect(await api.rows('/ratings?limit=500')).to.have.length(500)
    expect(await api.rows('/ratings?limit=500&offset=500')).to.have.length(1)
  })

  it('take each filter only once', async () => {
    for (const name of ['result_id', 'user_id']) {
      const {status, body} = await api.get(`/ratings?${name}=1&${name}=2`)
      expect([status, body]).to.deep.equal([
        422,
        {detail: [{type: 'single', loc: ['query', name], msg: 'Should be given once'}]},
      ])
    }
  })

  const names = [
    'a',
    'a'.repeat(200),
    'ana@example.com',
    'Zoë',
    '张伟',
    '🍟'.repeat(100),
    'Ω<script>"\'',
    '../../etc',
    "'; DROP TABLE ratings;--",
    'a, b',
  ]
  for (const name of names) {
    it(`are kept under the name ${name.slice(0, 30)}`, async () => {
      expect((await api.rate(ids[0]!, utf8Header(name), 5)).body).to.include({user_id: name})
      expect((await api.get(`/results/${ids[0]!}`, {'X-User-Id': utf8Header(name)})).body).to.include({
        my_rating: 5,
      })
      expect(await api.rows(`/ratings?user_id=${encodeURIComponent(name)}`)).to.have.length(1)
      expect((await api.get(`/results?rated_by=${encodeURIComponent(name)}`)).body).to.include({total: 1})
    })
  }

  it('forgive blanks around a name', async () => {
    expect((await api.rate(ids[0]!, '  ana ', 5)).body).to.include({user_id: 'ana'})
  })

  it('take a name in Latin-1 for what it is', async () => {
    expect((await api.rate(ids[0]!, 'Zo\u00EB', 5)).body).to.include({user_id: 'Zoë'})
  })

  it('need the name of somebody', async () => {
    const missing = await api.post(`/results/${ids[0]!}/ratings`, {rating: 4})
    expect([missing.status, missing.body]).to.deep.equal([
      422,
      {detail: [{type: 'missing', loc: ['header', 'x-user-id'], msg: 'Field required'}]},
    ])
    for (const name of [
      '',
      ' ',
      'a'.repeat(201),
      'a\tb',
      utf8Header('a\u0085b'),
      utf8Header('🍟'.repeat(101)),
    ]) {
      const {status, body} = await api.rate(ids[0]!, name, 4)
      expect([name, status, body]).to.deep.equal([
        name,
        422,
        {
          detail: [
            {
              type: 'user_id',
              loc: ['header', 'x-user-id'],
              msg: 'Should have 1 to 200 characters and no control characters',
            },
          ],
        },
      ])
    }

    expect(await api.rows('/ratings')).to.deep.equal([])
  })

  it('need a result that is there and has chips', async () => {
    const none = await api.rate('none', 'ana', 4)
    expect([none.status, none.body]).to.deep.equal([404, {detail: 'Result not found'}])
    const nothing = await api.rate(failed, 'ana', 4)
    expect([nothing.status, nothing.body]).to.deep.equal([
      409,
      {detail: 'Result failed: there is nothing to rate'},
    ])
    expect(await api.rows('/ratings')).to.deep.equal([])
  })

  const integer = {type: 'number_type', loc: ['body', 'rating'], msg: 'Input should be a valid number'}
  const required = {type: 'missing', loc: ['body', 'rating'], msg: 'Field required'}
  const object = {type: 'object_type', loc: ['body'], msg: 'Input should be a valid object'}
  const invalid = {type: 'json_invalid', loc: ['body'], msg: 'JSON decode error'}
  const low = {
    type: 'greater_than_equal',
    loc: ['body', 'rating'],
    msg: 'Input should be greater than or equal to 1',
  }
  const high = {
    type: 'less_than_equal',
    loc: ['body', 'rating'],
    msg: 'Input should be less than or equal to 5',
  }
  const fraction = {type: 'int_type', loc: ['body', 'rating'], msg: 'Input should be a valid integer'}
  const bodies: [string, object][] = [
    ['{"rating":0}', low],
    ['{"rating":-1}', low],
    ['{"rating":6}', high],
    ['{"rating":4,"rating":9}', high],
    ['{"rating":4.5}', fraction],
    ['{"rating":1e-9}', fraction],
    ['{"rating":"4"}', integer],
    ['{"rating":null}', integer],
    ['{"rating":true}', integer],
    ['{"rating":[4]}', integer],
    ['{"rating":{"$gt":1}}', integer],
    ['{"rating":1e999}', integer],
    ['{}', required],
    ['{"Rating":4}', required],
    ['{"__proto__":{"rating":4}}', required],
    ['[]', object],
    ['[{"rating":4}]', object],
    ['null', object],
    ['4', object],
    ['"rating"', object],
    ['', invalid],
    [' ', invalid],
    ['{', invalid],
    ["{'rating':4}", invalid],
    ['{"rating":4}}', invalid],
    ['{"rating":04}', invalid],
    ['\u0000', invalid],
    ['rating=4', invalid],
    ['['.repeat(8000), invalid],
  ]
  it('take nothing but a whole number from 1 to 5', async () => {
    for (const [text, problem] of bodies) {
      const {status, body} = await api.post(`/results/${ids[0]!}/ratings`, text, {'X-User-Id': 'ana'})
      expect([text.slice(0, 40), status, body]).to.deep.equal([text.slice(0, 40), 422, {detail: [problem]}])
    }

    expect(await api.rows('/ratings')).to.deep.equal([])
  })

  it('take further fields for nothing, and 4.0 for 4', async () => {
    expect(
      (
        await api.post(`/results/${ids[0]!}/ratings`, '{"rating":4.0,"note":"x","user_id":"bo"}', {
          'X-User-Id': 'ana',
        })
      ).body,
    ).to.include({rating: 4, user_id: 'ana'})
  })

  it('need JSON by name', async () => {
    const types = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
      'application/jsonp',
      'json',
      '',
    ]
    for (const type of types) {
      const {status, body} = await api.post(
        `/results/${ids[0]!}/ratings`,
        {rating: 4},
        {'X-User-Id': 'ana', 'Content-Type': type},
      )
      expect([type, status, body]).to.deep.equal([
        type,
        422,
        {
          detail: [
            {type: 'content_type', loc: ['header', 'content-type'], msg: 'Input should be application/json'},
          ],
        },
      ])
    }

    for (const type of [
      'application/json; charset=utf-8',
      'APPLICATION/JSON',
      'application/vnd.bench+json',
    ]) {
      expect(
        (
          await api.post(
            `/results/${ids[0]!}/ratings`,
            {rating: 4},
            {'X-User-Id': 'ana', 'Content-Type': type},
          )
        ).status,
      ).to.equal(200)
    }
  })

  it('say what is missing when there is no body at all', async () => {
    const {status, body} = await api.ask(`/results/${ids[0]!}/ratings`, {
      method: 'POST',
      headers: {'X-User-Id': 'ana'},
    })
    expect([status, body]).to.deep.equal([422, {detail: [required]}])
  })
})
