import {expect} from 'chai'
import {openAiCompatible} from '../../src/providers/openai-compatible.js'
import {ProviderError, type CompletionRequest, type Provider} from '../../src/providers/provider.js'
import {startModelServer, type Behaviour} from '../support/model-server.js'

const KEY = 'sk-test-0123456789'
const REQUEST: CompletionRequest = {
  model: 'lab/one',
  messages: [{role: 'user', content: 'Make 15 chips'}],
  temperature: 0.7,
  max_output_tokens: 1000,
  seed: 7,
  task: {
    step: 'step2',
    case: 'lab/one|cook',
    persona_id: 'cook',
    count: 15,
    chips: [],
    missing_types: [],
    min_per_type: 0,
  },
}

describe('openAiCompatible, over a real socket', () => {
  let server: Awaited<ReturnType<typeof startModelServer>>
  let behaviour: Behaviour
  let provider: Provider
  beforeEach(async () => {
    behaviour = {kind: 'answer'}
    server = await startModelServer({script: () => behaviour})
    provider = openAiCompatible({baseUrl: server.url, apiKey: KEY})
  })
  afterEach(() => server.close())

  const ask = (signal = new AbortController().signal) => provider.complete(REQUEST, signal)
  async function failure(signal?: AbortSignal): Promise<ProviderError> {
    try {
      await ask(signal)
    } catch (error) {
      expect(error).to.be.instanceOf(ProviderError)
      return error as ProviderError
    }

    throw new Error('an error was expected')
  }

  it('sends the question once and reads the answer', async () => {
    behaviour = {kind: 'answer', content: 'hello', usage: {prompt_tokens: 3, completion_tokens: 4, cost: 0.5}}
    expect(await ask()).to.include({
      text: 'hello',
      finish_reason: 'stop',
      input_tokens: 3,
      output_tokens: 4,
      cost_usd: 0.5,
    })
    expect(server.requests).to.have.length(1)
    expect(server.requests[0]!.body).to.deep.equal({
      model: 'lab/one',
      messages: REQUEST.messages,
      temperature: 0.7,
      max_tokens: 1000,
      seed: 7,
    })
    expect(server.requests[0]!.headers.authorization).to.equal(`Bearer ${KEY}`)
  })

  it('takes only what can be stored of the accounting', async () => {
    const told = async (finish_reason: unknown, usage: object) => {
      behaviour = {
        kind: 'status',
        status: 200,
        headers: {'content-type': 'application/json'},
        body: JSON.stringify({choices: [{finish_reason, message: {content: 'hello'}}], usage}),
      }
      const {text, ...rest} = await ask()
      expect(text).to.equal('hello')
      return rest
    }
    const unknown = {finish_reason: null, input_tokens: null, output_tokens: null, cost_usd: null}
    expect(await told({type: 'stop'}, {prompt_tokens: 12.7, completion_tokens: 1e20, cost: -1})).to.include(
      unknown,
    )
    expect(await told(7, {prompt_tokens: -1, completion_tokens: 'five', cost: 'free'})).to.include(unknown)
    expect(await told('length', {prompt_tokens: 3, completion_tokens: 7, cost: 0.25})).to.include({
      finish_reason: 'length',
      input_tokens: 3,
      output_tokens: 7,
      cost_usd: 0.25,
    })
  })

  it('joins the parts of a text that comes as a list', async () => {
    const content = [
      {type: 'reasoning', text: 'hm'},
      {type: 'text', text: '[{"key":'},
      '"a"',
      null,
      {type: 'text', text: 7},
      {type: 'text', text: '}]'},
    ]
    behaviour = {kind: 'status', status: 200, body: JSON.stringify({choices: [{message: {content}}]})}
    expect((await ask()).text).to.equal('[{"key":"a"}]')
  })

  it('gives the reason that a server tells as a text under status 200', async () => {
    behaviour = {kind: 'status', status: 200, body: '{"error":"model is loading"}'}
    expect(await failure()).to.include({kind: 'server', status: 200, message: 'model is loading'})
  })

  it('sends no key where there is none, and no seed where none is wanted', async () => {
    provider = openAiCompatible({baseUrl: server.url, apiKey: undefined})
    await provider.complete({...REQUEST, seed: null}, new AbortController().signal)
    expect(server.requests[0]!.headers.authorization).to.equal(undefined)
    expect(server.requests[0]!.body).not.to.have.property('seed')
  })

  it('takes an answer without text, usage or finish as an answer', async () => {
    behaviour = {kind: 'answer', content: null, usage: null}
    expect(await ask()).to.include({text: '', input_tokens: null, output_tokens: null, cost_usd: null})
  })

  const statuses = [
    [400, 'rejected'],
    [401, 'auth'],
    [402, 'credit'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [408, 'server'],
    [409, 'server'],
    [422, 'rejected'],
    [429, 'rate_limit'],
    [500, 'server'],
    [503, 'server'],
  ] as const
  for (const [status, kind] of statuses) {
    it(`${status} is ${kind}, and is not repeated here`, async () => {
      behaviour = {kind: 'status', status}
      expect(await failure()).to.include({kind, status})
      expect(server.requests).to.have.length(1)
    })
  }

  it('keeps a reason that has no error around it', async () => {
    for (const [body, message] of [
      [{object: 'error', message: 'The model is too long.', code: 404}, '400 The model is too long.'],
      [{detail: 'no such tenant'}, '400 no such tenant'],
      [{detail: [{msg: 'field required'}]}, '400 [{"msg":"field required"}]'],
    ] as const) {
      behaviour = {kind: 'status', status: 400, body: JSON.stringify(body)}
      expect((await failure()).message).to.equal(message)
    }
  })

  it('tells how long the server wants us to wait', async () => {
    behaviour = {kind: 'status', status: 429, headers: {'retry-after': '7'}}
    expect((await failure()).retryAfterMs).to.equal(7000)
    behaviour = {
      kind: 'status',
      status: 429,
      headers: {'retry-after': new Date(Date.now() + 60_000).toUTCString()},
    }
    expect((await failure()).retryAfterMs).to.be.within(50_000, 60_000)
  })

  it('an error object under status 200 is an error of the status it names', async () => {
    behaviour = {kind: 'error-200', code: 429, message: 'slow down'}
    expect(await failure()).to.include({kind: 'rate_limit', message: '429 slow down'})
    behaviour = {kind: 'error-200', code: 502, message: 'upstream'}
    expect(await failure()).to.include({kind: 'server', status: 502})
    behaviour = {kind: 'error-200', code: 'odd', message: 'upstream'}
    expect(await failure()).to.include({kind: 'server', status: 200})
  })

  it('a dropped connection and half an answer are network errors', async () => {
    behaviour = {kind: 'drop'}
    expect((await failure()).kind).to.equal('network')
    behaviour = {kind: 'half'}
    expect((await failure()).kind).to.equal('network')
  })

  it('HTML and answers without choices are server errors', async () => {
    behaviour = {kind: 'html'}
    expect(await failure()).to.include({kind: 'server', status: 200})
    behaviour = {kind: 'no-choices'}
    expect((await failure()).kind).to.equal('server')
  })

  it('silence ends with our deadline', async () => {
    behaviour = {kind: 'silence'}
    expect(await failure(AbortSignal.timeout(50))).to.include({kind: 'timeout', message: 'no answer in time'})
  })

  it('half an answer and then silence ends with our deadline too', async () => {
    behaviour = {kind: 'stall'}
    expect(await failure(AbortSignal.timeout(200))).to.include({
      kind: 'timeout',
      message: 'no answer in time',
    })
    expect(server.requests).to.have.length(1)
  })

  describe('reads the body first', () => {
    const completion = (more: object = {}): Behaviour => ({kind: 'answer', content: 'hello', ...more})
    const good: [string, Behaviour][] = [
      ['under text/plain', completion({contentType: 'text/plain'})],
      ['without Content-Type', completion({contentType: null})],
      ['under text/html', completion({contentType: 'text/html; charset=utf-8'})],
      ['under application/octet-stream', completion({contentType: 'application/octet-stream'})],
      ['beside an empty error object', completion({error: {}})],
      ['beside an error of empty fields', completion({error: {code: null, message: '', metadata: {}}})],
      ['beside an empty list of errors', completion({error: []})],
      ['beside an error that says success', completion({error: {code: 0, message: 'success'}})],
    ]
    for (const [where, sent] of good) {
      it(`a good completion ${where} is read`, async () => {
        behaviour = sent
        expect(await ask()).to.include({text: 'hello', input_tokens: 100, output_tokens: 200})
      })
    }

    it('an error with a reason beside choices is an error', async () => {
      behaviour = completion({error: {code: 502, message: 'upstream'}})
      expect(await failure()).to.include({kind: 'server', status: 502, message: '502 upstream'})
      behaviour = completion({error: 'model is loading'})
      expect(await failure()).to.include({kind: 'server', status: 200, message: 'model is loading'})
    })

    it('an error without choices keeps its reason, whatever its code', async () => {
      behaviour = {kind: 'error-200', code: 0, message: 'no such deployment'}
      expect((await failure()).message).to.equal('no such deployment')
    })
  })

  describe('knows what was not sent', () => {
    it('nothing listens', async () => {
      await server.close()
      expect(await failure()).to.include({kind: 'network', notSent: true})
    })

    it('the name does not exist', async () => {
      provider = openAiCompatible({baseUrl: 'http://nowhere.invalid/v1', apiKey: KEY})
      expect(await failure()).to.include({kind: 'network', notSent: true})
    })

    it('the other side does not speak TLS', async () => {
      provider = openAiCompatible({baseUrl: server.url.replace('http:', 'https:'), apiKey: KEY})
      expect(await failure()).to.include({kind: 'network', notSent: true})
      expect(server.requests).to.have.length(0)
    })

    it('what broke off after it was sent may have been billed', async () => {
      for (const kind of ['drop', 'half', 'html'] as const) {
        behaviour = {kind}
        expect((await failure()).notSent, kind).to.equal(false)
      }

      behaviour = {kind: 'silence'}
      expect((await failure(AbortSignal.timeout(50))).notSent).to.equal(false)
    })
  })

  describe('knows an account that is used up', () => {
    const refused = (status: number, error: object): Behaviour => ({
      kind: 'status',
      status,
      body: JSON.stringify({error: {message: 'see your plan', ...error}}),
    })
    const cases: [string, Behaviour][] = [
      ['429 with the code insufficient_quota', refused(429, {code: 'insufficient_quota'})],
      ['429 with the type insufficient_quota', refused(429, {type: 'insufficient_quota', code: null})],
      ['403 with the code insufficient_balance', refused(403, {code: 'insufficient_balance'})],
      ['429 in words', refused(429, {message: 'You exceeded your current quota, please check your plan.'})],
      ['400 in words', refused(400, {message: 'Your credit balance is too low to access the API.'})],
      ['429 with a text alone', {kind: 'status', status: 429, body: '{"error":"Insufficient balance"}'}],
      ['429 with its code beside', {kind: 'status', status: 429, body: '{"code":"insufficient_quota"}'}],
      ['insufficient_quota under status 200', {kind: 'error-200', code: 'insufficient_quota', message: 'x'}],
    ]
    for (const [name, sent] of cases) {
      it(name, async () => {
        behaviour = sent
        expect((await failure()).kind).to.equal('credit')
      })
    }
  })

  it('takes a quota that comes back for a limit', async () => {
    const error = {message: 'You exceeded your current quota. Please retry in 34s.'}
    behaviour = {kind: 'status', status: 429, body: JSON.stringify({error})}
    const {kind, retryAfterMs} = await failure()
    expect([kind, retryAfterMs]).to.deep.equal(['rate_limit', 34_000])
  })

  it('tells how long until a limit is reset that the error names', async () => {
    const reset = Date.now() + 3_600_000
    const headers = {'X-RateLimit-Limit': '50', 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': reset}
    behaviour = {
      kind: 'status',
      status: 429,
      body: JSON.stringify({
        error: {message: 'Rate limit exceeded: free-models-per-day', code: 429, metadata: {headers}},
      }),
    }
    expect((await failure()).retryAfterMs).to.be.within(3_500_000, 3_600_000)
    behaviour = {
      kind: 'status',
      status: 429,
      headers: {'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '7m12s'},
    }
    expect((await failure()).retryAfterMs).to.equal(432_000)
  })

  it('keeps the key out of what a server echoes', async () => {
    behaviour = {kind: 'status', status: 401, body: JSON.stringify({error: {message: `invalid key ${KEY}`}})}
    const error = await failure()
    expect(error.message).to.contain('[redacted]')
    expect(JSON.stringify([error.message, error.stack, String(error.cause)])).not.to.contain(KEY)
    behaviour = {kind: 'answer', content: `your key is ${KEY}`}
    expect((await ask()).text).to.equal('your key is [redacted]')
  })
})
