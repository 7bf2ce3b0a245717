import {expect} from 'chai'
import {Agent} from 'undici'
import {openAiCompatible} from '../../src/providers/openai-compatible.js'
import type {CompletionRequest} from '../../src/providers/provider.js'
import {providers} from '../../src/providers/registry.js'
import {tinySuite} from '../support/tiny-suite.js'

const REQUEST: CompletionRequest = {
  model: 'lab/one',
  messages: [{role: 'user', content: 'Make 15 chips'}],
  temperature: 0.7,
  max_output_tokens: 1000,
  seed: null,
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

/** The one place where no socket will do: what is sent depends on the host's name. */
describe('what is sent to OpenRouter, and to nobody else', () => {
  const original = globalThis.fetch
  let sent: {url: string; headers: Headers; body: Record<string, unknown>}[]
  beforeEach(() => {
    sent = []
    globalThis.fetch = (input, init) => {
      const url = input instanceof Request ? input.url : input.toString()
      sent.push({
        url,
        headers: new Headers(init?.headers),
        body: JSON.parse(init?.body as string) as Record<string, unknown>,
      })
      return Promise.resolve(Response.json({choices: [{message: {content: 'ok'}}]}))
    }
  })
  afterEach(() => {
    globalThis.fetch = original
  })

  const ask = async (baseUrl: string) => {
    await openAiCompatible({baseUrl, apiKey: 'sk-own-key'}).complete(REQUEST, new AbortController().signal)
    return sent.at(-1)!
  }

  it('asks OpenRouter for the cost, and says who asks', async () => {
    const {url, headers, body} = await ask('https://openrouter.ai/api/v1')
    expect(url).to.equal('https://openrouter.ai/api/v1/chat/completions')
    expect(body['usage']).to.deep.equal({include: true})
    expect(headers.get('x-title')).to.equal('bench')
    expect(headers.get('http-referer')).to.equal('https://hexweavers.io')
  })

  for (const baseUrl of [
    'http://127.0.0.1:11434/v1',
    'https://notopenrouter.ai/api/v1',
    'https://openrouter.ai.example.org/v1',
  ]) {
    it(`sends plain OpenAI requests to ${new URL(baseUrl).hostname}`, async () => {
      const {headers, body} = await ask(baseUrl)
      expect(body).to.have.all.keys('model', 'messages', 'temperature', 'max_tokens')
      expect(headers.has('x-title') || headers.has('http-referer')).to.equal(false)
    })
  }

  it('gives each service its own key', async () => {
    const keys = {OPENROUTER_API_KEY: 'sk-of-openrouter', BENCH_API_KEY: 'sk-of-bench'}
    const authorization = async (baseUrl: string | null) => {
      const dispatch = Object.getOwnPropertyDescriptor(Agent.prototype, 'dispatch')
      let key: unknown
      // What leaves the HTTP client, which is not Node's own.
      Agent.prototype.dispatch = ({headers}) => {
        key = (headers as Record<string, string>)['authorization']
        throw new Error('no network in this test')
      }
      try {
        const find = await providers(
          [{id: 'lab/one'}, {id: 'builtin/lexicon'}],
          tinySuite,
          {base_url: baseUrl},
          keys,
        )
        expect(find('builtin/lexicon').id).to.equal('builtin')
        await find('lab/one')
          .complete(REQUEST, new AbortController().signal)
          .catch(() => {})
      } finally {
        if (dispatch) Object.defineProperty(Agent.prototype, 'dispatch', dispatch)
        else Reflect.deleteProperty(Agent.prototype, 'dispatch')
      }

      return key
    }

    expect(await authorization(null)).to.equal('Bearer sk-of-openrouter')
    expect(await authorization('https://openrouter.ai/api/v1/')).to.equal('Bearer sk-of-openrouter')
    for (const baseUrl of [
      'https://notopenrouter.ai/v1',
      'https://openrouter.ai.example.org/v1',
      'http://localhost:1/v1',
    ]) {
      expect(await authorization(baseUrl), baseUrl).to.equal('Bearer sk-of-bench')
    }
  })
})
