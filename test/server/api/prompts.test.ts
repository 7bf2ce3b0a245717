import {expect} from 'chai'
import {personaDefinition} from '../../../src/records/definitions.js'
import {tinyRun} from '../../support/tiny-suite.js'
import {startApi, type Row, type TestApi} from '../../support/api.js'
import {addRun, aStyle, PERSONA} from '../../support/versioned.js'

describe('GET /prompts', () => {
  const [first, second] = [aStyle('terse', 'A'), aStyle('terse', 'B')]
  let api: TestApi
  before(async () => {
    api = await startApi()
    await addRun(api.store, {style: first, scores: {'lab/one': [3, null]}, day: '2026-11-20'})
    await addRun(api.store, {style: second, scores: {'lab/one': [null]}, day: '2026-11-22'})
    // The suite of the server asks this persona now, and no result has it.
    const persona = personaDefinition(api.suite.personas[0]!)
    await api.store.runs.create(
      {
        id: 'empty',
        started_at: '2026-11-23T10:00:00.000Z',
        completed_at: null,
        status: 'running',
        config: {},
      },
      [persona],
    )
  })
  after(() => api.close())

  it('lists the versions, the newest of a name first, with where they were used', async () => {
    const rows = await api.rows('/prompts?kind=style')
    expect(rows).to.deep.equal([
      {
        ...{kind: 'style', name: 'terse', version: second.id, label: `terse@${second.id.slice(0, 4)}`},
        ...{first_used: '2026-11-22T10:00:01.000Z', last_used: '2026-11-22T10:00:01.000Z'},
        ...{runs: 1, results: 1, ratings: 0, now: false, has_text: true},
      },
      {
        ...{kind: 'style', name: 'terse', version: first.id, label: `terse@${first.id.slice(0, 4)}`},
        ...{first_used: '2026-11-20T10:00:01.000Z', last_used: '2026-11-20T10:00:01.000Z'},
        ...{runs: 1, results: 2, ratings: 1, now: false, has_text: true},
      },
    ])
  })

  it('lists every kind where none is wanted, and marks what the suite of the server has', async () => {
    const kinds = (rows: readonly Row[]) => rows.map(({kind, name, now}) => [kind, name, now])
    const all = [
      ['style', 'terse', false],
      ['style', 'terse', false],
      ['persona', 'cook', false],
      ['persona', 'tech_pm', true],
      ['system', 'lab/one', false],
    ]
    expect(kinds(await api.rows('/prompts'))).to.deep.equal(all)
    expect(kinds(await api.rows('/prompts?kind='))).to.deep.equal(all)
    expect(kinds(await api.rows('/prompts?kind=persona'))).to.deep.equal(all.slice(2, 4))
  })

  it('refuses a kind that is none', async () => {
    const {status, body} = await api.get('/prompts?kind=model')
    expect(status).to.equal(422)
    expect(body).to.have.nested.property('detail[0].loc').deep.equal(['query', 'kind'])
  })

  it('is told 304 until a result is there that changes it', async () => {
    const {headers} = await api.get('/prompts')
    expect((await api.get('/prompts', {'If-None-Match': headers.etag!})).status).to.equal(304)
    await addRun(api.store, {style: aStyle('plain', 'C'), scores: {'lab/one': [5]}})
    const later = await api.get('/prompts?kind=style', {'If-None-Match': headers.etag!})
    expect(later.status).to.equal(200)
    expect(later.text).to.contain('plain@')
  })

  it('gives one version with its definition, by all its digits or the first of them', async () => {
    for (const hash of [first.id, first.id.slice(0, 6)]) {
      const {status, body} = await api.get(`/prompts/${hash}`)
      expect([hash, status]).to.deep.equal([hash, 200])
      expect(body).to.include({kind: 'style', name: 'terse', version: first.id})
      expect(body).to.have.nested.property('definition.prompts.final.user', 'A')
    }

    const {body} = await api.get(`/prompts/${PERSONA.id}`)
    expect(body).to.have.property('definition').deep.equal({persona: 'somebody who cooks'})
  })

  it('answers 404 where there is no such version, or its digits fit too many', async () => {
    for (const hash of ['0000000000000000', 'terse', first.id.slice(0, 3), `${first.id}0`]) {
      const {status, body} = await api.get(`/prompts/${hash}`)
      expect([hash, status, body]).to.deep.equal([hash, 404, {detail: 'Version not found'}])
    }
  })

  it('says that a text was not kept', async () => {
    const {config} = tinyRun()
    await api.seed({config: {...config, versions: undefined}}, [{style: 'terse'}])
    const lost = (await api.rows('/prompts?kind=style')).find(({has_text}) => has_text === false)!
    expect(lost['version']).to.match(/^p-/)
    const {status, body} = await api.get(`/prompts/${String(lost['version'])}`)
    expect(status).to.equal(404)
    expect((body as {detail: string}).detail).to.match(/^The text of terse@p-[0-9a-f]{4} was not kept/)
  })
})
