import {expect} from 'chai'
import {startApi, type TestApi} from '../../support/api.js'
import {
  BAD_OFFSETS,
  badLimits,
  NO_INTEGERS,
  tooBig,
  tooSmall,
  type BadInteger,
} from '../../support/parameters.js'

describe('numbers in a query', () => {
  let api: TestApi
  before(async () => {
    api = await startApi()
    await api.seed({}, [{}, {}, {}])
  })
  after(() => api.close())

  const bad: [string, string, BadInteger[]][] = [
    ['/runs', 'limit', badLimits(100)],
    ['/results', 'limit', badLimits(100)],
    ['/ratings', 'limit', badLimits(500)],
    ...['/runs', '/results', '/ratings'].map((path): [string, string, BadInteger[]] => [
      path,
      'offset',
      BAD_OFFSETS,
    ]),
    [
      '/results',
      'chip_count',
      [
        tooSmall('0', 1),
        tooSmall('-15', 1),
        tooBig('9007199254740992', Number.MAX_SAFE_INTEGER),
        // An empty filter is none.
        ...NO_INTEGERS.filter(({text}) => text !== ''),
      ],
    ],
  ]
  for (const [path, name, values] of bad) {
    it(`refuses ${values.length} values of ${name} of ${path}, each with its place and reason`, async () => {
      for (const {text, type, msg} of values) {
        const {status, body} = await api.get(`${path}?${name}=${text}`)
        expect([text, status, body]).to.deep.equal([text, 422, {detail: [{type, loc: ['query', name], msg}]}])
      }
    })

    it(`takes ${name} of ${path} only once`, async () => {
      for (const query of [`${name}=1&${name}=2`, `${name}=1&${name}=1`, `${name}=1&x=1&${name}=`]) {
        const {status, body} = await api.get(`${path}?${query}`)
        expect([query, status, body]).to.deep.equal([
          query,
          422,
          {detail: [{type: 'single', loc: ['query', name], msg: 'Should be given once'}]},
        ])
      }
    })
  }

  const good: [string, number][] = [
    ['/runs?limit=1', 1],
    ['/runs?limit=100', 1],
    ['/results?limit=1', 1],
    ['/results?limit=100', 3],
    ['/results?limit=2&offset=2', 1],
    ['/results?limit=002', 2],
    ['/results?limit=%2B2', 2],
    ['/results?limit=%32', 2],
    ['/results?offset=0', 3],
    ['/results?offset=-0', 3],
    ['/results?offset=9007199254740991', 0],
    ['/results?chip_count=15', 3],
    ['/results?chip_count=9007199254740991', 0],
    ['/ratings?limit=500', 0],
    ['/ratings?limit=1&offset=9007199254740991', 0],
    ['/results?limit=2&unknown=1&unknown=2', 2],
  ]
  for (const [path, length] of good)
    it(`takes ${path}`, async () => expect(await api.rows(path)).to.have.length(length))

  it('tells everything that is wrong at once', async () => {
    const {status, body} = await api.get('/results?limit=0&offset=-1&chip_count=x&status=odd')
    expect(status).to.equal(422)
    expect((body as {detail: {loc: string[]}[]}).detail.map(({loc}) => loc[1]).sort()).to.deep.equal([
      'chip_count',
      'limit',
      'offset',
      'status',
    ])
  })
})
