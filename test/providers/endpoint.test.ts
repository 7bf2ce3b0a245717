import {expect} from 'chai'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {BenchError} from '../../src/errors/bench-error.js'
import {checkedKey, checkedUrl} from '../../src/providers/endpoint.js'
import {openAiCompatible} from '../../src/providers/openai-compatible.js'
import type {CompletionRequest, ProviderError} from '../../src/providers/provider.js'

describe('an API key', () => {
  const told = (key: string | undefined) => {
    try {
      return checkedKey({BENCH_API_KEY: key}, 'BENCH_API_KEY')
    } catch (error) {
      const {message, exit} = error as BenchError
      return `${exit}: ${message}`
    }
  }

  it('is taken as it is, without blanks around it', () => {
    for (const key of ['sk-or-v1-0123456789abcdef', 'test', 'a+b/c==', 'eyJ.hb.x_y-z~'])
      expect(told(` ${key}\n`)).to.equal(key)
    for (const none of [undefined, '', '  ']) expect(told(none)).to.equal(undefined)
  })

  const wrong: [string, string][] = [
    ['\u201Csk-or-1234\u201D', 'it has "\u201C" in it'],
    ['sk\u2013or-1234', 'it has "\u2013" in it'],
    ['sk-or-12\u200B34', 'an invisible character'],
    ['sk-or 1234', 'it has a blank'],
    ['"sk-or-1234"', 'a quotation mark at its beginning or end'],
    ['sk-or-1234ö', 'it has "ö" in it'],
  ]
  for (const [key, problem] of wrong)
    it(`is refused before any call: ${problem}`, () => {
      expect(told(key))
        .to.match(/^2: BENCH_API_KEY is no API key: /)
        .and.include(problem)
      expect(told(key)).not.to.include('1234')
    })
})

describe('a base URL that is none', () => {
  const NEXT: [string, RegExp][] = [
    ['localhost:9310/v1', /^Meant, perhaps: --base-url http:\/\/localhost:9310\/v1$/],
    ['127.0.0.1:9310', /^Meant, perhaps: --base-url http:\/\/127\.0\.0\.1:9310$/],
    ['eyJhbGciOi.eyJzdWIi.sig', /^For Ollama: /],
    ['http://127.0.0.1/v1\u201D', /^Copy the address without them\.$/],
    ["http://127.0.0.1/v1'", /^Copy the address without them\.$/],
  ]
  for (const [url, next] of NEXT)
    it(`is refused with what was meant: ${url}`, () => {
      try {
        checkedUrl(url)
        expect.fail('it was taken')
      } catch (error) {
        expect((error as BenchError).next[0]).to.match(next)
      }
    })
})

describe('a base URL that leads nowhere', () => {
  const REQUEST: CompletionRequest = {
    model: 'm',
    messages: [],
    temperature: 0,
    max_output_tokens: 10,
    seed: null,
    task: undefined as never,
  }

  /** What is told of a server that answers so to every request. */
  async function failure(
    path: string,
    type: string,
    body: string,
    {status = 404, scheme = 'http'} = {},
  ): Promise<ProviderError> {
    const server = createServer((_, answer) => answer.writeHead(status, {'content-type': type}).end(body))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const baseUrl = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
    try {
      await openAiCompatible({baseUrl, apiKey: undefined}).complete(REQUEST, new AbortController().signal)
    } catch (error) {
      return error as ProviderError
    } finally {
      server.closeAllConnections()
      server.close()
    }

    throw new Error('it answered')
  }

  for (const [type, body] of [
    ['text/plain', '404 page not found'],
    ['application/json', '{"detail":"Not Found"}'],
    ['application/json', '{"error":{"message":"Invalid URL (POST /chat/completions)"}}'],
  ] as const)
    it(`gets the hint at the version: ${body}`, async () => {
      const error = await failure('', type, body)
      expect(error.wrongUrl).to.equal(true)
      expect(error.message).to.match(
        /^404: there are no chat completions below (http:\/\/127\.0\.0\.1:\d+); --base-url \1\/v1 was meant, perhaps$/,
      )
    })

  it('gets the hint at the path of a call that is too much', async () => {
    const error = await failure('/v1/chat/completions', 'text/plain', 'not found')
    expect(error.message).to.match(/--base-url http:\/\/127\.0\.0\.1:\d+\/v1 was meant, perhaps$/)
  })

  it('is not suspected where the server speaks of the model, or the version is there', async () => {
    const body = '{"error":{"message":"The model `m` does not exist","code":"model_not_found"}}'
    expect(await failure('', 'application/json', body)).to.include({wrongUrl: false, kind: 'not_found'})
    const {wrongUrl, kind, message} = await failure('/v1', 'text/plain', 'gone')
    expect([wrongUrl, kind]).to.deep.equal([false, 'not_found'])
    expect(message).to.match(/^404: no such model, or no chat completions below http:\S+\/v1$/)
  })

  it('gets the hint where a page for people comes, which may be a gateway too', async () => {
    const page = (path: string) => failure(path, 'text/html', '<html></html>', {status: 200})
    const {kind, wrongUrl, message} = await page('')
    expect([kind, wrongUrl]).to.deep.equal(['server', false])
    expect(message).to.match(/^the server answered .* --base-url http:\S+\/v1 was meant, perhaps$/)
    expect((await page('/v1')).message).not.to.include('meant')
  })

  it('names the scheme where the server speaks no TLS', async () => {
    const {kind, notSent, message} = await failure('/v1', 'text/plain', '', {scheme: 'https'})
    expect([kind, notSent]).to.deep.equal(['network', true])
    expect(message).to.equal(
      'connection failed: the server speaks no TLS; http:// in place of https:// was meant, perhaps',
    )
  })
})
