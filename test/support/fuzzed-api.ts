import {expect} from 'chai'
import fc from 'fast-check'
import {startApi, utf8Header, type TestApi} from './api.js'
import {requestsOf, type FuzzedRequest} from './hostile-requests.js'
import {answerChecker, operationsOf, type OpenApi, type Operation} from './openapi.js'

/** Tables that a rating or a case on demand touches. */
const WRITTEN = new Set([
  ...['definitions', 'runs', 'results', 'ratings', 'notes', 'calls', 'changes', 'run_leases'],
])
/** Tables that tell what a known reader has seen, and the log of such rows. */
const NOTED = new Set(['notes', 'raters', 'changes'])

/** How much is asked of an API. */
interface Draws {
  /** For each operation. */
  requests: number
  /** None: other requests each time. */
  seed?: number
}

/** Describes an API that keeps to its OpenAPI document whatever it is asked. */
export function describeFuzzedApi({requests, seed}: Draws): void {
  let api: TestApi
  let document: OpenApi
  let check: ReturnType<typeof answerChecker>
  let ids: string[]
  const seen = new Map<string, number>()
  before(async () => {
    api = await startApi({generate: {'generate-model': ['builtin/lexicon', 'builtin/random']}})
    const {run, results} = await api.seed({}, [
      {},
      {},
      {model: 'lab/two', status: 'failed'},
      {style: 'guided', persona_id: 'pilot', cost_usd: null, latency_ms: null, final_chips: []},
    ])
    for (const user of ['ana', 'Zoë 🍟']) await api.rate(results[0]!.id, utf8Header(user), 4)
    ids = [run.id, ...results.map(({id}) => id)]
    document = (await api.get('/openapi.json')).body as OpenApi
    check = answerChecker(document)
  })
  after(() => api.close())

  async function send(operation: Operation, {path, ...request}: FuzzedRequest): Promise<void> {
    const {status, text, body, headers} = await api.ask(path, request)
    const name = `${operation.method} ${operation.path} ${status}`
    seen.set(name, (seen.get(name) ?? 0) + 1)
    expect(status, text).to.be.below(500)
    expect(headers).not.to.have.property('x-evil')
    if (request.method === 'HEAD') expect(text).to.equal('')
    else if (request.method === operation.method)
      expect(check(operation, status, body), text.slice(0, 500)).to.deep.equal([])
    // Below the routes: another method of the same path, as every route has it.
    else expect(status, `${request.method} ${path}`).to.be.oneOf([200, 204, 401, 403, 404, 405, 413, 422])
  }

  async function fuzz(operation: Operation): Promise<void> {
    const property = fc.asyncProperty(requestsOf(document, operation, ids), (request) =>
      send(operation, request),
    )
    await fc.assert(property, {numRuns: requests, ...(seed === undefined ? {} : {seed})})
  }

  it('is the document of sixteen operations', () => expect(operationsOf(document)).to.have.length(16))

  it('answers reads of any kind as declared, never fails and notes nothing but what was seen', async () => {
    const before = await api.dump()
    for (const operation of operationsOf(document).filter(({method}) => method === 'GET'))
      await fuzz({...operation})
    const after = await api.dump()
    for (const table of Object.keys(after).filter((name) => !NOTED.has(name)))
      expect(after[table], table).to.deep.equal(before[table])
    const completed = before['results']!.filter(({status}) => status === 'completed').map(({id}) => id)
    expect(after['notes']).not.to.have.length(0)
    for (const note of after['notes']!) {
      expect(note).to.include({
        note: '',
        flagged: 0,
        tags: '[]',
        bad_chips: '[]',
        seen_at: note['created_at'],
      })
      expect(note['result_id']).to.be.oneOf(completed)
    }

    // Figures spoil nothing for people without ratings, so that they are noted for raters alone.
    expect(after['raters']).not.to.have.length(0)
    for (const rater of after['raters']!) {
      expect(rater).to.include({calibration: null})
      expect(rater['figures_seen_at']).to.be.a('string')
      expect(rater['user_id']).to.be.oneOf(['ana', 'Zoë 🍟'])
    }

    const isKnown = (row: Record<string, unknown>) =>
      before['changes']!.some(({kind, id}) => kind === row['kind'] && id === row['id'])
    for (const {kind} of after['changes']!.filter((row) => !isKnown(row)))
      expect(kind).to.be.oneOf(['note', 'rater'])
  }).timeout(120_000)

  it('answers writes of any kind as declared, and writes nothing but ratings and cases', async () => {
    const before = await api.dump()
    for (const operation of operationsOf(document).filter(({method}) => method === 'POST'))
      await fuzz({...operation})
    const after = await api.dump()
    for (const table of Object.keys(after).filter((name) => !WRITTEN.has(name)))
      expect(after[table], table).to.deep.equal(before[table])
    expect(after['runs']).to.have.length(before['runs']!.length + 1)
    for (const rating of after['ratings']!) expect(rating['rating']).to.be.within(1, 5)
    const kept = after['results']!.filter(({id}) => ids.includes(String(id)))
    const chips = (row: Record<string, unknown>) => [
      row['id'],
      row['model'],
      row['final_chips'],
      row['errors'],
      row['status'],
    ]
    expect(kept.map(chips)).to.deep.equal(before['results']!.map(chips))
  }).timeout(120_000)

  it('was asked in so many ways that most of what is declared was seen', () => {
    const wanted = [
      'GET /runs 200',
      'GET /runs 422',
      'GET /runs/{id} 200',
      'GET /runs/{id} 404',
      'GET /results 200',
      'GET /results 422',
      'GET /results/{id} 200',
      'GET /results/{id} 404',
      'GET /ratings 200',
      'GET /ratings 422',
      'GET /stats 200',
      'GET /stats 422',
      'GET /prompts 200',
      'GET /prompts 422',
      'GET /prompts/{hash} 404',
      'GET /options 200',
      'GET /health 200',
    ]
    const written = ['200', '403', '404', '409', '413', '422'].map(
      (status) => `POST /results/{id}/ratings ${status}`,
    )
    const generated = ['POST /generate 200', 'POST /generate 422', 'POST /generate 413']
    expect([...wanted, ...written, ...generated].filter((name) => !seen.has(name))).to.deep.equal([])
  })

  it('has raised no defect', () => expect(api.defects).to.deep.equal([]))
}
