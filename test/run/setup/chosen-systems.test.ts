import {expect} from 'chai'
import type {BenchError} from '../../../src/errors/bench-error.js'
import {REGISTERED_BUILT_INS} from '../../../src/providers/built-in.js'
import {chooseModels, knownModels, refuseUnheeded} from '../../../src/run/setup/chosen-systems.js'
import type {PricedModel} from '../../../src/suite/model/suite.js'
import {tinySuite} from '../../support/tiny-suite.js'

const NOTHING = {models: [], all: false, customModels: [], baseUrl: 'http://127.0.0.1:1/v1'}

function failureOf(work: () => unknown): Pick<BenchError, 'message' | 'next'> {
  try {
    work()
  } catch (error) {
    return error as BenchError
  }

  throw new Error('nothing was refused')
}

describe('the systems that are chosen', () => {
  const choose = (request: object, suite = tinySuite) =>
    chooseModels({...NOTHING, ...request}, suite, REGISTERED_BUILT_INS)
  const ids = (systems: readonly PricedModel[]) => systems.map(({id}) => id)

  it('stand in the order of the suite, the baselines after them, then the user’s own', () => {
    expect(ids(choose({models: ['lab/two', 'lab/one']}))).to.deep.equal(['lab/one', 'lab/two'])
    expect(ids(choose({all: true}))).to.deep.equal(['lab/one', 'lab/two'])
    expect(ids(choose({all: true, models: ['builtin/random']}))).to.deep.equal([
      ...['lab/one', 'lab/two', 'builtin/random'],
    ])
    expect(choose({models: ['lab/one'], customModels: ['own/x', 'own/x']})).to.deep.equal([
      tinySuite.models[0],
      {id: 'own/x', name: 'own/x', input_price: null, output_price: null},
    ])
    // The selector may be tested too, at its prices.
    expect(choose({customModels: ['lab/selector']})).to.deep.equal([tinySuite.selector])
  })

  it('have what is set for all of them', () => {
    const set = [{path: ['top_p'], value: 0.5}]
    expect(ids(choose({models: ['lab/one'], customModels: ['own/x'], set}))).to.deep.equal([
      ...['lab/one~top_p=0.5', 'own/x~top_p=0.5'],
    ])
    expect(ids(choose({models: ['lab/one'], set: []}))).to.deep.equal(['lab/one'])
  })

  it('are refused where they are unknown, already known, no id, or none', () => {
    for (const [request, message, next] of [
      [{models: ['lab/oen']}, 'Unknown model "lab/oen"', 'Did you mean'],
      [{customModels: ['lab/one']}, '"lab/one" is a model of the suite.', 'Say --model lab/one.'],
      [{customModels: ['own/x'], baseUrl: null}, '--custom-model needs --base-url.', ''],
      [{customModels: ['own x']}, '"own x" is no model id.', ''],
      [{}, 'No model was chosen.', 'All of the suite: --all. Some: --model ID (several times).'],
      [{set: [{path: ['top_p'], value: 1}]}, 'No model was chosen.', 'All of the suite: --all.'],
    ] as const) {
      const failure = failureOf(() => choose(request))
      expect(failure.message).to.contain(message)
      expect(failure.next.join('\n'), message).to.contain(next)
    }
  })

  it('are named where the id is one that several of them send', () => {
    const effort = (id: string) => ({...tinySuite.models[0]!, id, model: 'vendor/sent-model'})
    const suite = {...tinySuite, models: [effort('lab/low'), effort('lab/high')]}
    expect(failureOf(() => choose({models: ['vendor/sent-model']}, suite))).to.deep.include({
      message: 'Unknown model "vendor/sent-model". Nothing was started or written.',
      next: ['As systems: lab/low, lab/high.', '`bench models` lists them all.'],
    })
    const near = {...tinySuite, models: [effort('lab/low'), effort('vendor/sent-model-high')]}
    const {next} = failureOf(() => choose({models: ['vendor/sent-model']}, near))
    expect(next[0]).to.equal('Did you mean vendor/sent-model-high?')
    const other = failureOf(() => choose({models: ['nobody/knows-this-name']}, suite))
    expect(other.next[0]).to.match(/^Known: lab\/low, lab\/high, builtin\//)
  })

  it('are known at the suite’s prices, and copied', () => {
    const priced = {...tinySuite.models[0]!, id: 'builtin/random', input_price: 9}
    const known = knownModels({...tinySuite, models: [priced]}, REGISTERED_BUILT_INS)
    expect(known.filter(({id}) => id === 'builtin/random')).to.deep.equal([priced])
    expect(known[0]).not.to.equal(priced)
    expect(ids(known)).to.include('builtin/lexicon')
  })
})

describe('what a provider would not heed', () => {
  const plugin = {name: 'bench-plugin-acme', version: '1.2.0'}
  const system = (id: string, change: object = {}) => ({
    ...{id, name: id, input_price: 0, output_price: 0},
    ...change,
  })
  const refusal = (of: PricedModel, parameters?: boolean) =>
    failureOf(() =>
      refuseUnheeded(
        [system('lab/one', {parameters: {top_p: 1}, base_url: 'http://127.0.0.1:1/v1'}), of],
        [
          ...REGISTERED_BUILT_INS,
          {
            ...{id: 'acme', summary: 'Test.', models: [system('acme/one')], plugin, parameters},
            load: () => Promise.reject(new Error('not asked')),
          },
        ],
      ),
    )
  const json = {response_format: {type: 'json_object'}} as const

  it('is refused with the provider’s name, and what to leave out', () => {
    for (const change of [{parameters: {top_p: 1}}, json]) {
      const offline = refusal(system('builtin/lexicon', change))
      expect(offline.message).to.equal(
        'builtin/lexicon: The baselines take no parameters. Nothing was started.',
      )
      expect(offline.next).to.deep.equal(['Leave out --set, or those models.'])
      const plugged = refusal(system('acme/one', change))
      expect(plugged.message).to.equal(
        'acme/one: The provider "acme" of bench-plugin-acme takes no parameters. Nothing was started.',
      )
      expect(plugged.next[0]).to.match(/^Leave out its parameters and response_format; or the plugin/)
    }

    for (const field of [{base_url: 'http://127.0.0.1:1/v1'}, {api_key_env: 'X_API_KEY'}, {headers: {}}]) {
      expect(refusal(system('builtin/lexicon', field)).message).to.contain(
        'The baselines ask where it sees fit.',
      )
      const plugged = refusal(system('acme/one', {...field, parameters: {top_p: 1}}), true)
      expect(plugged.message).to.contain('The provider "acme" of bench-plugin-acme asks where it sees fit.')
      expect(plugged.next).to.deep.equal(['Leave out base_url, api_key_env and headers of the system.'])
    }
  })

  it('is nothing where nothing is asked for, or the provider declares it', () => {
    expect(() => refusal(system('builtin/lexicon', {parameters: {}}))).to.throw('nothing was refused')
    expect(() => refusal(system('acme/one', json), true)).to.throw('nothing was refused')
  })
})
