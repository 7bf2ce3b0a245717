import {expect} from 'chai'
import {pluginNotes, priceWarnings} from '../../src/run/warnings.js'
import {tinyRun} from '../support/tiny-suite.js'

const DAY = 86_400_000
const AS_OF = Date.parse('2026-11-01')

describe('warnings about prices', () => {
  it('come when prices in use are older than 90 days, and not a day before', () => {
    const {config} = tinyRun()
    expect(priceWarnings(config, AS_OF + 90 * DAY)).to.deep.equal([])
    expect(priceWarnings(config, AS_OF + 91 * DAY).join())
      .to.contain('as of 2026-11-01, 91 days ago')
      .and.contain('models refresh')
  })

  it('do not come for what is free', () => {
    expect(priceWarnings(tinyRun({models: ['builtin/lexicon']}).config, AS_OF + 400 * DAY)).to.deep.equal([])
  })

  it('name each model whose price nobody told, and only those that are asked', () => {
    const {config} = tinyRun({models: [], customModels: ['llama3.2', 'phi']})
    expect(priceWarnings(config, AS_OF)).to.deep.equal([
      'The price of llama3.2, phi is not known; costs are, where the server reports them.',
    ])
    const unpriced = {...config, selector: {...config.selector, input_price: null}}
    expect(priceWarnings(unpriced, AS_OF).join()).to.contain('lab/selector')
    expect(priceWarnings({...unpriced, input_types: ['basic']}, AS_OF).join()).not.to.contain('lab/selector')
  })
})

describe('notes about plugins', () => {
  it('say who answers for which models, unless a recording does', () => {
    const {config} = tinyRun()
    expect(pluginNotes(config)).to.deep.equal([])
    const providers = [
      {
        id: 'acme',
        plugin: {name: 'bench-plugin-acme', version: '1.2.0'},
        models: ['acme/a', 'acme/b'],
        offline: false,
      },
    ]
    expect(pluginNotes({...config, providers})).to.deep.equal([
      'The plugin bench-plugin-acme 1.2.0 answers for acme/a, acme/b.',
    ])
    expect(pluginNotes({...config, providers, replay: '/x'})).to.deep.equal([])
  })
})
