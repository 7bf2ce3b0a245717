import {expect} from 'chai'
import {startApi, type Row, type TestApi} from '../../support/api.js'

describe('ratings with reasons', () => {
  let api: TestApi
  let ids: string[]
  beforeEach(async () => {
    api = await startApi()
    ids = (await api.seed({id: 'run-a'}, [{}, {}])).results.map(({id}) => id)
  })
  afterEach(() => api.close())

  it('take reasons with a score, and show them to a known user', async () => {
    const [result] = (await api.store.results.list({}, {limit: 10, offset: 0})).results.filter(
      ({id}) => id === ids[0],
    )
    const {final_chips} = (await api.store.results.get(result!.id))!
    const key = final_chips[0]!.key
    const rate = (body: object, user = 'ana') =>
      api.post(`/results/${ids[0]}/ratings`, body, {'X-User-Id': user})
    const said = async (user?: string) =>
      ((await api.get(`/results/${ids[0]}`, user === undefined ? {} : {'X-User-Id': user})).body as Row)[
        'notes'
      ]
    expect(
      (await rate({rating: 2, note: ' dull ', tags: ['generic', 'generic'], bad_chips: [key]})).status,
    ).to.equal(200)
    const first = {user_id: 'ana', note: 'dull', flagged: false, tags: ['generic'], bad_chips: [key]}
    expect(await said('bob')).to.have.length(1)
    expect(((await said('bob')) as Row[])[0]).to.deep.include(first)
    expect(await said()).to.equal(undefined)
    // What is left out stays, and an empty list takes back.
    expect((await rate({rating: 3})).status).to.equal(200)
    expect((await rate({rating: 3, flagged: true, bad_chips: []})).status).to.equal(200)
    expect(((await said('ana')) as Row[])[0]).to.deep.include({...first, flagged: true, bad_chips: []})
  })

  for (const [what, wrong, field] of [
    ['a tag that the suite does not have', {tags: ['generic', 'nonsense']}, 'tags'],
    ['a chip that is not in the answer', {tags: ['generic'], bad_chips: ['nowhere']}, 'bad_chips'],
    ['a note that is too long', {note: 'x'.repeat(2001)}, 'note'],
  ] as const) {
    it(`are refused whole with ${what}`, async () => {
      const before = await api.dump()
      const {status, body} = await api.post(
        `/results/${ids[0]}/ratings`,
        {rating: 4, ...wrong},
        {'X-User-Id': 'ana'},
      )
      expect(status).to.equal(422)
      expect((body as {detail: {loc: string[]}[]}).detail[0]!.loc).to.deep.equal(['body', field])
      expect(await api.dump()).to.deep.equal(before)
    })
  }
})
