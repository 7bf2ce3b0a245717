import {expect} from 'chai'
import {createServer, type Server, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {BenchError} from '../../../src/errors/bench-error.js'
import {longRetryPolicy, RETRY_POLICY, retryingFetch} from '../../../src/store/database/remote-fetch.js'

/** Gives up soon; one attempt may last as long as a busy machine needs. */
const QUICK = {firstMs: 300, laterMs: 300, attemptMs: 60_000, waitMs: 5}
/** Goes on for as long as a test lasts. */
const PATIENT = {...QUICK, firstMs: 60_000, laterMs: 60_000}

describe('requests to a team database', () => {
  let server: Server
  let url: string
  let bodies: string[]
  let script: ((response: ServerResponse) => void)[]
  let closing: AbortController
  beforeEach(async () => {
    bodies = []
    script = []
    closing = new AbortController()
    server = createServer((incoming, response) => {
      let body = ''
      incoming.on('data', (part: Buffer) => (body += part.toString()))
      incoming.on('end', () => {
        bodies.push(body)
        const act = script.shift() ?? good
        act(response)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  })
  afterEach(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  const good = (response: ServerResponse) =>
    response.writeHead(200, {'content-type': 'application/json'}).end('{"ok":true}')
  const status =
    (code: number, headers = {}) =>
    (response: ServerResponse) =>
      response.writeHead(code, headers).end('{"error":"The JWT has expired"}')
  const silence = () => {}
  const half = (response: ServerResponse) => {
    response.writeHead(200, {'content-type': 'application/json', 'content-length': 100}).write('{"ok"')
    setTimeout(() => response.destroy(), 5)
  }
  const post = (body = '{"requests":[]}', patience = QUICK) =>
    retryingFetch(
      'the display',
      patience,
      closing.signal,
    )(new Request(url, {method: 'POST', body, headers: {'content-type': 'application/json'}}))

  async function refusal(promise: Promise<unknown>): Promise<BenchError> {
    const error = await promise.then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(error).to.be.instanceOf(BenchError)
    return error as BenchError
  }

  it('are made again with the same body after drops, cuts, 429, 5xx and pages that are no JSON', async () => {
    const page = (response: ServerResponse) =>
      response.writeHead(200, {'content-type': 'text/html'}).end('<html>')
    for (const fault of [
      (response: ServerResponse) => response.destroy(),
      half,
      status(429, {'retry-after': '0'}),
      status(503),
      status(500),
      page,
    ]) {
      script = [fault, fault]
      bodies = []
      const answer = await post('{"requests":["unit"]}', PATIENT)
      expect(await answer.json()).to.deep.equal({ok: true})
      expect(bodies).to.deep.equal(Array.from({length: 3}, () => '{"requests":["unit"]}'))
    }
  })

  it('are made again with the same body when there is no answer within the time of an attempt', async () => {
    script = [silence, silence]
    const answer = await post('{"requests":["unit"]}', {...PATIENT, attemptMs: 300})
    expect(await answer.json()).to.deep.equal({ok: true})
    // More than three where the machine is too busy for an answer in time.
    expect(bodies.length).to.be.at.least(3)
    expect(new Set(bodies)).to.have.all.keys('{"requests":["unit"]}')
  })

  it('wait as long as the server says, and no longer than patience lasts', async () => {
    script = [status(429, {'retry-after': '60'})]
    expect(await refusal(post())).to.include({code: 'DATABASE_UNREACHABLE'})
    expect(bodies).to.have.length(1)
    script = Array.from({length: 1000}, () => status(503))
    expect((await refusal(post())).message)
      .to.contain('status 503')
      .and.contain('the display')
  })

  it('are not made again when the token is refused, or within an open stream', async () => {
    script = [status(401)]
    expect(await refusal(post(undefined, PATIENT))).to.include({code: 'TOKEN_EXPIRED'})
    script = [status(403)]
    expect(await refusal(post(undefined, PATIENT))).to.include({code: 'DATABASE_READ_ONLY'})
    script = [half]
    expect(await refusal(post('{"baton":"abc","requests":[]}', PATIENT))).to.include({
      code: 'DATABASE_UNREACHABLE',
    })
    expect(bodies).to.have.length(3)
  })

  it('are given up at once when nobody waits for them any more', async () => {
    script = [silence]
    const asked = refusal(post('{}', PATIENT))
    while (bodies.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    closing.abort()
    expect((await asked).message).to.contain('closed')
  })

  it('have the patience that the environment names', () => {
    expect(longRetryPolicy('3').laterMs).to.equal(3000)
    expect(longRetryPolicy('0').laterMs).to.equal(0)
    for (const nothing of [undefined, '', 'soon', '-1'])
      expect(longRetryPolicy(nothing).laterMs, nothing).to.equal(60_000)
    expect(longRetryPolicy('3').firstMs).to.equal(RETRY_POLICY.firstMs)
  })
})
