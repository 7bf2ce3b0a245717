import {expect} from 'chai'
import {BenchError} from '../../src/errors/bench-error.js'
import {providers, type Keys} from '../../src/providers/registry.js'
import type {CompletionRequest} from '../../src/providers/provider.js'
import {startModelServer} from '../support/model-server.js'
import {tinySuite} from '../support/tiny-suite.js'

const systems = (...ids: string[]) => ids.map((id) => ({id}))

async function refusal(models: string[], baseUrl: string | null, keys: Keys = {}): Promise<BenchError> {
  try {
    await providers(systems(...models), tinySuite, {base_url: baseUrl}, keys)
  } catch (error) {
    expect(error).to.be.instanceOf(BenchError)
    return error as BenchError
  }

  throw new Error('a refusal was expected')
}

describe('providers', () => {
  it('need no key and no server for baselines', async () => {
    const find = await providers(systems('builtin/lexicon'), tinySuite, {base_url: null}, {})
    expect(find('builtin/lexicon').id).to.equal('builtin')
  })

  it('name the missing variable and the offline way', async () => {
    const error = await refusal(['lab/one'], null)
    expect(error).to.include({code: 'MISSING_API_KEY', exit: 2})
    expect(error.message).to.contain('OPENROUTER_API_KEY')
    expect(error.next.join('\n')).to.contain('builtin/lexicon')
    expect((await refusal(['lab/one'], null, {OPENROUTER_API_KEY: ''})).code).to.equal('MISSING_API_KEY')
  })

  it('say so where the selector alone needs the key', async () => {
    const {id} = tinySuite.selector
    const error = await refusal(['builtin/lexicon', id], null)
    expect(error.message).to.contain(`${id}, which plays the user`)
    expect(error.next[0]).to.contain('--input-type basic')
    for (const models of [[id], ['lab/one', id]])
      expect((await refusal(models, null)).message, models.join()).not.to.contain('plays the user')
  })

  it('want BENCH_API_KEY for a server elsewhere, none on loopback', async () => {
    expect(
      (await refusal(['lab/one'], 'https://llm.example.org/v1', {OPENROUTER_API_KEY: 'k'})).message,
    ).to.contain('BENCH_API_KEY')
    for (const host of ['localhost', '127.0.0.1', '[::1]'])
      await providers(systems('lab/one'), tinySuite, {base_url: `http://${host}:1/v1`}, {})
  })

  it('never send the key of OpenRouter to another server', async () => {
    const server = await startModelServer()
    try {
      const find = await providers(
        systems('lab/one'),
        tinySuite,
        {base_url: server.url},
        {
          OPENROUTER_API_KEY: 'sk-openrouter',
        },
      )
      const request: CompletionRequest = {
        model: 'lab/one',
        messages: [],
        temperature: 0,
        max_output_tokens: 1,
        seed: null,
        task: {
          step: 'step2',
          case: 'lab/one|cook',
          persona_id: 'cook',
          count: 1,
          chips: [],
          missing_types: [],
          min_per_type: 0,
        },
      }
      await find('lab/one').complete(request, new AbortController().signal)
      expect(JSON.stringify(server.requests[0]!.headers)).not.to.contain('sk-openrouter')
    } finally {
      await server.close()
    }
  })

  for (const url of ['nonsense', 'ftp://host/v1', 'file:///etc/passwd']) {
    it(`refuse ${url} as --base-url`, async () => {
      expect(await refusal(['lab/one'], url)).to.include({exit: 2})
    })
  }

  it('refuse a URL that holds a password, a query or a fragment, without repeating it', async () => {
    for (const url of [
      'https://user:secret@host/v1',
      'https://host/v1?key=secret',
      'https://host/v1#secret',
      'http://localhost:1/v1?',
    ]) {
      const error = await refusal(['lab/one'], url)
      expect(error.exit).to.equal(2)
      expect(error.next.join()).to.contain('BENCH_API_KEY')
      expect(JSON.stringify([error.message, error.next])).not.to.contain('secret')
    }
  })
})
